"""The editor's row of buttons: no word is cut."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from dabir_desktop.i18n import Interface
from dabir_desktop.views.editing_actions import EditingActions
from dabir_desktop.views.editor_bar import EditorBar

WIDE, NARROW = 1100, 560
WITH_WORDS = Qt.ToolButtonStyle.ToolButtonTextBesideIcon


def worded(width: int, interface: Interface, qtbot: QtBot) -> int:
    """How many buttons have words, none of which is cut."""
    window = QWidget()
    qtbot.addWidget(window)
    actions = EditingActions(window, interface)
    bar = EditorBar(actions, mending=QMenu(window), exports=QMenu(window))
    bar.setParent(window)
    bar.setFixedWidth(width)
    window.show()
    buttons = bar.findChildren(QToolButton)
    qtbot.waitUntil(lambda: all(button.width() >= button.sizeHint().width() for button in buttons))
    return sum(button.toolButtonStyle() is WITH_WORDS for button in buttons)


@pytest.mark.parametrize(("width", "count"), [(WIDE, 5), (NARROW, 1)])
def test_words_are_shown_where_all_have_room(width: int, count: int, english: Interface, qtbot: QtBot) -> None:
    assert worded(width, english, qtbot) == count


def test_in_persian_too(persian: Interface, qtbot: QtBot) -> None:
    assert worded(NARROW, persian, qtbot) == 1
