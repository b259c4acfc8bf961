"""The sizes that one reader can hold in one sitting (CONTRIBUTING.md); docstrings do not count."""

import ast
import math
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("core/dabir_core", "training/dabir_training", "desktop/dabir_desktop", "bot/dabir_bot", "benchmarks")
SOURCES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
REFUSES_NOTHING = {"utils", "util", "helpers", "helper", "common", "manager", "misc", "tools"}
FORBIDDEN_NAMES = {"chunk", "data", "info", "result2", "process", "handle_everything", "tmp"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(path: Path) -> Iterator[Function]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, Function):
            yield node


def body_lines(function: Function) -> int:
    body = function.body[1:] if ast.get_docstring(function) else function.body
    if not body:
        return 0
    return (body[-1].end_lineno or 0) - body[0].lineno + 1


def is_command(path: Path, function: Function) -> bool:
    """In cli/ a command bears its file's name; its parameters are the flags, which typer reads from the signature."""
    return path.parent.name == "cli" and function.name == path.stem


def is_named_by_qt(path: Path, function: Function) -> bool:
    """A Qt model has to have `data`."""
    return path.parent.name == "models" and path.parents[1].name == "dabir_desktop" and function.name == "data"


def nesting(node: ast.AST) -> int:
    """Depth of blocks inside a function; an `elif` is no deeper than its `if`, inner functions count apart."""
    deepest = 0
    for child in ast.iter_child_nodes(node):
        if isinstance(child, Function | ast.ClassDef | ast.Lambda):
            continue
        opens = isinstance(child, ast.For | ast.While | ast.If | ast.With | ast.Try | ast.Match)
        is_elif = isinstance(node, ast.If) and isinstance(child, ast.If) and node.orelse == [child]
        deepest = max(deepest, nesting(child) + (opens and not is_elif))
    return deepest


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_source_file_fits_one_sitting(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300
    assert path.stem not in REFUSES_NOTHING


@pytest.mark.parametrize("path", TESTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_test_file_fits_one_sitting(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_functions_are_short_flat_and_take_few_parameters(path: Path) -> None:
    for function in functions(path):
        name = f"{path.name}:{function.lineno} {function.name}"
        arguments = function.args
        taken = [*arguments.posonlyargs, *arguments.args]
        own = [argument for argument in taken if argument.arg not in {"self", "cls"}]
        assert body_lines(function) <= 40, name
        assert nesting(function) <= 3, name
        assert is_command(path, function) or len(own) + len(arguments.kwonlyargs) <= 5, name
        assert is_named_by_qt(path, function) or function.name not in FORBIDDEN_NAMES, name
        assert not FORBIDDEN_NAMES & {argument.arg for argument in [*own, *arguments.kwonlyargs]}, name


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_classes_have_at_most_ten_public_methods(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ClassDef):
            public = [item for item in node.body if isinstance(item, Function) and not item.name.startswith("_")]
            assert len(public) <= 10, f"{path.name}: {node.name}"


def test_function_bodies_are_as_short_as_the_best_codebases() -> None:
    """Nearest-rank percentiles; httpx, Anki, Picard and lhotse stand at a median of 6 to 7 and a p90 of 24 to 33."""
    lengths = sorted(body_lines(function) for path in SOURCES for function in functions(path))
    assert lengths[math.ceil(0.5 * len(lengths)) - 1] <= 8
    assert lengths[math.ceil(0.9 * len(lengths)) - 1] <= 28
