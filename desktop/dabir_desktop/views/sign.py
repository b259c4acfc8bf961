"""An icon that is only looked at: painted in the colours of now, so that no pixmap has to be renewed."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from dabir_desktop.icons import Drawing, paint_drawing
from dabir_desktop.theme import colours_now


class Sign(QWidget):
    """A drawing of `size` pixels; inside a soft circle of twice that size if `is_encircled`."""

    def __init__(self, drawing: Drawing, *, size: int = 20, is_encircled: bool = False) -> None:
        super().__init__()
        self._drawing = drawing
        self._size = size
        self._is_encircled = is_encircled
        self._is_trouble = False
        whole = 2 * size if is_encircled else size
        self.setFixedSize(whole, whole)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def draw(self, drawing: Drawing, *, is_trouble: bool = False) -> None:
        """Another drawing, of the accent's colour or of trouble's."""
        self._drawing, self._is_trouble = drawing, is_trouble
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """In the colours of now."""
        colours = colours_now()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._is_encircled:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.soft))
            painter.drawEllipse(self.rect())
        inset = (self.width() - self._size) // 2
        colour = colours.danger if self._is_trouble else colours.accent
        paint_drawing(painter, QRect(inset, inset, self._size, self._size), drawing=self._drawing, colour=colour)
        painter.end()
