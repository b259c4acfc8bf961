"""A recording as the window hears of it: scripted microphones, and once a real one."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from dabir_core.audio import open_audio
from dabir_core.errors import DabirError, EngineCrashed, NoMicrophone, PortAudioMissing, RecordingFolderClosed
from dabir_core.record import Growth, LiveUpdate, Recording, Session, SessionState
from dabir_core.record.capture import Frame
from dabir_core.transcript import Word
from dabir_core.units import SAMPLE_RATE_HZ
from dabir_desktop.recorder import Recorder, TellsLive
from tests.core.record.scripted_machine import ENDED, OPENED, ScriptedMachine, device, sound
from tests.core.record.virtual_microphone import VirtualMicrophone
from tests.desktop.signals import carried

SECOND = 16_000
UPDATE = LiveUpdate((), (Word("سلام", 0, 1, 0.9),), (), "fa", 1.0, 0.5, is_by_utterance=False)


def blocks(*values: int) -> list[Frame]:
    """A tenth of a second of each value."""
    return [sound(value, frames=1600, moment=number / 10) for number, value in enumerate(values, start=1)]


def scripted(folder: Path, *scripts: list[Frame], machine: ScriptedMachine | None = None) -> Recorder:
    known = machine or ScriptedMachine([[device()]], list(scripts))
    return Recorder(folder, session=lambda key, into: Session(key, into, machine=known))


class Listener:
    """Obeys `ListensAlong`."""

    def __init__(self) -> None:
        self.growth: Growth | None = None
        self.tell: TellsLive | None = None
        self.is_ended = False

    def listen(self, growth: Growth, tell: TellsLive) -> Callable[[], None]:
        self.growth, self.tell = growth, tell
        return self._end

    def _end(self) -> None:
        self.is_ended = True


def test_what_is_recorded_is_told_and_kept(tmp_path: Path, qtbot: QtBot) -> None:
    recorder = scripted(tmp_path, [OPENED, *blocks(*([3277] * 10))])
    with qtbot.waitSignals([recorder.began, recorder.level]):
        recorder.start()
    seen = lambda state, seconds: state is SessionState.RECORDING and seconds == pytest.approx(1.0)  # noqa: E731
    with qtbot.waitSignal(recorder.moved, check_params_cb=seen):
        pass
    with qtbot.waitSignal(recorder.level, check_params_cb=lambda db, clipped: db == pytest.approx(-20, abs=0.1)):
        pass  # 3277 of 32768 is a tenth, which is -20 dB
    with qtbot.waitSignal(recorder.finished) as finished:
        recorder.stop()
    recording = carried(finished)
    assert recording.seconds == pytest.approx(1.0)
    assert recording.path.exists()
    assert not recorder.is_recording


def test_sound_that_is_cut_off_is_told(tmp_path: Path, qtbot: QtBot) -> None:
    recorder = scripted(tmp_path, [OPENED, *blocks(32767)])
    with qtbot.waitSignal(recorder.level, check_params_cb=lambda _db, is_clipped: is_clipped):
        recorder.start()
    recorder.end()


def test_a_pause_is_part_of_the_recording(tmp_path: Path, qtbot: QtBot) -> None:
    recorder = scripted(tmp_path, [OPENED, *blocks(1, 1)])
    with qtbot.waitSignal(recorder.began):
        recorder.start()
    recorder.pause()
    assert recorder.is_paused
    assert recorder.is_recording
    recorder.resume()
    assert not recorder.is_paused
    recorder.end()


def test_a_lost_microphone_and_its_return_are_told_with_the_gap(tmp_path: Path, qtbot: QtBot) -> None:
    first, second = (
        [OPENED, *blocks(5, 5), ENDED],
        [OPENED, *(sound(5, frames=1600, moment=t) for t in (2.2, 2.3, 2.4))],
    )
    recorder = scripted(tmp_path, first, second)
    with qtbot.waitSignals([recorder.lost, recorder.back]) as _:
        recorder.start()
    with qtbot.waitSignal(recorder.finished) as finished:
        recorder.stop()
    (gap,) = carried(finished).gaps
    assert gap.seconds == pytest.approx(1.9, abs=0.15)  # from 0.2 s to 2.1 s, where the first block after it begins


def test_no_microphone_is_told_and_waited_for(tmp_path: Path, qtbot: QtBot) -> None:
    machine = ScriptedMachine([[], [device()]], [[OPENED, *blocks(1, 1)]])
    recorder = scripted(tmp_path, machine=machine)
    with qtbot.waitSignal(recorder.lost) as lost:
        recorder.start()
    assert isinstance(carried(lost), NoMicrophone)
    with qtbot.waitSignal(recorder.began):
        pass
    recorder.end()


def test_a_missing_library_ends_it_at_once_and_is_told_once(tmp_path: Path, qtbot: QtBot) -> None:
    recorder = scripted(tmp_path, machine=ScriptedMachine([PortAudioMissing("apt install it")]))
    told = list[DabirError]()
    recorder.failed.connect(told.append)
    recorder.start()
    qtbot.waitUntil(lambda: not recorder.is_recording)
    qtbot.wait(100)
    assert [type(error) for error in told] == [PortAudioMissing]


def test_a_closed_folder_is_told(tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "a").write_text("in the way", encoding="utf-8")
    recorder = scripted(tmp_path / "a" / "b", [OPENED])
    with qtbot.waitSignal(recorder.failed) as failed:
        recorder.start()
    assert isinstance(carried(failed), RecordingFolderClosed)
    assert not recorder.is_recording


def test_what_is_stopped_before_a_sound_came_is_nothing_and_no_failure(tmp_path: Path, qtbot: QtBot) -> None:
    recorder = scripted(tmp_path, [OPENED])
    recorder.start()
    with qtbot.waitSignal(recorder.left), qtbot.assertNotEmitted(recorder.failed):
        recorder.stop()
    assert list(tmp_path.iterdir()) == []


def test_a_microphone_that_never_came_is_why_there_is_no_recording(tmp_path: Path, qtbot: QtBot) -> None:
    recorder = scripted(tmp_path, machine=ScriptedMachine([[]]))
    with qtbot.waitSignal(recorder.lost):
        recorder.start()
    with qtbot.waitSignal(recorder.failed) as failed, qtbot.assertNotEmitted(recorder.left):
        recorder.stop()
    assert isinstance(carried(failed), NoMicrophone)


def test_live_text_is_passed_on_and_its_failure_ends_nothing(tmp_path: Path, qtbot: QtBot) -> None:
    recorder, listener = scripted(tmp_path, [OPENED, *blocks(1, 1)]), Listener()
    with qtbot.waitSignal(recorder.began):
        recorder.start(along=listener)
    assert listener.tell is not None
    with qtbot.waitSignal(recorder.live) as live:
        listener.tell(UPDATE)
    assert live.args == [UPDATE]
    with qtbot.waitSignal(recorder.live_failed):
        listener.tell(EngineCrashed())
    assert recorder.is_recording
    with qtbot.waitSignal(recorder.finished):
        recorder.stop()


def test_the_next_recording_hears_nothing_of_the_one_before(tmp_path: Path, qtbot: QtBot) -> None:
    recorder = scripted(tmp_path, [OPENED, *blocks(1)], [OPENED, *blocks(1)])
    first, second = Listener(), Listener()
    for listener in (first, second):
        with qtbot.waitSignal(recorder.began):
            recorder.start(along=listener)
        with qtbot.waitSignal(recorder.finished):
            recorder.stop()
    assert first.is_ended
    assert first.tell is not None
    with qtbot.assertNotEmitted(recorder.live, wait=100):
        first.tell(UPDATE)


def test_a_second_start_changes_nothing(tmp_path: Path, qtbot: QtBot) -> None:
    recorder = scripted(tmp_path, [OPENED, *blocks(1)])
    with qtbot.waitSignal(recorder.began):
        recorder.start()
    recorder.start()
    with qtbot.waitSignal(recorder.finished):
        recorder.stop()
    assert len(list(tmp_path.glob("*.wav"))) == 1


@pytest.mark.long
def test_ten_seconds_of_a_real_microphone(
    microphone: VirtualMicrophone,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    recorder = Recorder(tmp_path)
    with qtbot.waitSignal(recorder.began) as began:
        recorder.start()
    assert began.args == ["Virtual_Mic"]
    looks = list[float]()
    recorder.moved.connect(lambda _state, seconds: looks.append(seconds))
    started = time.monotonic()
    qtbot.wait(10_000)
    passed = time.monotonic() - started
    with qtbot.waitSignal(recorder.finished, timeout=5000) as finished:
        recorder.stop()
    recording = carried(finished)
    assert isinstance(recording, Recording)
    assert recording.seconds == pytest.approx(passed, abs=0.7)
    assert len(looks) >= 10 * passed, "fifteen looks a second, give or take"
    with open_audio(recording.path) as decoding:
        assert sum(map(len, decoding)) / SAMPLE_RATE_HZ == pytest.approx(recording.seconds, abs=0.01)
