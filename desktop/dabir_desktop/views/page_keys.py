"""What keys and clicks mean on the page, where they mean more than in any text field.

Enter cuts a segment in two, Backspace at its beginning and Delete at its end join it to its neighbour, Shift+Space
writes a half-space. A click places the caret and plays from the word under it, unless that was switched off; with Ctrl
it always plays. Dragging and Shift select and play nothing; a double click, which selects a word, takes back
the playing that its first half began.
"""

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QApplication, QTextEdit

from dabir_core.text.script import ZWNJ

_Key = Qt.Key
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_CONTROL = Qt.KeyboardModifier.ControlModifier
_NONE = Qt.KeyboardModifier.NoModifier


class PageKeys(QObject):
    """Listens to a page. `split_asked`; `merge_asked` with the first of two segments; `word_clicked`, and
    `click_taken_back` when that was but the first half of a double click.
    """

    split_asked = Signal()
    merge_asked = Signal(int)
    word_clicked = Signal()
    click_taken_back = Signal()

    def __init__(self, page: QTextEdit) -> None:
        super().__init__(page)
        self._page = page
        self.plays_on_click = True
        self._pressed_at: QPoint | None = None
        self._has_played = False
        page.installEventFilter(self)
        page.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Takes what means more here; the rest is the text field's."""
        if isinstance(event, QKeyEvent) and watched is self._page:
            if event.type() == QEvent.Type.ShortcutOverride:
                return self._is_claimed(event)
            return event.type() == QEvent.Type.KeyPress and self._is_taken(event)
        if isinstance(event, QMouseEvent) and watched is self._page.viewport():
            self._clicked(event)
        return False

    def _is_claimed(self, event: QKeyEvent) -> bool:
        """Before shortcuts are looked up: the half-space is ours; undoing is not the text field's but the draft's."""
        if _is_half_space(event):
            event.accept()
            return True
        standard = QKeySequence.StandardKey
        is_history = event.matches(standard.Undo) or event.matches(standard.Redo)
        if is_history:
            event.ignore()
        return is_history

    def _is_taken(self, event: QKeyEvent) -> bool:
        cursor = self._page.textCursor()
        if _is_half_space(event):
            cursor.insertText(ZWNJ)
        elif event.key() in (_Key.Key_Return, _Key.Key_Enter):
            self.split_asked.emit()
        elif cursor.hasSelection() or event.modifiers() & ~_CONTROL:
            return False
        elif event.key() == _Key.Key_Backspace and cursor.atBlockStart():
            self.merge_asked.emit(cursor.blockNumber() - 1)
        elif event.key() == _Key.Key_Delete and cursor.atBlockEnd():
            self.merge_asked.emit(cursor.blockNumber())
        else:
            return False
        return True

    def _clicked(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        is_left = event.button() == Qt.MouseButton.LeftButton
        if event.type() == QEvent.Type.MouseButtonPress and is_left:
            self._pressed_at = point
        elif event.type() == QEvent.Type.MouseButtonDblClick:
            self._pressed_at = None
            if self._has_played:
                self.click_taken_back.emit()
        elif event.type() == QEvent.Type.MouseButtonRelease and is_left and self._pressed_at is not None:
            is_near = (point - self._pressed_at).manhattanLength() < QApplication.startDragDistance()
            self._pressed_at = None
            self._has_played = is_near and self._plays(event.modifiers())
            if self._has_played:
                self.word_clicked.emit()

    def _plays(self, modifiers: Qt.KeyboardModifier) -> bool:
        return modifiers == _CONTROL or (modifiers == _NONE and self.plays_on_click)


def _is_half_space(event: QKeyEvent) -> bool:
    return event.key() == _Key.Key_Space and event.modifiers() == _SHIFT
