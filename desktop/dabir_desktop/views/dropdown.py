"""A drop-down list in the window's own look: Qt draws no arrow where a stylesheet has rounded its frame."""

from typing import Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox

from dabir_desktop.icons import Drawing, paint_drawing
from dabir_desktop.theme import colours_now

_SIDE: Final = 16
_MARGIN: Final = 10


class Dropdown(QComboBox):
    """A QComboBox with an arrow at its trailing edge."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """The list's frame and text, and the arrow."""
        super().paintEvent(event)
        is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        left = _MARGIN if is_mirrored else self.width() - _MARGIN - _SIDE
        painter = QPainter(self)
        rect = QRect(left, (self.height() - _SIDE) // 2, _SIDE, _SIDE)
        paint_drawing(painter, rect, drawing=Drawing.DOWN, colour=colours_now().muted)
        painter.end()
