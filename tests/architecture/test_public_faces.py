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
    *("huggingface_hub", "httpx2", "filelock", "yt_dlp"),
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
    assert all(
        isinstance(node, ast.Expr | ast.Import | ast.ImportFrom | ast.Assign | ast.AnnAssign) for node in tree.body
    )
    module = importlib.import_module(module_name(init))
    assert all(isinstance(name, str) and hasattr(module, name) for name in module.__all__)
    assert len(set(module.__all__)) == len(module.__all__)


def test_importing_core_imports_nothing_heavy() -> None:
    code = f"import sys, dabir_core; print([name for name in {HEAVY!r} if name in sys.modules])"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert out.stdout.strip() == "[]"
