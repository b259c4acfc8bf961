"""Every key that the window has, and how recording is begun from elsewhere."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from dabir_desktop.i18n import Interface, Phrase
from dabir_desktop.i18n.bidi import left_to_right
from dabir_desktop.views.buttons import key_words
from dabir_desktop.views.settings_pages.outside_row import OutsideRow
from dabir_desktop.views.settings_pages.sheet import Sheet

_KEYS = Phrase(en="Keys", fa="کلیدها")
_ELSEWHERE = Phrase(en="From outside the window", fa="از بیرون برنامه")
_TOGGLE = Phrase(
    en="Or give a key to this command, in your desktop's keyboard settings. It begins a recording, and ends it:",
    fa="یا در تنظیمات صفحه‌کلید سیستم، برای این فرمان کلیدی بگذارید. ضبط را شروع و تمام می‌کند:",
)
_COMMAND = "dabir-desktop --toggle"


class ShortcutsPage(Sheet):
    """Rows of a name and its keys; `outside` chooses the key that holds in every window."""

    def __init__(self, interface: Interface, actions: Sequence[QAction]) -> None:
        super().__init__(interface)
        self._actions = tuple(action for action in actions if not action.shortcut().isEmpty())
        self._rows = [(QLabel(), QLabel()) for _ in self._actions]
        table = QWidget()
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(8)
        grid.setHorizontalSpacing(24)
        grid.setColumnStretch(0, 1)
        for number, (name, keys) in enumerate(self._rows):
            keys.setProperty("kind", "key")
            grid.addWidget(name, number, 0)
            grid.addWidget(keys, number, 1, alignment=Qt.AlignmentFlag.AlignTrailing)
        self._command = QLabel(left_to_right(_COMMAND))
        self._command.setProperty("kind", "key")
        self._command.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.outside = OutsideRow(interface)
        self.add_heading(_ELSEWHERE)
        self.add(self.outside)
        self.add_sentence(_TOGGLE)
        self.add(self._command)
        self.add_heading(_KEYS)
        self.add(table)
        self.close_up()
        interface.changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        """Says everything in the language of now."""
        for action, (name, keys) in zip(self._actions, self._rows, strict=True):
            name.setText(self._interface.directed(action.text()))
            keys.setText(left_to_right(key_words(action.shortcut())))
        self._command.setAccessibleName(self._interface.text(_TOGGLE))
