"""The microphone test as it is seen."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from dabir_core.errors import NoMicrophone
from dabir_desktop.i18n import Interface
from dabir_desktop.microphone_check import MicrophoneCheck
from dabir_desktop.microphones import Microphones
from dabir_desktop.views.microphone_check import MicrophoneCheckView
from tests.core.record.scripted_machine import OPENED, ScriptedMachine, device, sound
from tests.desktop.geometry import clipped

ROOM, HEADSET = device("room"), replace(device("pulse:bluez_input.00_11"), name="AirPods")


@pytest.fixture
def machine() -> ScriptedMachine:
    return ScriptedMachine([[ROOM, HEADSET]], [[OPENED, sound(100, frames=1600, moment=0.1)]])


@pytest.fixture
def view(persian: Interface, machine: ScriptedMachine, qtbot: QtBot) -> Iterator[MicrophoneCheckView]:
    check = MicrophoneCheck(machine=machine)
    view = MicrophoneCheckView(persian, check, microphones=Microphones(list_devices=lambda: (ROOM, HEADSET)))
    qtbot.addWidget(view)
    view.resize(480, 220)
    view.show()
    qtbot.waitUntil(lambda: view.device.count() == 2)
    yield view
    view.hide()


def listen(view: MicrophoneCheckView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view._check.opened):
        view.button.click()


def test_no_microphone_is_opened_before_somebody_asks(
    view: MicrophoneCheckView, machine: ScriptedMachine, qtbot: QtBot
) -> None:
    assert machine.opened == []
    listen(view, qtbot)
    assert machine.opened == [ROOM]


def test_it_asks_for_a_word_and_says_when_it_hears_one(
    view: MicrophoneCheckView, persian: Interface, qtbot: QtBot
) -> None:
    listen(view, qtbot)
    assert "چیزی بگویید" in view.line.text()
    view._check.heard.emit()
    assert "صدایتان را می‌شنوم" in view.line.text()
    persian.speak("en")
    assert view.line.text() == "I hear you."
    assert view.accessibleName() == "Microphone"


def test_bars_follow_the_sound(view: MicrophoneCheckView, qtbot: QtBot) -> None:
    listen(view, qtbot)
    view._check.level.emit(-20.0, False)
    assert view.bars.value() == -20
    view.button.click()
    assert view.bars.value() == view.bars.minimum()


def test_silence_is_told_after_a_while(view: MicrophoneCheckView, qtbot: QtBot) -> None:
    listen(view, qtbot)
    view._patience.timeout.emit()
    assert "آهسته" in view.line.text()


def test_what_is_wrong_is_said(view: MicrophoneCheckView, persian: Interface) -> None:
    view._check.lost.emit(NoMicrophone())
    assert persian.error(NoMicrophone()) in view.line.text()


def test_bluetooth_is_warned_of(view: MicrophoneCheckView, machine: ScriptedMachine, qtbot: QtBot) -> None:
    listen(view, qtbot)
    assert view.warning.isHidden()
    with qtbot.waitSignal(view.device_chosen) as chosen, qtbot.waitSignal(view._check.opened):
        machine.scripts = [[OPENED, sound(100, frames=1600, moment=0.1)]]
        view.device.setCurrentIndex(1)
        view.device.activated.emit(1)
    assert chosen.args == [HEADSET.key]
    assert not view.warning.isHidden()
    assert machine.opened[-1] == HEADSET


def test_the_microphone_is_let_go_when_nobody_looks(
    view: MicrophoneCheckView, machine: ScriptedMachine, qtbot: QtBot
) -> None:
    listen(view, qtbot)
    view.hide()
    qtbot.waitUntil(lambda: machine.microphones[0].is_closed)


@pytest.mark.parametrize("language", ["fa", "en"])
def test_nothing_is_clipped(view: MicrophoneCheckView, persian: Interface, language: str) -> None:
    persian.speak("fa" if language == "fa" else "en")
    assert clipped(view) == []
