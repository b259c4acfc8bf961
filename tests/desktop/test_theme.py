"""The two palettes, and which is worn."""

from collections.abc import Iterator
from itertools import product

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from dabir_desktop.theme import DARK, LIGHT, Colours, Mode, Theme, colours_now


class Hints:
    """A platform's wish, which no platform of a test has."""

    def __init__(self, real: QApplication) -> None:
        self.colorSchemeChanged = real.styleHints().colorSchemeChanged
        self.scheme = Qt.ColorScheme.Unknown

    def colorScheme(self) -> Qt.ColorScheme:
        return self.scheme


@pytest.fixture
def hints(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hints]:
    hints = Hints(qapp)
    monkeypatch.setattr(qapp, "styleHints", lambda: hints)
    yield hints
    hints.scheme = Qt.ColorScheme.Light
    Theme(qapp, Mode.LIGHT)
    qapp.setStyleSheet("")


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, contrast ratio."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_all_text_can_be_read_on_every_ground(colours: Colours) -> None:
    grounds = (colours.window, colours.base, colours.raised, colours.soft)
    texts = (colours.text, colours.muted, colours.accent, colours.danger, colours.warning, colours.good)
    for text, ground in product(texts, grounds):
        assert contrast(text, ground) >= 4.5, (text, ground)
    assert contrast(colours.on_accent, colours.accent) >= 4.5


def test_the_contrast_of_black_on_white_is_21() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def test_the_system_is_followed_while_the_window_is_open(hints: Hints, qapp: QApplication, qtbot: QtBot) -> None:
    theme = Theme(qapp)
    assert theme.colours is LIGHT
    hints.scheme = Qt.ColorScheme.Dark
    with qtbot.waitSignal(theme.changed):
        hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert theme.colours is DARK
    assert qapp.palette().color(QPalette.ColorRole.Window).name() == DARK.window


def test_a_choice_goes_before_the_system(hints: Hints, qapp: QApplication) -> None:
    hints.scheme = Qt.ColorScheme.Dark
    theme = Theme(qapp)
    theme.choose(Mode.LIGHT)
    assert theme.colours is LIGHT
    theme.choose(Mode.SYSTEM)
    assert theme.colours is DARK


def test_what_is_painted_by_hand_is_told_the_colours_of_now(hints: Hints, qapp: QApplication) -> None:
    theme = Theme(qapp, Mode.DARK)
    assert colours_now() is DARK
    theme.choose(Mode.LIGHT)
    assert colours_now() is LIGHT


def test_open_widgets_change_with_the_theme(hints: Hints, qapp: QApplication, qtbot: QtBot) -> None:
    window = QWidget()
    label = QLabel("متن", window)
    qtbot.addWidget(window)
    theme = Theme(qapp, Mode.LIGHT)
    window.show()
    theme.choose(Mode.DARK)
    assert label.palette().color(QPalette.ColorRole.WindowText).name() == DARK.text
    assert window.grab().toImage().pixelColor(window.width() - 1, window.height() - 1).name() == DARK.window


def test_the_stylesheet_has_the_colours_of_now(hints: Hints, qapp: QApplication) -> None:
    theme = Theme(qapp, Mode.DARK)
    assert DARK.base in qapp.styleSheet()
    theme.choose(Mode.LIGHT)
    assert DARK.base not in qapp.styleSheet()
    assert "$" not in qapp.styleSheet()
