"""What stands over the list of deleted items: the way back, what the list is, and what can be done with it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from dabir_desktop.i18n import Interface, Phrase
from dabir_desktop.icons import Drawing
from dabir_desktop.library.bin import KEEP_DAYS
from dabir_desktop.views.buttons import name_control, tool_button
from dabir_desktop.views.library_actions import LibraryActions

_WHAT = Phrase(en="Deleted items", fa="حذف‌شده‌ها")
_HOW_LONG = Phrase(en="They go for good after {days} days.", fa="پس از {days} روز پاک می‌شوند.")
_BACK = Phrase(en="Back to the library", fa="بازگشت به کتابخانه")


class BinBar(QWidget):
    """The bar. `left`: somebody wants the library back."""

    left = Signal()

    def __init__(self, actions: LibraryActions, interface: Interface, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._interface = interface
        self._back = tool_button(Drawing.BACK)
        self._back.clicked.connect(self.left)
        self._what, self._how_long = QLabel(), QLabel()
        self._what.setProperty("kind", "heading")
        self._how_long.setProperty("kind", "muted")
        self._how_long.setWordWrap(True)
        self._buttons = {action: _button(action) for action in (actions.restore, actions.empty_bin)}
        self._lay_out()
        interface.changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        """Says everything in the language of now."""
        self._what.setText(self._interface.label(_WHAT))
        days = self._interface.digits(f"{KEEP_DAYS:.0f}")
        self._how_long.setText(self._interface.label(_HOW_LONG, days=days))
        name_control(self._back, self._interface.text(_BACK))
        for action, button in self._buttons.items():
            button.setAccessibleName(action.text())

    def _lay_out(self) -> None:
        first, last = QHBoxLayout(), QHBoxLayout()
        first.addWidget(self._back)
        first.addWidget(self._what, 1)
        for button in self._buttons.values():
            last.addWidget(button)
        last.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(first)
        column.addWidget(self._how_long)
        column.addLayout(last)


def _button(action: QAction) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(action)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
