"""A session over scripted microphones; blocks of a tenth of a second at 16 kHz."""

import resource
import time
import wave
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from dabir_core.errors import (
    MicrophoneBusy,
    MicrophoneDenied,
    MicrophoneLost,
    NoMicrophone,
    RecorderMissing,
    RecordingDiskFull,
    RecordingFolderClosed,
)
from dabir_core.record import (
    Back,
    Failed,
    Gap,
    GapKind,
    Lost,
    RecordEvent,
    Recording,
    Recovery,
    Session,
    SessionState,
    Silent,
    Started,
    logbook,
    recover,
    settle,
)
from dabir_core.record.capture import Frame
from dabir_core.record.logbook import State, entry_file, read
from tests.core.record.scripted_machine import ENDED, OPENED, ScriptedMachine, device, failed, sound

FRAMES = 1600
STEP = 0.1


def speech(value: int, count: int, *, since: float = 0.0) -> list[Frame]:
    return [sound(value, frames=FRAMES, moment=since + (number + 1) * STEP) for number in range(count)]


def run(machine: ScriptedMachine, folder: Path, wanted: str | None = None) -> tuple[Recording, list[RecordEvent]]:
    """Plays all scripts to their end and stops."""
    session = Session(wanted, folder, machine=machine)
    session.start()
    deadline = time.monotonic() + 10
    while machine.scripts or not machine.microphones or machine.microphones[-1].frames:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    time.sleep(0.05)
    recording = session.stop()
    return recording, list(events(session))


def events(session: Session) -> Iterator[RecordEvent]:
    while (event := session.next_event()) is not None:
        yield event


def samples(path: Path) -> NDArray[np.int16]:
    with wave.open(str(path), "rb") as file:
        return np.frombuffer(file.readframes(file.getnframes()), "<i2")


def test_every_block_is_in_the_file_in_order(tmp_path: Path) -> None:
    machine = ScriptedMachine([[device()]], [[OPENED, *speech(1, 2), *speech(2, 3, since=0.2)]])
    recording, told = run(machine, tmp_path)
    assert told == [Started("name of mic")]
    assert recording.seconds == 0.5
    assert recording.gaps == ()
    assert samples(recording.path).tolist() == [1] * 2 * FRAMES + [2] * 3 * FRAMES
    entry = read(entry_file(recording.path))
    assert entry is not None
    assert entry.state is State.FINISHED


def test_what_is_on_its_way_at_stop_is_in_the_file(tmp_path: Path) -> None:
    machine = ScriptedMachine([[device()]], [[OPENED, *speech(1, 1)]])
    session = Session(None, tmp_path, machine=machine)
    session.start()
    assert isinstance(session.next_event(5), Started)
    microphone = machine.microphones[0]
    microphone.stop = lambda: microphone.frames.extend([*speech(7, 2, since=0.1), ENDED])  # type: ignore[method-assign]
    recording = session.stop()
    assert samples(recording.path).tolist() == [1] * FRAMES + [7] * 2 * FRAMES
    assert microphone.is_closed


def test_a_lost_microphone_leaves_silence_as_long_as_it_was_away(tmp_path: Path) -> None:
    machine = ScriptedMachine([[device()]], [[OPENED, *speech(1, 5), ENDED], [OPENED, *speech(2, 5, since=2.5)]])
    recording, told = run(machine, tmp_path)
    gap = Gap(0.5, 2.0, GapKind.LOST)
    assert recording.gaps == (gap,)
    assert samples(recording.path).tolist() == [1] * 5 * FRAMES + [0] * 20 * FRAMES + [2] * 5 * FRAMES
    assert [type(event) for event in told] == [Started, Lost, Back]
    assert told[2] == Back("name of mic", gap)


def test_a_microphone_that_stays_away_marks_the_end(tmp_path: Path) -> None:
    machine = ScriptedMachine([[device()], []], [[OPENED, *speech(1, 5), ENDED]])
    recording, told = run(machine, tmp_path)
    assert recording.gaps == (Gap(0.5, 0.0, GapKind.LOST),)
    assert recording.seconds == 0.5
    (lost,) = [event.error for event in told if isinstance(event, Lost)]
    assert isinstance(lost, MicrophoneLost)


