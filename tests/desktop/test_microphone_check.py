"""Hearing the microphone without recording it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from dabir_core.errors import MicrophoneLost, NoMicrophone
from dabir_core.record.capture import Frame
from dabir_desktop.microphone_check import MicrophoneCheck
from tests.core.record.scripted_machine import ENDED, OPENED, ScriptedMachine, device, sound
from tests.core.record.virtual_microphone import VirtualMicrophone
from tests.desktop.signals import carried


def blocks(value: int, count: int) -> list[Frame]:
    """Tenths of a second."""
    return [sound(value, frames=1600, moment=number / 10) for number in range(1, count + 1)]


@pytest.fixture
def machine() -> ScriptedMachine:
    return ScriptedMachine([[device("a"), device("b")]])


@pytest.fixture
def check(qapp: object, machine: ScriptedMachine) -> Iterator[MicrophoneCheck]:
    check = MicrophoneCheck(machine=machine)
    yield check
    check.stop()


def test_somebody_who_speaks_is_heard(check: MicrophoneCheck, machine: ScriptedMachine, qtbot: QtBot) -> None:
    machine.scripts = [[OPENED, *blocks(3277, 6)]]  # a tenth of full scale is -20 dB
    with qtbot.waitSignals([check.opened, check.heard]):
        check.start()
    with qtbot.waitSignal(check.level, check_params_cb=lambda db, _clipped: db == pytest.approx(-20, abs=0.1)):
        machine.scripts = [[OPENED, *blocks(3277, 3)]]
        check.start()


def test_a_humming_room_is_nobody(check: MicrophoneCheck, machine: ScriptedMachine, qtbot: QtBot) -> None:
    machine.scripts = [[OPENED, *blocks(100, 20)]]  # -50 dB
    with qtbot.assertNotEmitted(check.heard), qtbot.waitSignal(check.level):
        check.start()
    qtbot.waitUntil(lambda: not machine.microphones[0].frames)
    with qtbot.assertNotEmitted(check.heard, wait=100):
        pass


def test_a_click_is_nobody(check: MicrophoneCheck, machine: ScriptedMachine, qtbot: QtBot) -> None:
    machine.scripts = [[OPENED, *blocks(100, 3), *blocks(20_000, 1), *blocks(100, 3)]]
    with qtbot.assertNotEmitted(check.heard, wait=300):
        check.start()


def test_what_is_wrong_is_told(check: MicrophoneCheck, machine: ScriptedMachine, qtbot: QtBot) -> None:
    machine.listings, machine.scripts = [[device()], []], [[OPENED, *blocks(1, 1), ENDED]]
    with qtbot.waitSignal(check.lost) as lost:
        check.start()
    assert isinstance(carried(lost), MicrophoneLost | NoMicrophone)


def test_another_device_is_heard_instead(check: MicrophoneCheck, machine: ScriptedMachine, qtbot: QtBot) -> None:
    machine.scripts = [[OPENED, *blocks(1, 1)], [OPENED, *blocks(1, 1)]]
    with qtbot.waitSignal(check.opened) as first:
        check.start("a")
    with qtbot.waitSignal(check.opened) as second:
        check.start("b")
    assert (first.args, second.args) == (["name of a"], ["name of b"])
    check.stop()
    qtbot.waitUntil(lambda: all(microphone.is_closed for microphone in machine.microphones))


@pytest.mark.long
def test_a_real_microphone_is_heard(microphone: VirtualMicrophone, speech: Path, qtbot: QtBot) -> None:
    check = MicrophoneCheck()
    with qtbot.waitSignal(check.opened):
        check.start()
    player = microphone.start_playing(speech)
    with qtbot.waitSignal(check.heard):
        pass
    check.stop()
    player.terminate()
    player.wait()
