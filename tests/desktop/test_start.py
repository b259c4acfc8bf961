"""The app as a program: what it imports, that it starts and ends, what it says where Qt is missing."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

HEAVY = ("torch", "transformers", "yt_dlp", "openvino", "av", "huggingface_hub", "sounddevice", "docx")
LATER = (
    *("numpy", "sqlite3", "multiprocessing", "dabir_core.transcriber", "dabir_core.asr.worker"),
    *("dabir_desktop.rooms.shelf", "dabir_desktop.rooms.reading", "dabir_desktop.views.settings"),
)
"""Imported once the window is seen."""

GUARD = f"""
import sys
from dabir_desktop.arguments import Arguments
from dabir_desktop.app import run
code = run(Arguments(is_measured=True))
print(*[name for name in {HEAVY!r} if name in sys.modules], sep=",")
sys.exit(code)
"""

FIRST_FRAME = """
import sys
from dabir_desktop.app import Desktop, dressed_application
from dabir_desktop.settings import Settings, settings_file

async def look() -> None:
    Desktop(application, Settings(settings_file()), engine=lambda: None).show()
    application.processEvents()
    print(*[name for name in sys.argv[1:] if name in sys.modules], sep=",")

application = dressed_application()
import asyncio
asyncio.run(look())
"""

WITHOUT_QT = """
import sys
from importlib.machinery import PathFinder

class Without(PathFinder):
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        return None if name == "PySide6" else super().find_spec(name, path, target)

sys.meta_path[:] = [Without if finder is PathFinder else finder for finder in sys.meta_path]
sys.argv[1:] = []
from dabir_desktop.__main__ import main
main()
"""


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return {**os.environ, "DABIR_HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}


def be_welcomed(home: Path) -> None:
    (home / "desktop.ini").write_text("[General]\nis_welcomed=True\n", encoding="utf-8")


def python(*words: str, environment: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, *words],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        env=environment,
        check=False,
    )


def test_the_window_starts_and_ends_without_any_heavy_library(environment: dict[str, str], tmp_path: Path) -> None:
    be_welcomed(tmp_path)  # the first run writes its sample as soon as it is seen
    done = python("-c", GUARD, environment=environment)
    assert done.returncode == 0, done.stderr
    milliseconds, heavy = done.stdout.splitlines()
    assert int(milliseconds) > 0
    assert heavy == ""


def test_the_first_frame_needs_the_window_only(environment: dict[str, str], tmp_path: Path) -> None:
    be_welcomed(tmp_path)
    done = python("-c", FIRST_FRAME, *HEAVY, *LATER, environment=environment)
    assert (done.returncode, done.stdout) == (0, "\n"), done.stderr


def test_a_measured_start_says_milliseconds_and_leaves(environment: dict[str, str]) -> None:
    began = time.monotonic()
    done = python("-m", "dabir_desktop", "--measure-start", environment=environment)
    whole = 1000 * (time.monotonic() - began)
    assert done.returncode == 0, done.stderr
    assert 50 < int(done.stdout) < whole + 20  # no Python with Qt starts sooner; the kernel counts in hundredths


def test_a_polite_kill_ends_it_cleanly(environment: dict[str, str], tmp_path: Path) -> None:
    running = subprocess.Popen(
        [sys.executable, "-m", "dabir_desktop"], env=environment, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    )
    deadline = time.monotonic() + 60
    while "ready" not in _log(tmp_path) and time.monotonic() < deadline:
        time.sleep(0.05)
    running.send_signal(signal.SIGTERM)
    _, complaints = running.communicate(timeout=30)
    assert running.returncode == 0
    assert "Traceback" not in complaints
    assert (tmp_path / "desktop.ini").exists()


def test_without_qt_the_command_that_installs_it_is_told(environment: dict[str, str]) -> None:
    done = python("-c", WITHOUT_QT, environment=environment)
    assert done.returncode == 2
    assert done.stderr.count("pip install 'dabir[desktop]'") == 2  # in both languages


def _log(folder: Path) -> str:
    log = folder / "desktop.log"
    return log.read_text(encoding="utf-8") if log.exists() else ""
