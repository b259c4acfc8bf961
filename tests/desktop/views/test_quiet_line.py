"""The line with model and language."""

import pytest
from PySide6.QtWidgets import QMenu, QToolButton
from pytestqt.qtbot import QtBot

from dabir_desktop.i18n import Interface
from dabir_desktop.views.quiet_line import ModelChoice, QuietLine

CHOICES = (ModelChoice("me--small-fa", "small-fa"), ModelChoice("demo", "demo", is_demo=True))


@pytest.fixture
def line(english: Interface, qtbot: QtBot) -> QuietLine:
    line = QuietLine(english)
    qtbot.addWidget(line)
    line.show_choices(CHOICES, model="me--small-fa", spoken="fa")
    return line


def opened(line: QuietLine, place: int) -> QMenu:
    menu = line.findChildren(QToolButton)[place].menu()
    menu.aboutToShow.emit()
    return menu


def test_it_says_what_is_chosen(line: QuietLine, english: Interface) -> None:
    model, spoken = line.findChildren(QToolButton)
    assert "small-fa" in model.text()
    assert "فارسی" in spoken.text()
    english.speak("fa")
    assert model.text().startswith("مدل")
    english.speak("en")


def test_another_model_can_be_chosen(line: QuietLine, qtbot: QtBot) -> None:
    menu = opened(line, 0)
    assert [action.isChecked() for action in menu.actions()] == [True, False]
    with qtbot.waitSignal(line.model_chosen) as chosen:
        menu.actions()[1].trigger()
    assert chosen.args == ["demo"]


def test_another_language_can_be_chosen(line: QuietLine, qtbot: QtBot) -> None:
    menu = opened(line, 1)
    with qtbot.waitSignal(line.spoken_chosen) as chosen:
        menu.actions()[0].trigger()
    assert chosen.args == ["auto"]


def test_a_list_that_is_opened_twice_is_not_twice_as_long(line: QuietLine) -> None:
    assert len(opened(line, 1).actions()) == len(opened(line, 1).actions())
