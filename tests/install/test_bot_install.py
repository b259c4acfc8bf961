"""What `pip install .[bot]` brings, in an environment of its own: the bot and links; no window, no torch, no models."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
MOST_MEGABYTES = 670
"""What the command adds to an empty environment, compiled modules included; 658 on Linux with Python 3.11."""


def started(*command: str | Path, folder: Path, **more: str) -> "subprocess.CompletedProcess[str]":
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DABIR")}
    return subprocess.run(
        list(map(str, command)),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=600,
        cwd=folder,
        env={**kept, "DABIR_HOME": str(folder / "home"), **more},
        check=False,
    )


def run(*command: str | Path, folder: Path) -> str:
    done = started(*command, folder=folder)
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
    folder = tmp_path_factory.mktemp("bot")
    run(sys.executable, "-m", "venv", folder / "venv", folder=folder)
    python = folder / "venv" / "bin" / "python"
    empty = Environment(python, 0).bytes
    target = f"dabir[bot] @ {ROOT.as_uri()}"
    run(python, "-m", "pip", "install", "--quiet", "-c", ROOT / "constraints.txt", target, folder=folder)
    return Environment(python, empty)


@pytest.fixture
def python(environment: Environment) -> Path:
    return environment.python


def test_it_is_not_larger_than_we_say(environment: Environment) -> None:
    megabytes = (environment.bytes - environment.empty_bytes) / 1e6
    assert megabytes <= MOST_MEGABYTES, f"{megabytes:.0f} MB"


def test_it_speaks_with_telegram_and_databases_and_brings_no_torch(python: Path, tmp_path: Path) -> None:
    wanted = ["telegram", "dbos", "sqlalchemy", "psycopg", "aiohttp", "prometheus_client", "yt_dlp", "deno"]
    unwanted = ["torch", "transformers", "PySide6", "qasync", "sounddevice", "pytest", "jiwer"]
    code = f"import importlib.util as u; print(*[n for n in {wanted + unwanted!r} if u.find_spec(n)])"
    assert run(python, "-c", code, folder=tmp_path).split() == wanted


def test_the_files_for_operators_are_in_the_wheel(python: Path, tmp_path: Path) -> None:
    listing = "print(*sorted(each.name for each in (files('dabir_bot') / 'deploy').iterdir() if each.is_file()))"
    names = run(python, "-c", f"from importlib.resources import files; {listing}", folder=tmp_path).split()
    deploy = ROOT / "bot" / "dabir_bot" / "deploy"
    assert names == sorted(path.name for path in deploy.iterdir() if path.is_file())


def test_the_check_tells_what_is_missing(python: Path, tmp_path: Path) -> None:
    bot = python.with_name("dabir-bot")
    without = started(bot, "check", folder=tmp_path)
    assert (without.returncode, without.stderr.count("DABIR_BOT_TOKEN")) == (2, 2)
    nowhere = {"DABIR_BOT_TOKEN": "1:a", "DABIR_BOT_API_URL": "http://127.0.0.1:1", "DABIR_BOT_LINKS": "off"}
    found = started(bot, "check", folder=tmp_path, **nowhere)
    assert found.returncode == 1
    assert found.stdout.count("error: ") == 2, "Telegram and the model"
    assert found.stderr == ""