def test_another_microphone_takes_the_place_of_the_wanted_one_in_the_files_own_format(tmp_path: Path) -> None:
    wanted, other = device("usb"), device("card", rate_hz=48_000, channels=2)
    second = [sound(1000, frames=4800, moment=0.5 + number * STEP, channels=2) for number in range(1, 31)]
    machine = ScriptedMachine([[other, wanted], [other]], [[OPENED, *speech(1, 5), ENDED], [OPENED, *second]])
    recording, told = run(machine, tmp_path, "usb")
    assert [each.key for each in machine.opened] == ["usb", "card"]
    assert recording.device == "name of usb"
    assert [event.device for event in told if isinstance(event, Back)] == ["name of card"]
    with wave.open(str(recording.path), "rb") as file:
        assert (file.getframerate(), file.getnchannels()) == (16_000, 1)
    assert recording.seconds == pytest.approx(3.5, abs=0.1)  # less what the resampler holds
    assert set(samples(recording.path)[32_000:40_000].tolist()) <= {999, 1000, 1001}  # the resampler dithers


def test_no_microphone_is_told_once_and_waited_for(tmp_path: Path) -> None:
    machine = ScriptedMachine([[], [], [device()]], [[OPENED, *speech(1, 1)]])
    recording, told = run(machine, tmp_path)
    assert [type(event) for event in told] == [Lost, Started]
    assert recording.seconds == 0.1


@pytest.mark.parametrize(
    ("failure", "error"), [({"code": -9985}, MicrophoneBusy), ({"host_code": -13}, MicrophoneDenied)]
)
def test_a_microphone_that_does_not_open_says_why(
    failure: dict[str, int], error: type[Exception], tmp_path: Path
) -> None:
    machine = ScriptedMachine([[device()]], [[failed(**failure)], [failed(**failure)]])
    session = Session(None, tmp_path, machine=machine)
    session.start()
    event = session.next_event(5)
    assert isinstance(event, Lost)
    assert isinstance(event.error, error)
    assert session.state is SessionState.WAITING
    with pytest.raises(error):
        session.stop()
    assert list(events(session)) == []
    assert list(tmp_path.iterdir()) == []


def test_a_recording_without_a_microphone_ends_with_the_reason(tmp_path: Path) -> None:
    session = Session(None, tmp_path, machine=ScriptedMachine([[]]))
    session.start()
    session.next_event(5)
    with pytest.raises(NoMicrophone):
        session.stop()


def test_sound_that_the_system_threw_away_is_a_gap(tmp_path: Path) -> None:
    lossy = sound(2, frames=FRAMES, moment=0.6, lossy=True)
    machine = ScriptedMachine([[device()]], [[OPENED, *speech(1, 5), lossy, *speech(3, 5, since=0.6)]])
    recording, _ = run(machine, tmp_path)
    assert recording.gaps == (Gap(0.5, 0.0, GapKind.OVERFLOW),)
    assert recording.seconds == 1.1


def test_a_silent_microphone_is_told_of_once(tmp_path: Path) -> None:
    machine = ScriptedMachine([[device()]], [[OPENED, *speech(0, 120)]])
    _, told = run(machine, tmp_path)
    assert [type(event) for event in told] == [Started, Silent]


def test_a_full_disk_ends_the_recording_and_keeps_what_there_is(tmp_path: Path) -> None:
    machine = ScriptedMachine([[device()]], [[OPENED, *speech(1, 100)]])
    session = Session(None, tmp_path, machine=machine)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
    try:
        session.start()
        told = [session.next_event(5) for _ in range(2)]
        recording = session.stop()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert isinstance(told[1], Failed)
    assert isinstance(told[1].error, RecordingDiskFull)
    assert session.next_event() is None
    assert session.state is SessionState.STOPPED
    assert recording.seconds == 3.1  # 31 blocks of 3200 bytes
    assert samples(recording.path).tolist() == [1] * 31 * FRAMES


