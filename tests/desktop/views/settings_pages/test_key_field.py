"""A field that takes a key as it is pressed."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from dabir_desktop.i18n import Interface
from dabir_desktop.i18n.bidi import left_to_right
from dabir_desktop.views.settings_pages.key_field import KeyField

CTRL_ALT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


@pytest.fixture
def field(persian: Interface, qtbot: QtBot) -> KeyField:
    field = KeyField("F9")
    qtbot.addWidget(field)
    return field


def test_a_key_is_taken_with_its_modifiers_and_written_as_keyboards_have_it(field: KeyField, qtbot: QtBot) -> None:
    with qtbot.waitSignal(field.pressed) as pressed:
        qtbot.keyClick(field, Qt.Key.Key_R, CTRL_ALT)
    assert pressed.args == ["Ctrl+Alt+R"]
    assert field.text() == left_to_right("Ctrl+Alt+R")


def test_a_modifier_alone_is_no_key_yet(field: KeyField, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(field.pressed):
        qtbot.keyClick(field, Qt.Key.Key_Control, Qt.KeyboardModifier.ControlModifier)
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.written == "F9"


def test_no_shortcut_of_the_window_hears_it(field: KeyField) -> None:
    event = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_R, CTRL_ALT)
    event.ignore()
    QApplication.sendEvent(field, event)
    assert event.isAccepted()
