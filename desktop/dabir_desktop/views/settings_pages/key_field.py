"""A field that takes a key as it is pressed.

Qt's own (QKeySequenceEdit) writes keys in Qt's Persian, which stands on no keyboard.
"""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit

from dabir_desktop.i18n.bidi import left_to_right
from dabir_desktop.views.buttons import key_words

_MODIFIERS = frozenset({Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Shift, Qt.Key.Key_Meta})
_OF_THE_DIALOG = frozenset({Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter})


class KeyField(QLineEdit):
    """`pressed` carries a key («Ctrl+Alt+R») that was pressed while the field had the focus; Tab leaves it."""

    pressed = Signal(str)

    def __init__(self, written: str) -> None:
        super().__init__()
        self._written = written
        self.setReadOnly(True)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.show_key(written)

    @property
    def written(self) -> str:
        """The key that it shows."""
        return self._written

    def show_key(self, written: str) -> None:
        """Shows a key as keyboards have it."""
        self._written = written
        self.setText(left_to_right(key_words(QKeySequence(written))))

    def event(self, event: QEvent) -> bool:
        """No shortcut of the window is triggered by what is pressed here."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Takes the key, with what is held down beside it."""
        if event.key() in _OF_THE_DIALOG:
            super().keyPressEvent(event)
        elif event.key() not in _MODIFIERS:
            sequence = QKeySequence(event.keyCombination())
            self.show_key(sequence.toString(QKeySequence.SequenceFormat.PortableText))
            self.pressed.emit(self._written)
