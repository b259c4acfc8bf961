"""A recording whose process is told to end: its sound is finished on disk, and nobody waits for text."""

import os
import pty
import signal
import subprocess
import time
import wave
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from dabir_core.record import count_cut_short
from dabir_core.record.logbook import State, entry_file, read
from dabir_core.record.wave_file import HEADER_BYTES
from tests.core.record.test_command import begin, command
from tests.core.record.virtual_microphone import VirtualMicrophone

MOST_SECONDS = 2.0
SIGNALS = [signal.SIGTERM, signal.SIGHUP]

pytestmark = pytest.mark.usefixtures("microphone", "heeded_signals")


@pytest.fixture
def heeded_signals() -> Iterator[None]:
    """Children inherit what is ignored; the tests may run under `nohup`."""
    before = {number: signal.signal(number, signal.SIG_DFL) for number in SIGNALS}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def finished(folder: Path) -> Path:
    """The one sound of the folder, which is whole and noted so."""
    (sound,) = folder.glob("*.wav")
    entry = read(entry_file(sound))
    assert entry is not None
    assert entry.state is State.FINISHED
    assert count_cut_short(folder) == 0
    with wave.open(str(sound), "rb") as file:
        sound_bytes = file.getnframes() * file.getnchannels() * file.getsampwidth()
        assert file.getnframes() >= 0.9 * file.getframerate()
    assert HEADER_BYTES + sound_bytes == sound.stat().st_size
    return sound


@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_ends_the_recording_whole_and_without_text(number: signal.Signals, tmp_path: Path) -> None:
    running = begin(tmp_path, "--model", "demo", "--language", "fa")
    time.sleep(1.2)
    running.send_signal(number)
    running.wait(MOST_SECONDS)
    output, told = running.communicate()
    assert running.returncode == 128 + number
    assert output == ""
    sound = finished(tmp_path)
    assert f"→ {sound}" in told
    assert told.endswith(f"dabir transcribe '{sound}' --model demo --language fa\n")


@pytest.mark.long
def test_live_text_is_not_waited_for(microphone: VirtualMicrophone, speech: Path, tmp_path: Path) -> None:
    running = begin(tmp_path, "--live", "--model", "demo", "--language", "fa")
    microphone.play(speech)
    running.send_signal(signal.SIGTERM)
    running.wait(MOST_SECONDS)
    _, told = running.communicate()
    assert running.returncode == 128 + signal.SIGTERM
    assert f"→ {finished(tmp_path)}" in told


def test_a_signal_to_all_processes_at_once_takes_no_sound(tmp_path: Path) -> None:
    running = begin(tmp_path, "--no-transcribe")
    time.sleep(1.2)
    for child in psutil.Process(running.pid).children(recursive=True):
        child.terminate()
    running.terminate()
    running.wait(MOST_SECONDS)
    _, told = running.communicate()
    assert "no sound" not in told.lower()
    assert "dabir transcribe" not in told
    entry = read(entry_file(finished(tmp_path)))
    assert entry is not None
    assert entry.gaps == ()


def test_a_closed_terminal_ends_the_recording_whole(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    arguments = ["setsid", "--ctty", *command(tmp_path, "--no-transcribe")]
    running = subprocess.Popen(arguments, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    shown = b""
    while b"recording" not in shown:
        shown += os.read(ours, 4096)
    until = time.monotonic() + 1.2
    while time.monotonic() < until:
        os.read(ours, 4096)
    os.close(ours)
    assert running.wait(MOST_SECONDS) == 128 + signal.SIGHUP
    finished(tmp_path)
