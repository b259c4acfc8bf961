"""The frozen folder: one command builds it, and it works without a screen and without the developers' Python."""

import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import docx
import pytest

from dabir_core.paths import samples_folder
from dabir_core.record.capture import FRAME, LISTED
from dabir_desktop.library import Library
from tests.core.record.virtual_microphone import VirtualMicrophone
from tests.end_to_end.first_lines import MOST_WRONG, SPOKEN, cut_speech, wrong_words
from tests.end_to_end.screen import Screen

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
MOST_BYTES = 700e6
SETTINGS = '[General]\nis_welcomed=True\nmodel=demo\nspoken=fa\nlanguage=fa\nbeside="txt,docx"\n'


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


@contextmanager
def opened(*command: str | Path, environment: dict[str, str]) -> "Iterator[subprocess.Popen[str]]":
    """The app while it runs; afterwards it was asked to leave, left in peace and complained of nothing."""
    running = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
    try:
        yield running
        assert running.poll() is None, f"it ended by itself, with {running.returncode}"
    except BaseException as error:
        running.kill()
        error.add_note(running.communicate(timeout=30)[1])
        raise
    running.send_signal(signal.SIGTERM)
    _, complaints = running.communicate(timeout=30)
    assert running.returncode == 0, complaints
    assert "Traceback" not in complaints


