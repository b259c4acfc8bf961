"""A drop-down list in the window's own look: Qt draws no arrow where a stylesheet has rounded its frame.

Nor does Qt elide its text there: a long name would be cut, at its beginning where the window reads from the right.
"""

from typing import Final

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QHelpEvent, QPaintEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter, QToolTip

from dabir_desktop.icons import Drawing, paint_drawing
from dabir_desktop.theme import colours_now

_SIDE: Final = 16
_MARGIN: Final = 10


class Dropdown(QComboBox):
    """A QComboBox with an arrow at its trailing edge; a text that is too long is whole in its tool tip."""

    @property
    def shown_text(self) -> str:
        """As much of the text as there is room for."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        return self._elided(option)

    def event(self, event: QEvent) -> bool:
        """The tool tip of a text that is cut off is the text."""
        if isinstance(event, QHelpEvent) and self.shown_text != self.currentText():
            QToolTip.showText(event.globalPos(), f"{self.accessibleName()}: {self.currentText()}", self)
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The list's frame and text, and the arrow."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        option.currentText = self._elided(option)
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        left = _MARGIN if is_mirrored else self.width() - _MARGIN - _SIDE
        rect = QRect(left, (self.height() - _SIDE) // 2, _SIDE, _SIDE)
        paint_drawing(painter, rect, drawing=Drawing.DOWN, colour=colours_now().muted)
        painter.end()

    def _elided(self, option: QStyleOptionComboBox) -> str:
        part = QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, self).width()
        return self.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, room - 2)
