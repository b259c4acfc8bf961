"""What lies over the text without being in it: the lit word, what was found, and faint marks of half-spaces.

All of it is painted (extra selections, and lines over the text), so that nothing of it is undone, copied or saved.
"""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QPoint, QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPalette, QPen, QTextBlock, QTextCursor, QTextLine
from PySide6.QtWidgets import QTextEdit

from dabir_core.text.script import ZWNJ
from dabir_desktop.editing import Match
from dabir_desktop.utf16 import to_units
from dabir_desktop.views.first_in_sight import first_in_sight
from dabir_desktop.word_places import WordPlace

_LIT_ALPHA = 70
_FOUND_ALPHA = 45
_FAINT_ALPHA = 150


class PageMarks:
    """Marks of one page."""

    def __init__(self, page: QTextEdit) -> None:
        self._page = page
        self._lit: WordPlace | None = None
        self._found: Sequence[Match] = ()

    @property
    def lit(self) -> WordPlace | None:
        """The word that is lit."""
        return self._lit

    def light(self, place: WordPlace | None) -> None:
        """Lights this word and no other."""
        if place != self._lit:
            self._lit = place
            self.refresh()

    def show_found(self, matches: Sequence[Match]) -> None:
        """Marks these places."""
        self._found = matches
        self.refresh()

    def refresh(self) -> None:
        """Lays the marks anew: for another scroll position, other colours, another text."""
        accent = self._page.palette().color(QPalette.ColorRole.Highlight)
        marks = [self._mark(each, accent, _FOUND_ALPHA) for each in self._found_in_sight()]
        if self._lit is not None:
            marks.append(self._mark(self._lit, accent, _LIT_ALPHA))
        self._page.setExtraSelections(marks)

    def cursor(self, number: int, first: int, *, last: int) -> QTextCursor:
        """A cursor over these signs of segment number `number`; of what is gone, over what is left of it."""
        document = self._page.document()
        block = document.findBlockByNumber(min(number, document.blockCount() - 1))
        text = block.text()
        cursor = QTextCursor(block)
        cursor.setPosition(block.position() + min(block.length() - 1, to_units(text, first)))
        end = block.position() + min(block.length() - 1, to_units(text, last))
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def paint_half_spaces(self, painter: QPainter) -> None:
        """A faint hook under each half-space that is seen; it has no width of its own."""
        colour = QColor(self._page.palette().color(QPalette.ColorRole.Link))
        colour.setAlpha(_FAINT_ALPHA)
        painter.setPen(QPen(colour, 1.2))
        offset = QPointF(-self._page.horizontalScrollBar().value(), -self._page.verticalScrollBar().value())
        for block in self._in_sight():
            for line in _half_spaces(block):
                painter.drawLine(line.bottomLeft() + offset, line.topRight() + offset)

    def _in_sight(self) -> Iterator[QTextBlock]:
        viewport = self._page.viewport()
        block = first_in_sight(self._page)
        last = self._page.cursorForPosition(QPoint(viewport.width(), viewport.height())).blockNumber()
        while block.isValid() and block.blockNumber() <= last:
            yield block
            block = block.next()

    def _found_in_sight(self) -> list[WordPlace]:
        if not self._found:
            return []
        seen = {block.blockNumber() for block in self._in_sight()}
        found = (match for match in self._found if match.segment in seen)
        return [WordPlace(match.segment, match.place.first, match.place.last) for match in found]

    def _mark(self, place: WordPlace, colour: QColor, alpha: int) -> QTextEdit.ExtraSelection:
        mark = QTextEdit.ExtraSelection()
        ground = QColor(colour)
        ground.setAlpha(alpha)
        mark.format.setBackground(ground)
        mark.cursor = self.cursor(place.segment, place.first, last=place.last)
        return mark


def _half_spaces(block: QTextBlock) -> Iterator[QRectF]:
    """A small upright under each half-space of a block, in the document's own place."""
    text, layout = block.text(), block.layout()
    origin = layout.position()
    at = text.find(ZWNJ)
    while at >= 0:
        units = to_units(text, at)
        line = layout.lineForTextPosition(units)
        if line.isValid():
            x = _across(line, units)
            bottom = origin.y() + line.y() + line.ascent() + line.descent()
            yield QRectF(origin.x() + x, bottom - 4.0, 0.0, 5.0)
        at = text.find(ZWNJ, at + 1)


def _across(line: QTextLine, units: int) -> float:
    """PySide gives the place with the position it belongs to, and types neither."""
    across = line.cursorToX(units)
    place = across[0] if isinstance(across, tuple) else across
    assert isinstance(place, float)
    return place