def test_it_is_small_and_carries_no_cuda_no_torch_and_nothing_of_the_tests(program: Path) -> None:
    done = subprocess.run(
        [ROOT / "build" / "venv" / "bin" / "python", ROOT / "packaging" / "check.py", program.parent],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    files = [path for path in program.parent.rglob("*") if path.is_file() and not path.is_symlink()]
    assert sum(path.stat().st_size for path in files) <= MOST_BYTES
    names = {path.name.lower() for path in program.parent.rglob("*")}
    assert not [name for name in names if "nvidia" in name or name.startswith(("libcud", "libtorch", "libgtk"))]
    assert not [path for path in program.parent.rglob("*") if path.is_symlink() and not path.exists()]
    assert not names & {"torch", "transformers", "pytest", "qtqml.abi3.so"}


def test_every_library_in_it_is_named_with_its_licence(program: Path) -> None:
    inner = program.parent / "_internal"
    places = [inner, inner / "av.libs", inner / "numpy.libs", inner / "openvino" / "libs", inner / "PySide6/Qt/lib"]
    names = {_stem(path.name) for place in places for path in place.glob("lib*.so*")}
    page = (ROOT / "THIRD_PARTY.md").read_text(encoding="utf-8")
    unnamed = [name for name in sorted(names) if not re.search(rf"{re.escape(name)}(?![\w-])", page)]
    assert len(names) > 50
    assert unnamed == []


def _stem(file_name: str) -> str:
    """Without hash and version: «libdav1d-f4b27961.so.7.0.0» is libdav1d, «libdb-5.3.so» libdb."""
    stem = re.sub(r"(-[0-9a-f]{8})+$", "", re.split(r"\.so|\.abi3", file_name)[0])
    stem = re.sub(r"-[\d.]+$|(?<=python)[\d.]+$", "", stem).rstrip("_")
    return re.sub(r"_[\d_]+$", "", stem) if "openvino" not in stem else "libopenvino"


def test_it_carries_the_licences(program: Path) -> None:
    inner = program.parent / "_internal"
    assert (inner / "THIRD_PARTY.md").read_bytes() == (ROOT / "THIRD_PARTY.md").read_bytes()
    assert (inner / "LICENSE").is_file()
    texts = {path.name for path in (inner / "licences").iterdir() if path.is_file()}
    assert texts == {"GPL-2.txt", "GPL-3.txt", "LGPL-2.1.txt", "LGPL-3.txt"}  # PySide6's wheel brings none
    assert {"x264.txt", "x265.txt", "opus.txt"} <= {path.name for path in (inner / "licences" / "wheels").iterdir()}
    if shutil.which("dpkg-query"):
        assert "libportaudio2.txt" in {path.name for path in (inner / "licences" / "system").iterdir()}
    assert (inner / "dabir_desktop" / "assets" / "fonts" / "OFL.txt").is_file()


def test_a_measured_start_says_milliseconds_and_leaves(program: Path, environment: dict[str, str]) -> None:
    done = subprocess.run(
        [program, "--measure-start"], env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 0


def test_its_window_opens_on_a_screen(program: Path, environment: dict[str, str], screen: Screen) -> None:
    on_screen = environment | dict(screen.environment)
    with opened(program, environment=on_screen) as running:
        until(lambda: windows_of(running.pid, on_screen), "a window")
        (window, *_) = windows_of(running.pid, on_screen)
        shape = said_by("xdotool", "getwindowgeometry", "--shell", window, environment=on_screen)
    sizes = dict(line.split("=") for line in shape.split())
    assert int(sizes["WIDTH"]) > 600
    assert int(sizes["HEIGHT"]) > 400


def windows_of(process: int, environment: dict[str, str]) -> list[str]:
    """X's names of the windows that are seen and called as the app is."""
    found = ["search", "--all", "--onlyvisible", "--pid", str(process), "--name", "Dabir|دبیر"]
    return said_by("xdotool", *found, environment=environment).split()


def said_by(*command: str, environment: dict[str, str]) -> str:
    return subprocess.run(
        command, env=environment, capture_output=True, encoding="utf-8", timeout=30, check=False
    ).stdout


def test_its_worker_process_transcribes_the_sample(program: Path, environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "desktop.ini").write_text(SETTINGS, encoding="utf-8")
    note, expected = tmp_path / "یادداشت.ogg", (samples_folder() / "demo.txt").read_text(encoding="utf-8")
    shutil.copy(samples_folder() / "demo.ogg", note)
    text, document = note.with_suffix(".txt"), note.with_suffix(".docx")
    with opened(program, note, environment=environment) as running:
        until(lambda: (text.exists() and document.exists()) or running.poll() is not None, "text and document")
        assert text.read_text(encoding="utf-8").split() == expected.split()
        said = " ".join(paragraph.text for paragraph in docx.Document(str(document)).paragraphs)
        assert said.split() == expected.split()


def test_it_records_from_a_microphone_and_writes_what_was_said(
    program: Path, environment: dict[str, str], tmp_path: Path, microphone: VirtualMicrophone
) -> None:
    (tmp_path / "desktop.ini").write_text(SETTINGS, encoding="utf-8")
    environment |= dict(microphone.environment)
    spoken = cut_speech(tmp_path)
    recordings, kept = tmp_path / "recordings", tmp_path / "library" / "library.sqlite3"
    with opened(program, "--toggle", environment=environment):
        until(lambda: any(path.stat().st_size > 10_000 for path in recordings.glob("*.wav")), "the first sound")
        microphone.play(spoken)
        subprocess.run([program, "--toggle"], env=environment, check=True, timeout=60)
        until(lambda: text_of_newest(kept) != "", "the text of the recording")
    assert wrong_words(text_of_newest(kept), SPOKEN) <= MOST_WRONG


def text_of_newest(database: Path) -> str:
    """What the library has of the newest item; "" as long as there is none."""
    if not database.exists():
        return ""
    with Library(database) as library:
        newest = library.ids()[:1]
        transcript = library.transcript(newest[0]) if newest else None
    return "" if transcript is None else transcript.text


def test_it_runs_the_script_that_lists_microphones(program: Path, environment: dict[str, str]) -> None:
    script = program.parent / "_internal" / "dabir_core" / "record" / "capture.py"
    done = subprocess.run([program, script, "list"], env=environment, capture_output=True, timeout=30, check=False)
    kind, _, length = FRAME.unpack(done.stdout[: FRAME.size])
    assert kind == LISTED, done.stdout
    assert len(done.stdout) == FRAME.size + length


def until(holds: Callable[[], object], what: str) -> None:
    """Waits for it, two minutes at most."""
    deadline = time.monotonic() + 120
    while not holds():
        assert time.monotonic() < deadline, f"it never came: {what}"
        time.sleep(0.1)
