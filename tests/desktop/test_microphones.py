"""The list of microphones, asked anew while somebody looks."""

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from dabir_core.errors import PortAudioMissing
from dabir_core.record import Device
from dabir_desktop import microphones
from dabir_desktop.microphones import Microphones
from tests.core.record.scripted_machine import device


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(microphones, "_EVERY_MS", 20)


class Answers:
    """One listing after the other; the last one for ever."""

    def __init__(self, *listings: tuple[Device, ...] | PortAudioMissing) -> None:
        self.listings = list(listings)
        self.asked = 0

    def __call__(self) -> tuple[Device, ...]:
        self.asked += 1
        listing = self.listings.pop(0) if len(self.listings) > 1 else self.listings[0]
        if isinstance(listing, PortAudioMissing):
            raise listing
        return listing


def test_what_is_plugged_in_appears_and_what_is_pulled_goes(qtbot: QtBot) -> None:
    one, two = device("a"), replace(device("b"), is_default=True)
    listed = Microphones(list_devices=Answers((one,), (one,), (two, one), (two,)))
    told = list[tuple[Device, ...]]()
    listed.changed.connect(told.append)
    listed.watch(is_watched=True)
    qtbot.waitUntil(lambda: len(told) == 3)
    assert told == [(one,), (two, one), (two,)]
    assert listed.known == (two,)
    listed.watch(is_watched=False)


def test_nobody_is_asked_while_nobody_looks(qtbot: QtBot) -> None:
    answers = Answers((device(),))
    listed = Microphones(list_devices=answers)
    listed.watch(is_watched=True)
    qtbot.waitUntil(lambda: answers.asked >= 2)
    listed.watch(is_watched=False)
    qtbot.wait(50)
    asked = answers.asked
    qtbot.wait(100)
    assert answers.asked == asked


def test_trouble_is_told_once_until_it_is_over(qtbot: QtBot) -> None:
    trouble = PortAudioMissing("apt install it")
    listed = Microphones(list_devices=Answers(trouble, trouble, (device(),), trouble, trouble))
    told = list[object]()
    listed.failed.connect(told.append)
    listed.watch(is_watched=True)
    qtbot.waitUntil(lambda: len(told) == 2)
    qtbot.wait(100)
    listed.watch(is_watched=False)
    assert told == [trouble, trouble]
