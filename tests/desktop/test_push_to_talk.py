"""A held key, as far as the window is in front."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from dabir_desktop.push_to_talk import PushToTalk

KEY = Qt.Key.Key_F8
NONE = Qt.KeyboardModifier.NoModifier


class Held:
    """A window with a field that has the focus, and what its key told."""

    def __init__(self, qtbot: QtBot) -> None:
        self.window = QWidget()
        self.field = QLineEdit()
        QVBoxLayout(self.window).addWidget(self.field)
        qtbot.addWidget(self.window)
        self.window.show()
        self.told: list[str] = []
        self.key = PushToTalk(self.window, KEY)
        self.key.pressed.connect(lambda: self.told.append("pressed"))
        self.key.released.connect(lambda: self.told.append("released"))

    def send(self, kind: QEvent.Type, *, is_repeat: bool = False, modifiers: Qt.KeyboardModifier = NONE) -> None:
        QApplication.sendEvent(self.field, QKeyEvent(kind, KEY, modifiers, "", is_repeat))


@pytest.fixture
def held(qtbot: QtBot) -> Iterator[Held]:
    held = Held(qtbot)
    yield held
    QApplication.instance().removeEventFilter(held.key)  # type: ignore[union-attr] # there is one


def test_a_held_key_is_one_press_and_one_release(held: Held, qtbot: QtBot) -> None:
    held.send(QEvent.Type.KeyPress)
    for _ in range(5):
        held.send(QEvent.Type.KeyRelease, is_repeat=True)
        held.send(QEvent.Type.KeyPress, is_repeat=True)
    assert held.told == ["pressed"]
    held.send(QEvent.Type.KeyRelease)
    assert held.told == ["pressed", "released"]


def test_a_window_that_is_no_more_in_front_hears_no_more(held: Held) -> None:
    held.send(QEvent.Type.KeyPress)
    QApplication.sendEvent(held.window, QEvent(QEvent.Type.WindowDeactivate))
    held.send(QEvent.Type.KeyRelease)
    assert held.told == ["pressed", "released"]


def test_other_keys_type(held: Held, qtbot: QtBot) -> None:
    QTest.keyClicks(held.field, "abc")
    held.send(QEvent.Type.KeyPress, modifiers=Qt.KeyboardModifier.ControlModifier)
    assert held.told == []
    assert held.field.text() == "abc"


def test_another_key_may_be_chosen(held: Held, qtbot: QtBot) -> None:
    held.send(QEvent.Type.KeyPress)
    held.key.set_key(Qt.Key.Key_F9)
    assert held.told == ["pressed", "released"]
    held.send(QEvent.Type.KeyPress)
    assert held.told == ["pressed", "released"]
    QTest.keyPress(held.field, Qt.Key.Key_F9)
    assert held.told[-1] == "pressed"


def test_another_window_has_keys_of_its_own(held: Held, qtbot: QtBot) -> None:
    other = QLineEdit()
    qtbot.addWidget(other)
    QTest.keyPress(other, KEY)
    assert held.told == []
