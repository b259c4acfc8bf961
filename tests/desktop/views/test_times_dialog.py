"""Typing a segment's times."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from dabir_desktop.i18n import Interface
from dabir_desktop.views.times_dialog import TimesDialog
from tests.desktop.spoken import spoken

TALK = spoken("یک دو", "سه", "چهار")  # from 0, 2 and 3.5 s


@pytest.fixture
def dialog(persian: Interface, qtbot: QtBot) -> Iterator[TimesDialog]:
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = TimesDialog(TALK, 1, interface=persian, parent=parent)
    dialog.open()
    yield dialog
    parent.close()


def test_times_run_from_the_left_in_a_persian_window(dialog: TimesDialog) -> None:
    assert (dialog.start.text(), dialog.end.text()) == ("۰:۰۰:۰۲٫۰۰۰", "۰:۰۰:۰۲٫۵۰۰")
    assert dialog.start.layoutDirection() == Qt.LayoutDirection.LeftToRight
    assert dialog.layoutDirection() == Qt.LayoutDirection.RightToLeft


def test_what_is_typed_is_told(dialog: TimesDialog, qtbot: QtBot) -> None:
    dialog.start.setText("۰:۰۱٫۵")
    dialog.end.setText("3.25")
    with qtbot.waitSignal(dialog.chosen) as chosen:
        QTest.keyClick(dialog.end, Qt.Key.Key_Return)
    assert chosen.args == [1, 1.5, 3.25]


@pytest.mark.parametrize(("start", "end"), [("2.5", "2.5"), ("9", "10"), ("", "3"), ("abc", "3")])
def test_times_that_cannot_be_are_not_taken(dialog: TimesDialog, start: str, end: str, qtbot: QtBot) -> None:
    dialog.start.setText(start)
    dialog.end.clear()
    QTest.keyClicks(dialog.end, end)
    assert dialog.times() is None
    with qtbot.assertNotEmitted(dialog.chosen):
        QTest.keyClick(dialog.end, Qt.Key.Key_Return)
    assert dialog.isVisible()
