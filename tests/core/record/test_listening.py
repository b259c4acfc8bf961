"""Losses and returns, by a clock that stands still until a test moves it."""

import pytest

from dabir_core.errors import DabirError, MicrophoneLost, NoMicrophone, PortAudioMissing
from dabir_core.record import listening
from dabir_core.record.listening import Listening, Opened
from dabir_core.record.timeline import Block
from tests.core.record.scripted_machine import ENDED, OPENED, ScriptedMachine, device, sound


class Clock:
    """In the place of `time`, for one module."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(listening, "time", clock)
    return clock


class Hearing:
    """A listening and what it lost."""

    def __init__(self, machine: ScriptedMachine, wanted: str | None = None) -> None:
        self.lost: list[DabirError] = []
        self.listening = Listening(machine, wanted, lose=self.lost.append)

    def look(self, times: int = 1) -> list[Opened | Block]:
        came = (self.listening.take(0.1) for _ in range(times))
        return [each for each in came if each is not None]

    @property
    def told(self) -> list[type[DabirError]]:
        return [type(error) for error in self.lost]


BLOCK = sound(1, frames=10, moment=0.0)


def test_a_microphone_is_opened_and_heard(clock: Clock) -> None:
    hearing = Hearing(ScriptedMachine([[device()]], [[OPENED, BLOCK]]))
    opened, block = hearing.look(3)
    assert isinstance(opened, Opened)
    assert opened.device == device()
    assert isinstance(block, Block)
    assert (block.frames, block.is_after_loss) == (10, False)


def test_a_silent_stream_is_told_once_and_left_alone_then_opened_anew(clock: Clock) -> None:
    machine = ScriptedMachine([[device()]], [[OPENED, BLOCK], [OPENED, BLOCK]])
    hearing = Hearing(machine)
    hearing.look(3)
    clock.now += 0.9
    hearing.look(5)
    assert hearing.told == [MicrophoneLost]
    assert not machine.microphones[0].is_closed
    clock.now += 2.2
    hearing.look(2)
    assert machine.microphones[0].is_closed
    assert len(hearing.look(3)) == 2
    assert hearing.told == [MicrophoneLost]


def test_a_stream_that_comes_back_by_itself_is_not_opened_anew(clock: Clock) -> None:
    machine = ScriptedMachine([[device()]], [[OPENED, BLOCK]])
    hearing = Hearing(machine)
    hearing.look(3)
    clock.now += 2.0
    hearing.look(3)
    machine.microphones[0].frames.append(BLOCK)
    assert len(hearing.look()) == 1
    assert len(machine.opened) == 1
    clock.now += 1.0
    hearing.look(2)
    assert hearing.told == [MicrophoneLost, MicrophoneLost]


def test_a_process_that_slept_itself_tells_of_no_loss(clock: Clock) -> None:
    machine = ScriptedMachine([[device()]], [[OPENED, BLOCK]])
    hearing = Hearing(machine)
    hearing.look(3)
    clock.now += 60.0
    assert hearing.look() == []  # nothing was read from the pipe yet
    machine.microphones[0].frames.append(BLOCK)
    assert len(hearing.look()) == 1
    assert hearing.told == []


def test_an_ended_stream_is_told_and_opened_anew_at_once(clock: Clock) -> None:
    machine = ScriptedMachine([[device()]], [[OPENED, BLOCK, ENDED], [OPENED, BLOCK]])
    hearing = Hearing(machine)
    hearing.look(4)
    assert hearing.told == [MicrophoneLost]
    assert len(hearing.look(3)) == 2
    assert clock.now == 1000.0


def test_the_last_sound_is_waited_for_no_longer_than_a_second(clock: Clock) -> None:
    machine = ScriptedMachine([[device()]], [[OPENED, BLOCK]])
    hearing = Hearing(machine)
    hearing.look(3)
    hearing.listening.stop()
    machine.microphones[0].frames = [BLOCK] * 5  # and never an end
    assert hearing.listening.last() is not None
    clock.now += 1.1
    assert hearing.listening.last() is None
    assert machine.microphones[0].is_closed


def test_that_there_is_none_any_more_adds_nothing_to_a_loss(clock: Clock) -> None:
    hearing = Hearing(ScriptedMachine([[device()], []], [[OPENED, BLOCK, ENDED]]))
    hearing.look(50)
    assert hearing.told == [MicrophoneLost]


def test_tries_take_their_time(clock: Clock) -> None:
    machine = ScriptedMachine([[]])
    asked = []
    machine.devices = lambda: asked.append(clock.now) or ()  # type: ignore[method-assign,func-returns-value]
    hearing = Hearing(machine)
    while clock.now < 1060.0:
        hearing.look()
    assert 30 <= len(asked) <= 50
    assert hearing.told == [NoMicrophone]


def test_another_reason_is_told_too(clock: Clock) -> None:
    hearing = Hearing(ScriptedMachine([[], PortAudioMissing("apt"), []]))
    while clock.now < 1002.0:
        hearing.look()
    assert hearing.told == [NoMicrophone, PortAudioMissing, NoMicrophone]


def test_another_microphone_may_be_chosen_meanwhile(clock: Clock) -> None:
    machine = ScriptedMachine([[device("a"), device("b")]], [[OPENED, BLOCK, BLOCK], [OPENED, BLOCK]])
    hearing = Hearing(machine, "a")
    hearing.look(3)
    hearing.listening.choose("b")
    opened, block = hearing.look(3)
    assert isinstance(opened, Opened)
    assert opened.device == device("b")
    assert isinstance(block, Block)
    assert [each.key for each in machine.opened] == ["a", "b"]
    assert machine.microphones[0].is_closed
    assert hearing.told == []
