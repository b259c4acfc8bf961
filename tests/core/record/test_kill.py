"""A recording whose process is killed: what was heard is on disk, can be opened, and is offered."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from dabir_core.audio import open_audio
from dabir_core.record import Recording, Recovery, count_cut_short, recover, settle
from dabir_core.record.logbook import State, entry_file, read
from dabir_core.units import SAMPLE_RATE_HZ
from tests.core.record.virtual_microphone import VirtualMicrophone

MOST_LOST_SECONDS = 1.0
LONGEST_SECONDS = 4.0


@dataclass
class Running:
    """`dabir record` in a process of its own, recording since just now."""

    process: "subprocess.Popen[str]"
    folder: Path

    def kill(self) -> float:
        """kill -9; gives the moment."""
        self.process.send_signal(signal.SIGKILL)
        moment = time.time()
        self.process.wait()
        return moment


@pytest.fixture
def running(microphone: VirtualMicrophone, tmp_path: Path) -> Iterator[Running]:
    process = start(tmp_path)
    yield Running(process, tmp_path)
    process.kill()
    process.communicate()


def start(folder: Path) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "dabir_core.cli", "record", "--no-transcribe", "--folder", str(folder)]
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    for line in process.stderr:
        if line.startswith("recording"):
            return process
    raise AssertionError("it does not record")


def decoded_seconds(path: Path) -> float:
    with open_audio(path) as decoding:
        return sum(len(block) for block in decoding) / SAMPLE_RATE_HZ


def kill_and_recover(running: Running, moment: random.Random) -> Recording:
    time.sleep(moment.uniform(0.0, LONGEST_SECONDS))
    killed = running.kill()
    opened = decoded_seconds(next(running.folder.glob("*.wav")))  # as it lies there, with the head of a second ago
    assert count_cut_short(running.folder) == 1
    (recording,) = recover(running.folder).saved
    should_be = killed - recording.started_at.timestamp()
    assert should_be - recording.seconds <= MOST_LOST_SECONDS
    assert recording.seconds <= should_be + 0.5
    assert opened <= decoded_seconds(recording.path) == pytest.approx(recording.seconds, abs=0.001)
    return recording


@pytest.mark.long
@pytest.mark.parametrize("attempt", range(3))
def test_a_killed_recording_loses_less_than_a_second(attempt: int, running: Running) -> None:
    kill_and_recover(running, random.Random(attempt))


@pytest.mark.slow
@pytest.mark.parametrize("attempt", range(20))
def test_a_recording_killed_at_any_moment_loses_less_than_a_second(attempt: int, running: Running) -> None:
    kill_and_recover(running, random.Random(100 + attempt))


@pytest.mark.long
def test_what_was_cut_short_is_offered_until_somebody_has_heard(running: Running) -> None:
    recording = kill_and_recover(running, random.Random(0))
    assert recover(running.folder) == Recovery((recording,))
    settle(recording)
    assert recover(running.folder) == Recovery()
    entry = read(entry_file(recording.path))
    assert entry is not None
    assert entry.state is State.FINISHED
    assert recording.path.exists()


@pytest.mark.long
def test_a_recording_that_is_being_made_is_left_alone(running: Running) -> None:
    assert count_cut_short(running.folder) == 0
    assert recover(running.folder) == Recovery()
    assert running.process.poll() is None


@pytest.mark.long
def test_the_listening_process_ends_with_a_killed_one(running: Running) -> None:
    children = psutil.Process(running.process.pid).children()
    assert len(children) == 1
    os.kill(running.process.pid, signal.SIGKILL)
    _, alive = psutil.wait_procs(children, timeout=2.0)
    assert alive == []
