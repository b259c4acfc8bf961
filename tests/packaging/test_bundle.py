"""The frozen folder: one command builds it, and it works without a screen and without the developers' Python."""

import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from dabir_core.paths import samples_folder
from dabir_core.record.capture import FRAME, LISTED

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
MOST_BYTES = 700e6
SETTINGS = "[General]\nis_welcomed=True\nmodel=demo\nspoken=fa\nlanguage=fa\nbeside=txt\n"


@pytest.fixture(scope="module")
def program() -> Path:
    subprocess.run(["make", "bundle"], cwd=ROOT, check=True, timeout=1800)
    return ROOT / "dist" / "dabir" / "dabir-desktop"


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    home = tmp_path / "home"
    home.mkdir()
    where = {"PATH": "/usr/bin:/bin", "HOME": str(home), "DABIR_HOME": str(tmp_path)}
    return {**where, "QT_QPA_PLATFORM": "offscreen", "LC_ALL": "C.UTF-8"}


def test_it_is_small_and_carries_no_cuda_and_no_torch(program: Path) -> None:
    files = [path for path in program.parent.rglob("*") if path.is_file() and not path.is_symlink()]
    assert sum(path.stat().st_size for path in files) <= MOST_BYTES
    names = {path.name.lower() for path in program.parent.rglob("*")}
    assert not [name for name in names if "nvidia" in name or name.startswith(("libcud", "libtorch"))]
    assert "torch" not in names


def test_it_carries_the_licences(program: Path) -> None:
    inner = program.parent / "_internal"
    assert (inner / "THIRD_PARTY.md").read_bytes() == (ROOT / "THIRD_PARTY.md").read_bytes()
    assert (inner / "LICENSE").is_file()
    texts = {path.name for path in (inner / "licences").iterdir()}
    assert texts == {"GPL-2.txt", "GPL-3.txt", "LGPL-2.1.txt", "LGPL-3.txt"}  # PySide6's wheel brings none
    assert (inner / "dabir_desktop" / "assets" / "fonts" / "OFL.txt").is_file()


def test_a_measured_start_says_milliseconds_and_leaves(program: Path, environment: dict[str, str]) -> None:
    done = subprocess.run(
        [program, "--measure-start"], env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 0


def test_its_worker_process_transcribes_the_sample(program: Path, environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "desktop.ini").write_text(SETTINGS, encoding="utf-8")
    note, expected = tmp_path / "یادداشت.ogg", (samples_folder() / "demo.txt").read_text(encoding="utf-8")
    shutil.copy(samples_folder() / "demo.ogg", note)
    running = subprocess.Popen([program, note], env=environment, stderr=subprocess.PIPE, text=True)
    text = note.with_suffix(".txt")
    until(lambda: text.exists() or running.poll() is not None)
    running.send_signal(signal.SIGTERM)
    _, complaints = running.communicate(timeout=30)
    assert text.exists(), complaints
    assert text.read_text(encoding="utf-8").split() == expected.split()
    assert running.returncode == 0
    assert "Traceback" not in complaints


def test_it_runs_the_script_that_lists_microphones(program: Path, environment: dict[str, str]) -> None:
    script = program.parent / "_internal" / "dabir_core" / "record" / "capture.py"
    done = subprocess.run([program, script, "list"], env=environment, capture_output=True, timeout=30, check=False)
    kind, _, length = FRAME.unpack(done.stdout[: FRAME.size])
    assert kind == LISTED, done.stdout
    assert len(done.stdout) == FRAME.size + length


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 120
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.1)
