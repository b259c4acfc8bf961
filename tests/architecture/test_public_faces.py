"""What each package's `__init__` promises: a docstring, a true `__all__` (ruff sorts it), nothing heavy behind it."""

import ast
import importlib
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
INITS = sorted(
    path
    for package in ("core/dabir_core", "training/dabir_training", "desktop/dabir_desktop", "bot/dabir_bot")
    for path in (ROOT / package).rglob("__init__.py")
)
MODULES = sorted(
    path
    for package in ("core/dabir_core", "training/dabir_training", "desktop/dabir_desktop", "bot/dabir_bot")
    for path in (ROOT / package).rglob("*.py")
)
HEAVY = (
    *("torch", "transformers", "openvino", "onnxruntime", "av", "soxr", "tokenizers", "safetensors", "typer", "rich"),
    *("huggingface_hub", "httpx2", "filelock", "yt_dlp", "numpy", "sqlite3"),
)


def module_name(init: Path) -> str:
    return ".".join(init.parent.relative_to(ROOT).parts[1:])


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_module_says_what_lives_there(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_folder_with_modules_is_a_package(path: Path) -> None:
    assert (path.parent / "__init__.py").exists()


@pytest.mark.parametrize("init", INITS, ids=module_name)
def test_all_is_true(init: Path) -> None:
    tree = ast.parse(init.read_text(encoding="utf-8"))
    plain = ast.Expr | ast.Import | ast.ImportFrom | ast.Assign | ast.AnnAssign
    assert all(isinstance(node, plain) or node is late_part(tree) for node in tree.body)
    module = importlib.import_module(module_name(init))
    assert all(isinstance(name, str) and hasattr(module, name) for name in module.__all__)
    assert len(set(module.__all__)) == len(module.__all__)


@pytest.mark.parametrize("init", INITS, ids=module_name)
def test_late_names_are_those_that_type_checkers_see(init: Path) -> None:
    part = late_part(ast.parse(init.read_text(encoding="utf-8")))
    if part is None:
        return
    seen = {}
    for node in part.body:
        assert isinstance(node, ast.ImportFrom)
        assert node.module is not None
        seen[node.module.partition(".")[2]] = [name.name for name in node.names]
    (given,) = [node for node in ast.walk(part) if isinstance(node, ast.Dict)]
    late = {home: held.split() for home, held in ast.literal_eval(given).items()}
    assert late == seen
    modules = {path.stem for path in init.parent.glob("*.py")} | {path.name for path in init.parent.iterdir()}
    assert modules.isdisjoint(name for held in late.values() for name in held)


def late_part(tree: ast.Module) -> ast.If | None:
    """`if TYPE_CHECKING: imports; else: __getattr__ = late_names(…)`."""
    parts = [node for node in tree.body if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"]
    assert len(parts) < 2
    return parts[0] if parts else None


def test_importing_core_imports_nothing_heavy() -> None:
    code = f"import sys, dabir_core; print([name for name in {HEAVY!r} if name in sys.modules])"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert out.stdout.strip() == "[]"
