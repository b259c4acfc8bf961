"""Everything that the keyboard can ask of the window, with its words and its keys.

Buttons trigger these actions, so that there is one place where a key stands. Keys that Qt has a standard for are
written out all the same: they are the same on every system that we know users of, but for the Mac's Command key, which
Qt puts in the place of Ctrl.
"""

from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from dabir_desktop.i18n import Interface, Phrase

_RECORD = Phrase(en="Record", fa="ضبط")
_FILES = Phrase(en="Open files", fa="باز کردن فایل")
_FOLDER = Phrase(en="Open a folder", fa="باز کردن پوشه")
_LINK = Phrase(en="Open a link", fa="باز کردن پیوند")
_PASTE = Phrase(en="Paste a link or a file", fa="چسباندن پیوند یا فایل")
_BACK = Phrase(en="Back", fa="بازگشت")
_LIBRARY = Phrase(en="Library", fa="کتابخانه")
_QUEUE = Phrase(en="Show the queue", fa="نمایش صف کارها")
_LANGUAGE = Phrase(en="فارسی", fa="English")
_THEME = Phrase(en="Light or dark", fa="روشن یا تیره")
_SETTINGS = Phrase(en="Settings", fa="تنظیمات")
_LEAVE = Phrase(en="Quit", fa="خروج")


class Actions(QObject):
    """The window's actions; connect to their `triggered`."""

    def __init__(self, window: QWidget, interface: Interface) -> None:
        super().__init__(window)
        self._window = window
        self._interface = interface
        self._phrases: dict[QAction, Phrase] = {}
        self.record: Final = self._action(_RECORD, "Ctrl+R")
        self.files: Final = self._action(_FILES, "Ctrl+O")
        self.folder: Final = self._action(_FOLDER, "Ctrl+Shift+O")
        self.link: Final = self._action(_LINK, "Ctrl+L")
        self.paste: Final = self._action(_PASTE, "Ctrl+V")
        self.back: Final = self._action(_BACK, "Ctrl+W")
        self.library: Final = self._action(_LIBRARY, "Ctrl+B")
        self.library.setCheckable(True)
        self.queue: Final = self._action(_QUEUE, "Ctrl+J")
        self.language: Final = self._action(_LANGUAGE, "Ctrl+Shift+L")
        self.theme: Final = self._action(_THEME, "Ctrl+Shift+D")
        self.settings: Final = self._action(_SETTINGS, "Ctrl+,")
        self.leave: Final = self._action(_LEAVE, "Ctrl+Q")
        interface.changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        """Says everything in the language of now."""
        for action, phrase in self._phrases.items():
            action.setText(self._interface.text(phrase))

    def _action(self, phrase: Phrase, *keys: str) -> QAction:
        action = QAction(self._window)
        action.setShortcuts([QKeySequence(key) for key in keys])
        self._window.addAction(action)
        self._phrases[action] = phrase
        return action
