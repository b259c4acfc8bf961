"""What `pip install .[desktop]` brings, in an environment of its own: the window, `record` and `url`; no models."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
MOST_MEGABYTES = 830
"""What the command adds to an empty environment, compiled modules included; 827 on Linux with Python 3.11."""


def run(*command: str | Path, folder: Path) -> str:
    done = subprocess.run(
        list(map(str, command)),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=600,
        cwd=folder,
        env={**os.environ, "DABIR_HOME": str(folder / "home"), "QT_QPA_PLATFORM": "offscreen"},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@dataclass(frozen=True, slots=True)
class Environment:
    """An environment and what was in it before the command, in bytes."""

    python: Path
    empty_bytes: int

    @property
    def bytes(self) -> int:
        files = [path for path in self.python.parents[1].rglob("*") if path.is_file() and not path.is_symlink()]
        return sum(path.lstat().st_size for path in files)


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Environment:
    folder = tmp_path_factory.mktemp("desktop")
    run(sys.executable, "-m", "venv", folder / "venv", folder=folder)
    python = folder / "venv" / "bin" / "python"
    empty = Environment(python, 0).bytes
    target = f"dabir[desktop] @ {ROOT.as_uri()}"
    run(python, "-m", "pip", "install", "--quiet", "-c", ROOT / "constraints.txt", target, folder=folder)
    return Environment(python, empty)


@pytest.fixture
def python(environment: Environment) -> Path:
    return environment.python


def test_it_is_not_larger_than_we_say(environment: Environment) -> None:
    megabytes = (environment.bytes - environment.empty_bytes) / 1e6
    assert megabytes <= MOST_MEGABYTES, f"{megabytes:.0f} MB"


def test_it_records_and_fetches_and_brings_no_torch(python: Path, tmp_path: Path) -> None:
    wanted = ["PySide6", "qasync", "sounddevice", "yt_dlp", "yt_dlp_ejs", "deno"]
    unwanted = ["torch", "transformers", "PySide6.QtMultimedia", "PySide6.QtWebEngineCore", "pytest", "docx"]
    code = f"import importlib.util as u; print(*[n for n in {wanted + unwanted!r} if u.find_spec(n)])"
    assert run(python, "-c", code, folder=tmp_path).split() == wanted
    assert python.with_name("deno").is_file()


def test_the_window_opens_and_says_how_long_that_took(python: Path, tmp_path: Path) -> None:
    told = run(python.with_name("dabir-desktop"), "--measure-start", folder=tmp_path)
    assert int(told) > 0


def test_the_command_line_records_and_transcribes_too(python: Path, tmp_path: Path) -> None:
    assert "--folder" in run(python.with_name("dabir"), "record", "--help", folder=tmp_path)
