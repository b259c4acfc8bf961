"""The light that says whether sound is taken: red while it is, a ring while it is not."""

from typing import Final

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from dabir_core.record import SessionState
from dabir_desktop.theme import colours_now

_SIDE: Final = 16


class RecordLight(QWidget):
    """A dot of sixteen pixels; the words beside it say the same."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = SessionState.STOPPED
        self.setFixedSize(QSize(_SIDE, _SIDE))

    def show_state(self, state: SessionState) -> None:
        """What the recording does."""
        self._state = state
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A dot, or a ring."""
        colours = colours_now()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = QPointF(_SIDE / 2, _SIDE / 2)
        if self._state is SessionState.RECORDING:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.danger))
            painter.drawEllipse(middle, 6.5, 6.5)
            return
        is_waiting = self._state is SessionState.WAITING
        painter.setPen(QPen(QColor(colours.warning if is_waiting else colours.muted), 2))
        painter.drawEllipse(middle, 5.5, 5.5)
