"""Push to talk: sound is taken while a key is held down and the window is in front. No key is watched elsewhere."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

DEFAULT_KEY: Final = Qt.Key.Key_F9
"""Types nothing, and no desktop takes it."""


class PushToTalk(QObject):
    """Watches one key in one window.

    pressed   the key went down
    released  it came up, or the window is no more in front
    """

    pressed = Signal()
    released = Signal()

    def __init__(self, window: QWidget, key: Qt.Key = DEFAULT_KEY) -> None:
        super().__init__(window)
        self._window, self._key = window, key
        self._is_held = False
        application = QApplication.instance()
        assert application is not None
        application.installEventFilter(self)

    def set_key(self, key: Qt.Key) -> None:
        """Another key from now on."""
        self._release()
        self._key = key

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Takes the key from whatever has the focus; repeats of a held key are neither presses nor releases."""
        if event.type() in (QEvent.Type.WindowDeactivate, QEvent.Type.Close) and watched is self._window:
            self._release()
        if not isinstance(event, QKeyEvent) or event.key() != self._key or event.modifiers():
            return False
        if event.type() not in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease) or not self._is_ours(watched):
            return False
        if not event.isAutoRepeat():
            self._take(event.type() == QEvent.Type.KeyPress)
        return True

    def _take(self, is_down: bool) -> None:
        if is_down and not self._is_held:
            self._is_held = True
            self.pressed.emit()
        elif not is_down:
            self._release()

    def _release(self) -> None:
        if self._is_held:
            self._is_held = False
            self.released.emit()

    def _is_ours(self, watched: QObject) -> bool:
        return isinstance(watched, QWidget) and watched.window() is self._window