def test_an_entry_that_cannot_be_written_ends_no_recording(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(logbook, "write", refuse)
    machine = ScriptedMachine([[device()]], [[OPENED, *speech(1, 5), ENDED], [OPENED, *speech(2, 5, since=2.5)]])
    recording, told = run(machine, tmp_path)
    assert recording.seconds == 3.0
    assert [type(event) for event in told] == [Started, Lost, Back, Failed]  # told at its end, when it is all on disk
    assert samples(recording.path).tolist() == [1] * 5 * FRAMES + [0] * 20 * FRAMES + [2] * 5 * FRAMES


def test_a_folder_that_cannot_be_is_told_before_anything_begins(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(RecordingFolderClosed):
        Session(None, tmp_path / "file" / "recordings", machine=ScriptedMachine([[]])).start()


def test_a_missing_library_is_told_before_anything_begins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(RecorderMissing):
        Session(None, tmp_path, machine=ScriptedMachine([[]])).start()


def test_a_session_that_is_being_made_is_not_recovered(tmp_path: Path) -> None:
    machine = ScriptedMachine([[device()]], [[OPENED, *speech(1, 5)]])
    session = Session(None, tmp_path, machine=machine)
    session.start()
    assert isinstance(session.next_event(5), Started)
    assert recover(tmp_path) == Recovery()
    session.stop()


def test_one_that_is_not_settled_by_its_end_is_given_until_it_is(tmp_path: Path) -> None:
    session = Session(None, tmp_path, machine=ScriptedMachine([[device()]], [[OPENED, *speech(1, 5)]]), settles=False)
    session.start()
    assert isinstance(session.next_event(5), Started)
    recording = session.stop()
    assert recover(tmp_path).saved == (recording,)
    settle(recording)
    assert recover(tmp_path) == Recovery()


def test_the_level_is_that_of_now(tmp_path: Path) -> None:
    machine = ScriptedMachine([[device()]], [[OPENED, *speech(32767, 5)]])
    session = Session(None, tmp_path, machine=machine)
    session.start()
    assert isinstance(session.next_event(5), Started)
    time.sleep(0.1)
    assert session.level.peak_db == pytest.approx(0.0, abs=0.01)
    assert session.level.is_clipped
    machine.microphones[0].frames.append(ENDED)
    assert isinstance(session.next_event(5), Lost)
    assert session.level.is_digital_silence
    session.stop()


def test_what_was_recorded_can_be_read_while_it_grows(tmp_path: Path) -> None:
    machine = ScriptedMachine([[device()]], [[OPENED, *speech(1, 5)]])
    session = Session(None, tmp_path, machine=machine)
    assert session.recording is None
    session.start()
    assert isinstance(session.next_event(5), Started)
    block = session.live().take(5.0)
    assert block is not None
    assert block.start == 0.0
    recording = session.recording
    assert recording is not None
    assert recording.seconds >= len(block.samples) / 16_000
    assert session.stop().path == recording.path
    assert session.stop().path == recording.path


def test_another_microphone_that_is_chosen_goes_on_in_the_same_recording(tmp_path: Path) -> None:
    one, other = [OPENED, *speech(1, 5)], [OPENED, *speech(2, 5, since=0.8)]
    machine = ScriptedMachine([[device("a"), device("b")]], [one, other])
    session = Session("a", tmp_path, machine=machine)
    session.start()
    deadline = time.monotonic() + 10
    while not machine.microphones or machine.microphones[0].frames:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    session.choose(device("b"))
    while len(machine.microphones) < 2 or machine.microphones[1].frames:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    time.sleep(0.05)
    recording = session.stop()
    heard = samples(recording.path)
    assert heard[:8000].tolist() == [1] * 8000
    assert heard[-8000:].tolist() == [2] * 8000
    assert recording.seconds == pytest.approx(1.3, abs=0.01)
    (gap,) = recording.gaps
    assert gap.seconds == pytest.approx(0.3, abs=0.01)
