"""What `pip install .` alone brings, in an environment of its own."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.end_to_end.command import DEMO_TEXT

ROOT = Path(__file__).parents[2]
LIMIT_BYTES = 470 * 1000**2


def run(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run(
        list(map(str, command)), capture_output=True, text=True, encoding="utf-8", timeout=600, cwd=cwd, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("base")
    run(sys.executable, "-m", "venv", folder / "venv", cwd=folder)
    python = folder / "venv" / "bin" / "python"
    run(python, "-m", "pip", "install", "--quiet", "-c", ROOT / "constraints.txt", ROOT, cwd=folder)
    return python


def modules_found(python: Path, names: Sequence[str], folder: Path) -> list[str]:
    code = f"import importlib.util as u; print(*[n for n in {list(names)!r} if u.find_spec(n)])"
    return run(python, "-c", code, cwd=folder).split()


@pytest.mark.long
def test_the_base_install_is_small_and_has_no_torch(python: Path, tmp_path: Path) -> None:
    environment = python.parents[1]
    size = sum(path.lstat().st_size for path in environment.rglob("*") if path.is_file() and not path.is_symlink())
    assert size <= LIMIT_BYTES
    assert modules_found(python, ["torch", "transformers", "sounddevice", "PySide6", "telegram"], tmp_path) == []


@pytest.mark.long
def test_the_installed_wheel_carries_checkpoint_and_sample(python: Path, tmp_path: Path) -> None:
    code = "from dabir_core.paths import samples_folder; print(samples_folder() / 'demo.ogg')"
    sample = run(python, "-c", code, cwd=tmp_path).strip()
    assert "site-packages" in sample
    text = run(
        python.with_name("dabir"),
        "transcribe",
        sample,
        "--no-journal",
        "--model",
        "demo",
        "--language",
        "fa",
        cwd=tmp_path,
    )
    assert text.split() == DEMO_TEXT.split()


@pytest.mark.long
def test_recording_without_its_extra_says_which_command_installs_it(python: Path, tmp_path: Path) -> None:
    command = [str(python.with_name("dabir")), "record", "--folder", str(tmp_path / "recordings")]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False)
    assert done.returncode == 2
    assert done.stderr.count("pip install 'dabir[record]'") == 2  # in both languages


@pytest.mark.long
@pytest.mark.parametrize("extra", ["record", "url", "torch", "desktop", "bot", "training", "all"])
def test_every_extra_resolves_with_our_constraints(extra: str, tmp_path: Path) -> None:
    target = f"dabir[{extra}] @ {ROOT.as_uri()}"
    plan = run(
        sys.executable, "-m", "pip", "install", "--dry-run", "-c", ROOT / "constraints.txt", target, cwd=tmp_path
    )
    brought = plan.partition("Would install")[2]  # torch itself is here already, perhaps as a CUDA build
    assert "torchvision" not in plan
    assert "nvidia" not in brought


@pytest.mark.long
@pytest.mark.parametrize("extra", ["desktop", "bot"])
def test_an_app_without_its_extra_says_which_command_installs_it(python: Path, extra: str) -> None:
    command = str(python.with_name(f"dabir-{extra}"))
    done = subprocess.run([command], capture_output=True, text=True, encoding="utf-8", timeout=60, check=False)
    assert done.returncode == 2
    assert done.stderr.count(f"pip install 'dabir[{extra}]'") == 2  # in both languages
    assert "Traceback" not in done.stderr


@pytest.mark.long
def test_the_installed_wheel_carries_the_typeface_and_its_licence(python: Path, tmp_path: Path) -> None:
    listing = "print(*sorted(each.name for each in (files('dabir_desktop') / 'assets' / 'fonts').iterdir()))"
    code = f"from importlib.resources import files; {listing}"
    names = run(python, "-c", code, cwd=tmp_path).split()
    assert names == ["OFL.txt", "Vazirmatn-Bold.ttf", "Vazirmatn-Medium.ttf", "Vazirmatn-Regular.ttf"]
