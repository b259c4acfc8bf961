"""A check box in the window's own look: Qt draws one whose line is lost on a dark ground."""

from typing import Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox

from dabir_desktop.icons import Drawing, paint_drawing
from dabir_desktop.theme import colours_now

_BOX: Final = 18
_GAP: Final = 10
_RADIUS: Final = 5.0


class Tick(QCheckBox):
    """A QCheckBox: a box at the leading edge, then its words."""

    def sizeHint(self) -> QSize:
        """The box and the words."""
        words = self.fontMetrics().horizontalAdvance(self.text())
        return QSize(_BOX + _GAP + words + 4, max(_BOX, self.fontMetrics().height()) + 8)

    def minimumSizeHint(self) -> QSize:
        """Never smaller than its words."""
        return self.sizeHint()

    def hitButton(self, _place: object) -> bool:
        """The words are part of it."""
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        """In the colours of now."""
        colours = colours_now()
        is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRect(self.width() - _BOX - 1 if is_mirrored else 1, (self.height() - _BOX) // 2, _BOX, _BOX)
        is_marked = self.isChecked() or self.hasFocus()
        painter.setPen(QPen(QColor(colours.accent if is_marked else colours.muted), 1.5))
        painter.setBrush(QColor(colours.accent if self.isChecked() else colours.base))
        painter.drawRoundedRect(QRectF(box).adjusted(0.75, 0.75, -0.75, -0.75), _RADIUS, _RADIUS)
        if self.isChecked():
            paint_drawing(painter, box.adjusted(2, 2, -2, -2), drawing=Drawing.CHECK, colour=colours.on_accent)
        painter.setPen(QColor(colours.text))
        taken = _BOX + _GAP
        words = self.rect().adjusted(0 if is_mirrored else taken, 0, -taken if is_mirrored else 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading, self.text())
        painter.end()
