"""`dabir record --live` as a person runs it, through the virtual microphone."""

import os
import pty
import signal
import subprocess
import threading
from contextlib import suppress
from pathlib import Path

import pytest

from tests.core.record.test_command import begin, command, note, run, said
from tests.core.record.virtual_microphone import VirtualMicrophone

__all__ = ["note", "said"]


@pytest.mark.long
def test_each_sentence_is_a_line_while_it_is_recorded_and_the_text_follows(
    microphone: VirtualMicrophone, note: Path, said: list[str], tmp_path: Path
) -> None:
    running = begin(tmp_path, "--live", "--model", "demo", "--language", "fa")
    microphone.play(note)
    running.send_signal(signal.SIGINT)
    output, told = running.communicate(timeout=60)
    assert running.returncode == 0, told
    assert output.split() == said
    (sound,) = tmp_path.glob("*.wav")
    before, _, _ = told.partition(f"→ {sound}")
    assert [word for line in before.splitlines() if line.endswith(".") for word in line.split()] == said


@pytest.mark.long
def test_on_a_terminal_words_appear_before_their_sentence_ends(
    microphone: VirtualMicrophone, note: Path, said: list[str], tmp_path: Path
) -> None:
    """Escape sequences may stand between words, but none of them inside one."""
    ours, theirs = pty.openpty()
    running = subprocess.Popen(
        command(tmp_path, "--live", "--model", "demo", "--language", "fa", "--seconds", "9"),
        env=os.environ | {"TERM": "xterm", "COLUMNS": "160"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=theirs,
        text=True,
        encoding="utf-8",
    )
    os.close(theirs)
    shown = bytearray()
    while b"recording" not in shown:
        shown += os.read(ours, 4096)
    playing = threading.Thread(target=microphone.play, args=[note])
    playing.start()
    with suppress(OSError):  # how a pseudo-terminal tells that the other side is closed
        while piece := os.read(ours, 4096):
            shown += piece
    playing.join()
    os.close(ours)
    output, _ = running.communicate(timeout=60)
    assert running.returncode == 0
    assert output.split() == said
    screen = shown.decode(errors="replace")
    assert "مادرم" in screen[: screen.index("رفتم.")]


@pytest.mark.usefixtures("microphone")
@pytest.mark.parametrize("arguments", [["--live", "--recover"], ["--live", "--no-transcribe"]])
def test_live_text_needs_sound_and_a_model(arguments: list[str], tmp_path: Path) -> None:
    done = run(tmp_path, *arguments)
    assert done.returncode == 2
    assert "--live" in done.stderr
