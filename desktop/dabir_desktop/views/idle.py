"""The page that the window begins with: the drop zone, the quiet line, and the one promise."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from dabir_desktop.i18n import Interface, Phrase
from dabir_desktop.views.actions import Actions
from dabir_desktop.views.drop_zone import DropZone
from dabir_desktop.views.quiet_line import QuietLine

_PROMISE = Phrase(en="Your sound stays on this computer.", fa="صدای شما روی همین رایانه می‌ماند.")


class IdlePage(QWidget):
    """`zone` and `line` are its two parts, for whoever listens to them."""

    def __init__(self, interface: Interface, actions: Actions) -> None:
        super().__init__()
        self._interface = interface
        self.zone = DropZone(interface, actions)
        self.line = QuietLine(interface)
        self._promise = QLabel()
        self._promise.setProperty("kind", "muted")
        self._promise.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 8, 24, 18)
        column.setSpacing(10)
        self._column = column
        column.addWidget(self.zone, 1)
        column.addWidget(self.line)
        column.addWidget(self._promise)
        interface.changed.connect(self.retranslate)
        self.retranslate()

    def put_above(self, card: QWidget) -> None:
        """Puts something over the drop zone that is seen only at times."""
        self._column.insertWidget(0, card)

    def retranslate(self) -> None:
        """Says everything in the language of now."""
        self._promise.setText(self._interface.label(_PROMISE))
