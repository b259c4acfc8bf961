"""Every key that there is, place by place, and how recording is begun from elsewhere."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from dabir_desktop.i18n import Interface, Phrase
from dabir_desktop.i18n.bidi import left_to_right
from dabir_desktop.views.buttons import key_words
from dabir_desktop.views.settings_pages.outside_row import OutsideRow
from dabir_desktop.views.settings_pages.sheet import Sheet

_WINDOW = Phrase(en="Everywhere", fa="همه‌جا")
_TEXT = Phrase(en="In an open text", fa="در متنِ باز")
_LIBRARY = Phrase(en="In the library", fa="در کتابخانه")
_ELSEWHERE = Phrase(en="From outside the window", fa="از بیرون برنامه")
_TOGGLE = Phrase(
    en="Or give a key to this command, in your desktop's keyboard settings. It begins a recording, and ends it:",
    fa="یا در تنظیمات صفحه‌کلید سیستم، برای این فرمان کلیدی بگذارید. ضبط را شروع و تمام می‌کند:",
)
_COMMAND = "dabir-desktop --toggle"


@dataclass(frozen=True, slots=True)
class KeyedActions:
    """What has keys: all over the window, in a text that is open, and in the library."""

    window: Sequence[QAction] = ()
    text: Sequence[QAction] = ()
    library: Sequence[QAction] = ()


class ShortcutsPage(Sheet):
    """Rows of a name and its keys; `outside` chooses the key that holds in every window."""

    def __init__(self, interface: Interface, actions: KeyedActions) -> None:
        super().__init__(interface)
        self._rows: list[tuple[QAction, QLabel, QLabel]] = []
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
        for heading, keyed in ((_WINDOW, actions.window), (_TEXT, actions.text), (_LIBRARY, actions.library)):
            self._add_table(heading, [action for action in keyed if not action.shortcut().isEmpty()])
        self.close_up()
        interface.changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        """Says everything in the language of now."""
        for action, name, keys in self._rows:
            name.setText(self._interface.directed(action.text()))
            keys.setText(left_to_right(key_words(action.shortcut())))
        self._command.setAccessibleName(self._interface.text(_TOGGLE))

    def _add_table(self, heading: Phrase, actions: Iterable[QAction]) -> None:
        rows = [(action, QLabel(), QLabel()) for action in actions]
        if not rows:
            return
        table = QWidget()
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(8)
        grid.setHorizontalSpacing(24)
        grid.setColumnStretch(0, 1)
        for number, (_, name, keys) in enumerate(rows):
            keys.setProperty("kind", "key")
            grid.addWidget(name, number, 0)
            grid.addWidget(keys, number, 1, alignment=Qt.AlignmentFlag.AlignTrailing)
        self.add_heading(heading)
        self.add(table)
        self._rows += rows
