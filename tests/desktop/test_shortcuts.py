"""The key of every window: what becomes of it is told, and a press is heard once."""

import sys
import threading

import pytest
from pytestqt.qtbot import QtBot

from dabir_desktop.global_keys import Holding
from dabir_desktop.keystroke import Keystroke
from dabir_desktop.shortcuts import GlobalShortcut
from tests.desktop.hand_key import HandWay


@pytest.fixture
def way() -> HandWay:
    return HandWay()


@pytest.fixture
def shortcut(way: HandWay, qapp: object) -> GlobalShortcut:
    return GlobalShortcut(way=way)


def test_nothing_is_taken_before_somebody_asks(shortcut: GlobalShortcut, way: HandWay) -> None:
    shortcut.hold("")
    assert way.keys == []
    assert shortcut.holding is Holding.OFF


def test_a_press_in_another_thread_is_heard_in_this_one(shortcut: GlobalShortcut, way: HandWay, qtbot: QtBot) -> None:
    heard: list[threading.Thread] = []
    shortcut.pressed.connect(lambda: heard.append(threading.current_thread()))
    shortcut.hold("Ctrl+Alt+R")
    assert way.keys[0].keystroke == Keystroke(frozenset({"Ctrl", "Alt"}), "R")
    with qtbot.waitSignal(shortcut.pressed):
        threading.Thread(target=way.keys[0].press).start()
    assert heard == [threading.current_thread()]


@pytest.mark.parametrize("holding", [Holding.HELD, Holding.TAKEN, Holding.ABSENT, Holding.REFUSED])
def test_what_becomes_of_it_is_told(shortcut: GlobalShortcut, way: HandWay, holding: Holding, qtbot: QtBot) -> None:
    shortcut.hold("F9")
    assert shortcut.holding is Holding.ASKED
    with qtbot.waitSignal(shortcut.changed) as told:
        way.keys[0].tell(holding)
    assert told.args == [holding]
    assert shortcut.holding is holding


def test_another_key_gives_the_first_back_and_hears_it_no_more(
    shortcut: GlobalShortcut, way: HandWay, qtbot: QtBot
) -> None:
    shortcut.hold("F9")
    shortcut.hold("F10")
    first, second = way.keys
    assert first.is_closed
    with qtbot.assertNotEmitted(shortcut.pressed, wait=50):
        first.press()
        first.tell(Holding.TAKEN)
    with qtbot.waitSignal(shortcut.changed):
        second.tell(Holding.HELD)
    shortcut.close()
    assert second.is_closed


def test_a_key_that_types_is_not_asked_for(shortcut: GlobalShortcut, way: HandWay) -> None:
    shortcut.hold("Shift+A")
    assert shortcut.holding is Holding.UNFIT
    assert way.keys == []


def test_a_system_without_a_way_says_so(qapp: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    shortcut = GlobalShortcut()
    assert not shortcut.is_possible
    shortcut.hold("F9")
    assert shortcut.holding is Holding.NOWHERE
