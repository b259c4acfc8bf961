"""Everything by keys: Tab reaches each control, in the order of reading, and every action tells its key."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QApplication,
    QComboBox,
    QLineEdit,
    QRadioButton,
    QScrollBar,
    QTextEdit,
    QWidget,
)

from dabir_desktop.views.buttons import key_words
from tests.desktop.geometry import settle
from tests.desktop.looks.scenes import SCENES
from tests.desktop.looks.stage import Stage

CONTROLS = QAbstractButton | QAbstractItemView | QAbstractSlider | QComboBox | QLineEdit | QTextEdit
PAGES = (
    "idle-recovery",
    "library",
    "welcome-hub-away",
    "recording",
    "working",
    "reading-find",
    "reading-doubts",
    "settings-models-coming",
    "settings-folders",
    "settings-privacy-sure",
    "dialog-times",
    "dialog-link",
)

pytestmark = pytest.mark.parametrize("stage", ["fa", "en"], indirect=True)


@pytest.mark.parametrize("scene", PAGES)
def test_tab_reaches_every_control_in_the_order_of_reading(stage: Stage, scene: str) -> None:
    shown = SCENES[scene](stage)
    settle()
    reached = tabbed(shown)
    missed = [told(each) for each in controls(shown) if each not in reached]
    assert missed == []
    assert disorder(reached) == []


def test_every_action_of_the_window_has_a_key_that_its_button_tells(stage: Stage) -> None:
    actions = stage.window.actions()
    assert [action.text() for action in actions if action.shortcut().isEmpty()] == []
    tips = "\n".join(each.toolTip() for each in stage.window.findChildren(QAbstractButton))
    shown = (stage.window.actions_of.record, stage.window.actions_of.library, stage.window.actions_of.settings)
    assert [action.text() for action in shown if f"({key_words(action.shortcut())})" not in tips] == []


def test_every_action_of_editing_has_a_key_of_its_own(stage: Stage) -> None:
    editor = stage.desktop.house.reading.page.editor
    actions: list[QAction] = [each for each in editor.actions() if not each.isSeparator()]
    assert [action.text() for action in actions if action.shortcut().isEmpty()] == []
    keys = [action.shortcut().toString() for action in actions]
    assert len(set(keys)) == len(keys)


def controls(shown: QWidget) -> list[QWidget]:
    """What can be used now; of a group of radio buttons the chosen one stands for all."""
    seen = (each for each in shown.findChildren(QWidget) if isinstance(each, CONTROLS) and each.isVisible())
    return [
        each
        for each in seen
        if each.isEnabled()
        and not isinstance(each, QScrollBar)
        and not isinstance(each.parentWidget(), QLineEdit | QComboBox)
        and not (isinstance(each, QRadioButton) and not each.isChecked())
    ]


def tabbed(shown: QWidget) -> list[QWidget]:
    """Where the focus goes by Tab, once around."""
    window = shown.window()
    window.activateWindow()
    settle()
    focused = QApplication.focusWidget() or window
    order = [focused]
    for _ in range(100):
        QTest.keyClick(focused, Qt.Key.Key_Tab)
        focused = QApplication.focusWidget() or window
        if focused in order:
            break
        order.append(focused)
    return order


def disorder(reached: list[QWidget]) -> list[str]:
    """Neighbours in one row that are reached against the direction of reading."""
    found = []
    for one, other in pairwise(reached):
        if one.parentWidget() is not other.parentWidget():
            continue
        first, second = place(one), place(other)
        is_row = first.top() <= second.center().y() <= first.bottom()
        holder = one.parentWidget()
        from_right = holder is not None and holder.isRightToLeft()
        if is_row and (first.x() < second.x()) == from_right:
            found.append(f"{told(one)} before {told(other)}")
        if not is_row and second.bottom() < first.top() and reached.index(other) > reached.index(one):
            found.append(f"{told(one)} below {told(other)}")
    return found


def place(widget: QWidget) -> QRect:
    return QRect(widget.mapTo(widget.window(), QPoint(0, 0)), widget.size())


def told(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.accessibleName() or widget.property('text')}"
