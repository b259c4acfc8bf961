"""What stands over the list of deleted items: what the list is, what can be done with it, and the way back."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from dabir_desktop.i18n import Interface, Phrase
from dabir_desktop.views.library_actions import LibraryActions

_WHAT = Phrase(en="Deleted; gone for good after {days} days", fa="حذف‌شده‌ها؛ بعد از {days} روز برای همیشه پاک می‌شوند")
_BACK = Phrase(en="Back to the library", fa="بازگشت به کتابخانه")
_DAYS = "30"


class BinBar(QWidget):
    """The bar. `left`: somebody wants the library back."""

    left = Signal()

    def __init__(self, actions: LibraryActions, interface: Interface, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._interface = interface
        self._what = QLabel()
        self._what.setProperty("kind", "heading")
        self._what.setWordWrap(True)
        self._back = QToolButton()
        self._back.clicked.connect(self.left)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._what, 1)
        self._buttons = {action: _button(action) for action in (actions.restore, actions.empty_bin)}
        for button in (*self._buttons.values(), self._back):
            button.setProperty("kind", "quiet")
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            row.addWidget(button)
        interface.changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        """Says everything in the language of now."""
        self._what.setText(self._interface.label(_WHAT, days=self._interface.digits(_DAYS)))
        self._back.setText(self._interface.text(_BACK))
        self._back.setAccessibleName(self._interface.text(_BACK))
        for action, button in self._buttons.items():
            button.setAccessibleName(action.text())


def _button(action: QAction) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(action)
    return button
