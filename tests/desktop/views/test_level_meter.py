"""The level, for the eye and for screen readers."""

import pytest
from PySide6.QtGui import QAccessible
from pytestqt.qtbot import QtBot

from dabir_desktop.i18n import Interface
from dabir_desktop.views import level_meter
from dabir_desktop.views.level_meter import LevelMeter


class Clock:
    """In the place of `time`."""

    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(level_meter, "time", clock)
    return clock


def test_it_rises_at_once_and_falls_thirty_decibels_a_second(english: Interface, clock: Clock, qtbot: QtBot) -> None:
    meter = LevelMeter(english)
    qtbot.addWidget(meter)
    meter.show_level(-10.0, is_clipped=False)
    assert meter.value() == -10
    clock.now += 0.5
    meter.show_level(-50.0, is_clipped=False)
    assert meter.value() == -25
    meter.show_level(-5.0, is_clipped=False)
    assert meter.value() == -5
    clock.now += 10
    meter.show_level(-120.0, is_clipped=False)
    assert meter.value() == -60


def test_clipping_is_seen_for_two_seconds(english: Interface, clock: Clock, qtbot: QtBot) -> None:
    meter = LevelMeter(english)
    qtbot.addWidget(meter)
    meter.show_level(0.0, is_clipped=True)
    clock.now += 1.9
    meter.show_level(-30.0, is_clipped=False)
    assert meter.is_clipped
    assert "too loud" in meter.accessibleDescription()
    clock.now += 0.2
    meter.show_level(-30.0, is_clipped=False)
    assert not meter.is_clipped
    assert meter.accessibleDescription() == "\u2066-30 dB\u2069"


def test_screen_readers_see_a_progress_bar_with_a_name(persian: Interface, qtbot: QtBot) -> None:
    meter = LevelMeter(persian)
    qtbot.addWidget(meter)
    meter.show_level(-12.0, is_clipped=False)
    seen = QAccessible.queryAccessibleInterface(meter)
    assert seen is not None
    assert seen.role() == QAccessible.Role.ProgressBar
    assert seen.text(QAccessible.Text.Name) == "بلندی صدای میکروفن"
    assert meter.accessibleDescription() == "\u2066-12 dB\u2069".replace("12", "۱۲")
    persian.speak("en")
    assert meter.accessibleName() == "Microphone level"
