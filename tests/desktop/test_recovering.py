"""Recordings whose process died: offered at the start, and what becomes of them."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from dabir_core.record import recover
from dabir_core.record.growth import Growth
from dabir_core.record.tape import Tape
from dabir_core.record.wave_file import WaveFormat
from dabir_desktop.recovering import Recovery
from tests.core.record.virtual_microphone import VirtualMicrophone

DRIVER = Path(__file__).with_name("recorder_driver.py")
MOST_LOST_SECONDS = 1.0
LONGEST_SECONDS = 4.0
FORM = WaveFormat(16_000, 1)


def cut_short(folder: Path, seconds: float) -> None:
    """A recording of that length whose process died."""
    code = f"""
import os
from pathlib import Path
from dabir_core.record.growth import Growth
from dabir_core.record.tape import Tape
from dabir_core.record.wave_file import WaveFormat
tape = Tape(Path({str(folder)!r}), "mic", form=WaveFormat(16000, 1), growth=Growth())
tape.write(bytes({round(seconds * 32_000)}))
os._exit(9)
"""
    subprocess.run([sys.executable, "-c", code], check=False, timeout=60)


@pytest.fixture
def recovery(tmp_path: Path, qtbot: QtBot) -> Recovery:
    cut_short(tmp_path, 2.5)
    recovery = Recovery([tmp_path])
    with qtbot.waitSignal(recovery.found):
        recovery.look()
    return recovery


def test_what_was_cut_short_is_found(recovery: Recovery) -> None:
    (recording,) = recovery.open
    assert recording.seconds == pytest.approx(2.5)


def test_nothing_is_said_where_nothing_was_cut_short(tmp_path: Path, qtbot: QtBot) -> None:
    recovery = Recovery([tmp_path / "none"])
    with qtbot.assertNotEmitted(recovery.found, wait=200):
        recovery.look()


def test_what_another_window_records_now_is_left_alone(tmp_path: Path, qtbot: QtBot) -> None:
    tape = Tape(tmp_path, "mic", form=FORM, growth=Growth())
    tape.write(bytes(32_000))
    recovery = Recovery([tmp_path])
    with qtbot.assertNotEmitted(recovery.found, wait=200):
        recovery.look()
    tape.finish()


@pytest.mark.parametrize("wish", ["keep", "transcribe"])
def test_what_is_decided_is_offered_at_the_next_start_until_it_is_in_safe_hands(
    wish: str, recovery: Recovery, tmp_path: Path, qtbot: QtBot
) -> None:
    (recording,) = recovery.open
    signal = {"keep": recovery.kept, "transcribe": recovery.transcribe_asked}[wish]
    with qtbot.waitSignals([signal, recovery.left]):
        getattr(recovery, wish)(recording)
    assert recovery.open == ()
    assert recover(tmp_path).saved == (recording,)
    recovery.settle(recording)
    assert recover(tmp_path).saved == ()
    assert recording.path.exists()


def test_what_the_library_has_already_is_not_offered_again(tmp_path: Path, qtbot: QtBot) -> None:
    cut_short(tmp_path, 1.0)
    asked: list[Path] = []

    def has(sound: Path) -> bool:
        asked.append(sound)
        return True

    recovery = Recovery([tmp_path], has=has)
    with qtbot.assertNotEmitted(recovery.found, wait=300):
        recovery.look()
    assert [path.suffix for path in asked] == [".wav"]
    assert recover(tmp_path).saved == ()


def test_those_of_several_folders_are_offered_the_oldest_first(tmp_path: Path, qtbot: QtBot) -> None:
    for name in ("b", "a"):
        (tmp_path / name).mkdir()
        cut_short(tmp_path / name, 1.0)
    recovery = Recovery([tmp_path / "a", tmp_path / "b", tmp_path / "a"])
    with qtbot.waitSignal(recovery.found):
        recovery.look()
    assert [recording.path.parent.name for recording in recovery.open] == ["b", "a"]


def test_one_that_is_deleted_leaves_nothing(recovery: Recovery, tmp_path: Path) -> None:
    (recording,) = recovery.open
    recovery.delete(recording)
    assert list(tmp_path.iterdir()) == []


def kill_and_recover(folder: Path, moment: random.Random, qtbot: QtBot) -> None:
    """kill -9 of a process with a `Recorder`, at any moment from its first sound on."""
    command = [sys.executable, str(DRIVER), str(folder)]
    driver = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert driver.stdout is not None
        assert driver.stdout.readline() == "began\n"
        time.sleep(moment.uniform(0.0, LONGEST_SECONDS))
        os.kill(driver.pid, signal.SIGKILL)
        killed = time.time()
    finally:
        driver.kill()
        driver.communicate()
    recovery = Recovery([folder])
    with qtbot.waitSignal(recovery.found):
        recovery.look()
    (recording,) = recovery.open
    assert -0.5 <= killed - recording.started_at.timestamp() - recording.seconds <= MOST_LOST_SECONDS


@pytest.fixture
def recordings(tmp_path: Path, microphone: VirtualMicrophone) -> Path:
    return tmp_path


@pytest.mark.long
@pytest.mark.parametrize("attempt", range(3))
def test_a_killed_window_loses_less_than_a_second(attempt: int, recordings: Path, qtbot: QtBot) -> None:
    kill_and_recover(recordings, random.Random(attempt), qtbot)


@pytest.mark.slow
@pytest.mark.parametrize("attempt", range(20))
def test_a_window_killed_at_any_moment_loses_less_than_a_second(attempt: int, recordings: Path, qtbot: QtBot) -> None:
    kill_and_recover(recordings, random.Random(100 + attempt), qtbot)
