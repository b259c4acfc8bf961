"""Recording through a real sound server: nothing is lost, and nothing that happens to the microphone ends it."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from dabir_core.errors import MicrophoneLost, NoMicrophone
from dabir_core.record import (
    Back,
    GapKind,
    Lost,
    RecordEvent,
    Recording,
    Session,
    SessionState,
    Started,
    devices,
)
from dabir_core.units import SAMPLE_RATE_HZ
from tests.core.record.fidelity import correlation, mono
from tests.core.record.virtual_microphone import KEY, VirtualMicrophone

TOLD_WITHIN_SECONDS = 1.5
FAITHFUL = 0.999


def expect(session: Session, kind: type[RecordEvent], *, within: float = 10.0) -> RecordEvent:
    deadline = time.monotonic() + within
    while (left := deadline - time.monotonic()) > 0:
        event = session.next_event(left)
        if isinstance(event, kind):
            return event
    raise AssertionError(f"no {kind.__name__} within {within} s")


@pytest.fixture
def session(microphone: VirtualMicrophone, tmp_path: Path) -> Iterator[Session]:
    session = Session(None, tmp_path)
    session.start()
    expect(session, Started)
    yield session
    session.stop()


def record_speech(microphone: VirtualMicrophone, speech: Path, folder: Path, device: str | None = None) -> Recording:
    session = Session(device, folder)
    session.start()
    expect(session, Started)
    time.sleep(0.2)
    microphone.play(speech)
    return session.stop()


@pytest.mark.long
@pytest.mark.parametrize("attempt", range(3))
def test_speech_is_recorded_without_a_dropout(
    attempt: int, microphone: VirtualMicrophone, speech: Path, tmp_path: Path
) -> None:
    recording = record_speech(microphone, speech, tmp_path)
    assert recording.gaps == ()
    assert correlation(mono(speech, 48_000), mono(recording.path, 48_000)) >= FAITHFUL


@pytest.mark.slow
@pytest.mark.parametrize("attempt", range(20))
def test_speech_is_recorded_without_a_dropout_each_time(
    attempt: int, microphone: VirtualMicrophone, speech: Path, tmp_path: Path
) -> None:
    recording = record_speech(microphone, speech, tmp_path)
    assert recording.gaps == ()
    assert correlation(mono(speech, 48_000), mono(recording.path, 48_000)) >= FAITHFUL


@pytest.mark.long
def test_a_dropout_of_a_hundredth_of_a_second_would_be_seen(speech: Path) -> None:
    source = mono(speech, 48_000)
    middle = len(source) // 2
    silence = np.zeros(480)
    assert correlation(source, np.concatenate([silence, source, silence])) >= FAITHFUL
    assert correlation(source, np.concatenate([silence, source[:middle], source[middle + 480 :], np.zeros(960)])) < 0.9


@pytest.mark.long
def test_a_microphone_of_16_khz_is_recorded_at_its_own_rate(
    microphone: VirtualMicrophone, speech: Path, tmp_path: Path
) -> None:
    sink = ("module-null-sink", "sink_name=phone", "norewinds=1", "rate=16000", "channels=1")
    source = ("module-remap-source", "master=phone.monitor", "source_name=headset")
    title = "source_properties=device.description=Headset"
    microphone.pactl("load-module", *sink)
    microphone.pactl("load-module", *source, title)
    microphone.pactl("set-default-sink", "phone")
    try:
        headset = next(device for device in devices() if device.key == "pulse:headset")
        assert (headset.name, headset.rate_hz, headset.channels) == ("Headset", 16_000, 1)
        recording = record_speech(microphone, speech, tmp_path, headset.key)
    finally:
        microphone.unplug()
        microphone.replug()
    assert correlation(mono(speech, 16_000), mono(recording.path, 16_000)) >= FAITHFUL


def test_the_list_names_the_default_microphone_and_tells_monitors_apart(microphone: VirtualMicrophone) -> None:
    named = {device.key: device for device in devices()}
    assert named[KEY].name == "Virtual_Mic"
    assert named[KEY].is_default
    assert (named[KEY].rate_hz, named[KEY].channels) == (48_000, 2)
    assert [key for key, device in named.items() if device.is_monitor] == ["pulse:speaker.monitor"]
    assert next(iter(named)) == KEY


def test_the_list_is_fresh_while_a_microphone_is_recorded(microphone: VirtualMicrophone, session: Session) -> None:
    another = ("module-remap-source", "master=speaker.monitor", "source_name=second")
    microphone.pactl("load-module", *another)
    try:
        assert "pulse:second" in {device.key for device in devices()}
        assert session.state is SessionState.RECORDING
    finally:
        microphone.unplug()
        microphone.replug()


def test_live_blocks_are_the_recording_in_order(microphone: VirtualMicrophone, session: Session) -> None:
    sound = session.live()
    blocks = [sound.take(5.0) for _ in range(5)]
    recording = session.stop()
    blocks += list(sound)
    ends = [0.0]
    for block in blocks:
        assert block is not None
        assert block.start == pytest.approx(ends[-1], abs=1 / SAMPLE_RATE_HZ)
        ends.append(block.end)
    assert ends[-1] == pytest.approx(recording.seconds, abs=2 / SAMPLE_RATE_HZ)


def test_a_pause_leaves_out_what_is_said_in_it(microphone: VirtualMicrophone, session: Session) -> None:
    time.sleep(0.5)
    session.pause()
    assert session.state is SessionState.PAUSED
    time.sleep(1.0)
    session.resume()
    time.sleep(0.5)
    recording = session.stop()
    assert [gap.kind for gap in recording.gaps] == [GapKind.PAUSE]
    assert 0.9 < recording.seconds < 1.6


def lose(session: Session, microphone: VirtualMicrophone, happen: Callable[[], None]) -> float:
    """Lets it happen and waits until we are told; gives how long the sound was away so far."""
    before = session.recording
    assert before is not None
    begun = time.monotonic()
    happen()
    told = expect(session, Lost, within=TOLD_WITHIN_SECONDS)
    assert isinstance(told, Lost)
    assert isinstance(told.error, MicrophoneLost)
    assert session.state is SessionState.WAITING
    time.sleep(1.0)
    return begun


def check_return(session: Session, begun: float) -> None:
    """The gap is as long as the loss was, and the recording as long as the time that has passed."""
    back = expect(session, Back)
    away = time.monotonic() - begun
    assert isinstance(back, Back)
    assert back.gap is not None
    assert back.gap.seconds == pytest.approx(away, abs=0.5)
    time.sleep(0.5)
    recording = session.stop()
    assert recording.gaps == (back.gap,)
    recorded = mono(recording.path, 48_000)
    assert len(recorded) / 48_000 == pytest.approx(recording.seconds, abs=0.001)
    assert recording.seconds > back.gap.start + back.gap.seconds + 0.3


@pytest.mark.long
def test_an_unplugged_microphone_is_told_and_waited_for(microphone: VirtualMicrophone, session: Session) -> None:
    begun = lose(session, microphone, microphone.unplug)
    microphone.replug()
    check_return(session, begun)


@pytest.mark.long
def test_a_killed_sound_server_is_told_and_waited_for(microphone: VirtualMicrophone, session: Session) -> None:
    begun = lose(session, microphone, microphone.kill)
    microphone.start()
    check_return(session, begun)


@pytest.mark.long
def test_a_suspended_microphone_is_told_and_waited_for(microphone: VirtualMicrophone, session: Session) -> None:
    begun = lose(session, microphone, lambda: microphone.suspend(is_suspended=True))
    microphone.suspend(is_suspended=False)
    check_return(session, begun)


@pytest.mark.long
def test_a_microphone_that_is_not_there_yet_is_told_and_waited_for(
    microphone: VirtualMicrophone, tmp_path: Path
) -> None:
    microphone.unplug()
    session = Session(None, tmp_path)
    session.start()
    told = expect(session, Lost, within=TOLD_WITHIN_SECONDS)
    assert isinstance(told, Lost)
    assert isinstance(told.error, NoMicrophone)
    assert list(tmp_path.iterdir()) == []
    microphone.replug()
    expect(session, Started)
    time.sleep(0.5)
    assert session.stop().seconds > 0.3
