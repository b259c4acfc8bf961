"""The times beside the page: one for each segment, painted and not written, so that no copy holds them.

A timecode is isolated and runs from the left in both languages; the margin lies where reading begins.
"""

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPalette, QTextBlock
from PySide6.QtWidgets import QTextEdit, QWidget

from dabir_desktop.i18n import Interface, Phrase
from dabir_desktop.i18n.amounts import clock_width
from dabir_desktop.models.draft import Draft
from dabir_desktop.views.first_in_sight import first_in_sight

_NAME = Phrase(en="Times of the segments", fa="زمان‌های متن")
_TIP = Phrase(
    en="Click a time to hear from there, double-click it to change it (Ctrl+T)",
    fa="برای شنیدن از اینجا، روی زمان کلیک کنید و برای تغییرش دو بار کلیک کنید (Ctrl+T)",
)
_ROOM = 14
"""Pixels between a time and the text."""


class TimeMargin(QWidget):
    """Times of what is seen. `clicked` and `double_clicked` carry the segment's number."""

    clicked = Signal(int)
    double_clicked = Signal(int)

    def __init__(self, page: QTextEdit, draft: Draft, interface: Interface) -> None:
        super().__init__(page)
        self._page = page
        self._draft = draft
        self._interface = interface
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        page.verticalScrollBar().valueChanged.connect(lambda _value: self.update())
        page.verticalScrollBar().rangeChanged.connect(lambda _least, _most: self.update())
        page.textChanged.connect(self.update)
        page.cursorPositionChanged.connect(self.update)
        draft.changed.connect(lambda _part: self.update())
        interface.changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        """Speaks the language of now."""
        self.setAccessibleName(self._interface.text(_NAME))
        self.setToolTip(self._interface.label(_TIP))
        self.update()

    def sizeHint(self) -> QSize:
        """Wide enough for ten hours."""
        return QSize(self._font_metrics_width() + 2 * _ROOM, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the times of the blocks that are seen."""
        painter = QPainter(self)
        painter.setFont(self._page.font())
        here = self._page.textCursor().blockNumber()
        segments = self._draft.transcript.segments
        block = first_in_sight(self._page)
        while block.isValid() and (top := self._top(block)) < event.rect().bottom():
            number = block.blockNumber()
            if number < len(segments):
                role = QPalette.ColorRole.Link if number == here else QPalette.ColorRole.PlaceholderText
                painter.setPen(self.palette().color(role))
                painter.drawText(self._place(block, top), self._edge(), self._interface.clock(segments[number].start))
            block = block.next()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a time."""
        number = self._number_at(event.position().toPoint())
        if number is not None and event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit(number)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Two clicks on a time."""
        number = self._number_at(event.position().toPoint())
        if number is not None:
            self.double_clicked.emit(number)

    def _number_at(self, point: QPoint) -> int | None:
        number = self._page.cursorForPosition(QPoint(self._page.viewport().width() // 2, point.y())).blockNumber()
        return number if number < len(self._draft.transcript.segments) else None

    def _top(self, block: QTextBlock) -> int:
        layout = self._page.document().documentLayout()
        return round(layout.blockBoundingRect(block).top()) - self._page.verticalScrollBar().value()

    def _place(self, block: QTextBlock, top: int) -> QRect:
        line = block.layout().lineAt(0) if block.layout().lineCount() else None
        height = round(line.height()) if line is not None else self.fontMetrics().height()
        return QRect(_ROOM, top, self.width() - 2 * _ROOM, height)

    def _edge(self) -> Qt.AlignmentFlag:
        """Beside the text, in the middle of its first line."""
        beside = Qt.AlignmentFlag.AlignLeft if self._interface.is_right_to_left else Qt.AlignmentFlag.AlignRight
        return beside | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute

    def _font_metrics_width(self) -> int:
        return clock_width(self._interface, self._page.fontMetrics())
