"""Following a session over a scripted microphone."""

import os
import signal
import threading
import time
from pathlib import Path

import pytest

from dabir_core.cli.recording import Followed, follow, told
from dabir_core.errors import MicrophoneLost, NoMicrophone, PortAudioMissing, RecordingDiskFull
from dabir_core.record import (
    Back,
    Failed,
    Gap,
    GapKind,
    Lost,
    Recording,
    Session,
    SessionState,
    Silent,
    Started,
    logbook,
)
from tests.core.cli.noted_line import NotedLine
from tests.core.record.scripted_machine import OPENED, ScriptedMachine, device, sound


def machine(blocks: int) -> ScriptedMachine:
    frames = [sound(100, frames=1600, moment=0.1 * (number + 1)) for number in range(blocks)]
    return ScriptedMachine([[device()]], [[OPENED, *frames]])


def kept(followed: Followed) -> Recording:
    assert followed.recording is not None
    return followed.recording


def test_a_recording_ends_when_there_is_enough(tmp_path: Path) -> None:
    line = NotedLine()
    assert kept(follow(Session(None, tmp_path, machine=machine(30)), line, limit=2.0)).seconds >= 2.0
    assert line.notes[0].startswith("recording · ضبط می‌شود: name of mic\n")


def test_ctrl_c_ends_it(tmp_path: Path) -> None:
    import _thread

    threading.Timer(0.3, _thread.interrupt_main).start()
    assert kept(follow(Session(None, tmp_path, machine=machine(10)), NotedLine())).seconds == 1.0


def test_a_signal_ends_it_in_a_hurry_and_is_named(tmp_path: Path) -> None:
    threading.Timer(0.3, os.kill, [os.getpid(), signal.SIGTERM]).start()
    line = NotedLine()
    followed = follow(Session(None, tmp_path, machine=machine(10)), line)
    assert (kept(followed).seconds, followed.signal) == (1.0, signal.SIGTERM)
    assert line.is_hurried


class ClosedTerminal(NotedLine):
    """What each write to a terminal meets after its window was closed."""

    def note(self, message: str) -> None:
        raise OSError(5, "Input/output error")


def test_a_terminal_that_takes_no_more_ends_it_as_its_signal_would(tmp_path: Path) -> None:
    followed = follow(Session(None, tmp_path, machine=machine(10)), ClosedTerminal())
    assert followed.signal == signal.SIGHUP
    entry = logbook.read(logbook.entry_file(kept(followed).path))
    assert entry is not None
    assert entry.state is logbook.State.FINISHED


def test_a_key_pauses_and_the_same_key_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from contextlib import nullcontext

    pressed = iter(["", "p", "x", " "])
    monkeypatch.setattr("dabir_core.cli.recording.pressed_keys", lambda: nullcontext(lambda: next(pressed, "")))
    session = Session(None, tmp_path, machine=machine(5))
    threading.Timer(1.0, session.stop).start()
    line = NotedLine()
    follow(session, line)
    paused = [state is SessionState.PAUSED for state in line.states]
    first = paused.index(True)
    assert paused[first : first + 2] == [True, True]
    assert not any(paused[first + 2 :])


def test_what_will_not_come_by_itself_is_not_waited_for(tmp_path: Path) -> None:
    session = Session(None, tmp_path, machine=ScriptedMachine([PortAudioMissing("apt")]))
    begun, line = time.monotonic(), NotedLine()
    assert follow(session, line) == Followed(None)
    assert time.monotonic() - begun < 5
    (note,) = line.notes
    assert "PortAudio" in note


def test_an_end_before_any_sound_is_no_recording_and_tells_of_no_loss(tmp_path: Path) -> None:
    import _thread

    threading.Timer(0.3, _thread.interrupt_main).start()
    line = NotedLine()
    assert follow(Session(None, tmp_path, machine=ScriptedMachine([[device()]], [[OPENED]])), line) == Followed(None)
    assert line.notes == []


class FailingAtItsEnd(Session):
    """Its disk is full when it is asked to stop."""

    def stop(self) -> Recording:
        recording = super().stop()
        self._recorder.events.put(Failed(RecordingDiskFull(str(recording.path.parent))))
        return recording


def test_a_failure_at_the_end_is_told_too(tmp_path: Path) -> None:
    line = NotedLine()
    followed = follow(FailingAtItsEnd(None, tmp_path, machine=machine(10)), line, limit=0.5)
    assert "disk is full" in line.notes[-1]
    assert followed.is_failed


def test_one_that_was_ended_by_somebody_has_not_failed(tmp_path: Path) -> None:
    assert not follow(Session(None, tmp_path, machine=machine(30)), NotedLine(), limit=0.5).is_failed


@pytest.mark.parametrize(
    ("event", "words"),
    [
        (Started("Mic"), "Mic"),
        (Lost(NoMicrophone()), "no microphone was found".capitalize()),
        (Failed(MicrophoneLost("Mic")), "no sound comes from".capitalize()),
        (Silent(), "wholly silent"),
        (Back("Mic", None), "goes on"),
        (Back("Mic", Gap(1.0, 2.25, GapKind.LOST)), "Mic (2.2 s without sound · 2.2 "),
    ],
)
def test_each_event_is_told_in_both_languages(event: object, words: str) -> None:
    said = told(event)  # type: ignore[arg-type]
    assert words in said
    assert any("آ" <= letter <= "ی" for letter in said)
