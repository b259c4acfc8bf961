"""Cut, copy, paste, select all, for a text field's menu; their keys are the text field's own."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QTextEdit

from dabir_desktop.i18n import Interface, Phrase
from dabir_desktop.i18n.bidi import left_to_right
from dabir_desktop.views.buttons import key_words

_Standard = QKeySequence.StandardKey
_CUT = Phrase(en="Cut", fa="برش")
_COPY = Phrase(en="Copy", fa="کپی")
_PASTE = Phrase(en="Paste", fa="چسباندن")
_SELECT_ALL = Phrase(en="Select all", fa="انتخاب همه")


class ClipboardActions(QObject):
    """Four actions of one page, in the order of a menu; what needs a selection is off without one."""

    def __init__(self, page: QTextEdit, interface: Interface) -> None:
        super().__init__(page)
        self._interface = interface
        self._named = tuple(
            (self._action(slot), phrase, key)
            for slot, phrase, key in (
                (page.cut, _CUT, _Standard.Cut),
                (page.copy, _COPY, _Standard.Copy),
                (page.paste, _PASTE, _Standard.Paste),
                (page.selectAll, _SELECT_ALL, _Standard.SelectAll),
            )
        )
        cut, copy, *_ = self.all
        for action in (cut, copy):
            action.setEnabled(False)
            page.copyAvailable.connect(action.setEnabled)
        interface.changed.connect(self.retranslate)
        self.retranslate()

    @property
    def all(self) -> tuple[QAction, ...]:
        """The actions."""
        return tuple(action for action, _, _ in self._named)

    def retranslate(self) -> None:
        """Speaks the language of now; the key stands beside, though the action does not listen to it."""
        for action, phrase, key in self._named:
            keys = left_to_right(key_words(QKeySequence(key)))
            action.setText(f"{self._interface.text(phrase)}\t{keys}")

    def _action(self, slot: Callable[[], None]) -> QAction:
        action = QAction(self)
        action.triggered.connect(lambda _checked: slot())
        return action
