"""The list of microphones as it is seen."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from dabir_core.record import Device
from dabir_desktop.i18n import Interface
from dabir_desktop.microphones import Microphones
from dabir_desktop.views.microphone_choice import MicrophoneChoice
from tests.core.record.scripted_machine import device

ROOM = replace(device("room"), name="Blue Yeti", is_default=True)
DESK = replace(device("desk"), name="میکروفن میز")
MONITOR = replace(device("monitor"), name="Speakers", is_monitor=True)


class Choice:
    """A list, and what is plugged in."""

    def __init__(self, interface: Interface) -> None:
        self.plugged: tuple[Device, ...] = (ROOM, DESK, MONITOR)
        self.microphones = Microphones(list_devices=lambda: self.plugged)
        self.view = MicrophoneChoice(interface, self.microphones)

    @property
    def shown(self) -> list[str]:
        return [self.view.itemText(index) for index in range(self.view.count())]

    def plug(self, *devices: Device, qtbot: QtBot) -> None:
        self.plugged = devices
        with qtbot.waitSignal(self.microphones.changed):
            self.microphones.ask()


@pytest.fixture
def choice(persian: Interface, qtbot: QtBot) -> Iterator[Choice]:
    choice = Choice(persian)
    qtbot.addWidget(choice.view)
    choice.plug(ROOM, DESK, MONITOR, qtbot=qtbot)
    yield choice


def test_microphones_are_listed_and_what_hears_the_machine_is_called_so(choice: Choice, persian: Interface) -> None:
    assert choice.shown == [
        "\u2068Blue Yeti\u2069 (پیش‌فرض)",
        "\u2068میکروفن میز\u2069",
        "صدای رایانه: \u2068Speakers\u2069",
    ]
    persian.speak("en")
    assert choice.shown[2] == "Computer sound: \u2068Speakers\u2069"


def test_the_list_follows_what_is_plugged_in_and_the_choice_stays(choice: Choice, qtbot: QtBot) -> None:
    choice.view.want("desk")
    assert choice.view.shown == DESK
    choice.plug(ROOM, qtbot=qtbot)
    assert (choice.view.shown, choice.view.wanted) == (ROOM, "desk")
    choice.plug(ROOM, DESK, qtbot=qtbot)
    assert choice.view.shown == DESK


def test_what_somebody_chooses_is_told_and_what_the_list_does_is_not(choice: Choice, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(choice.view.chosen):
        choice.view.want("desk")
        choice.plug(DESK, ROOM, qtbot=qtbot)
    with qtbot.waitSignal(choice.view.chosen) as chosen:
        choice.view.activated.emit(choice.view.findData("room"))
    assert chosen.args == ["room"]


def test_without_a_microphone_it_says_so(choice: Choice, qtbot: QtBot) -> None:
    choice.plug(qtbot=qtbot)
    assert choice.shown == ["میکروفنی نیست"]
    assert not choice.view.isEnabled()
    assert choice.view.shown is None
    choice.plug(DESK, qtbot=qtbot)
    assert choice.view.isEnabled()
