"""Text of any direction painted into lists: at the window's leading edge, in the order of its own letters.

A list is scanned along one edge, so all lines begin there; a line runs as most of its letters do. Numbers and marks
alone run as the window does.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QTextCharFormat, QTextLayout, QTextOption

from dabir_core.sentences import Language
from dabir_core.text.direction import is_right_to_left


@dataclass(frozen=True, slots=True)
class Ink:
    """How a line is written."""

    font: QFont
    colour: QColor
    is_mirrored: bool
    """Whether the window's leading edge is the right one."""

    @property
    def language(self) -> Language:
        """Of the window."""
        return "fa" if self.is_mirrored else "en"

    @property
    def metrics(self) -> QFontMetrics:
        """Of the font."""
        return QFontMetrics(self.font)

    @property
    def line_height(self) -> int:
        """Of one line, in pixels."""
        return self.metrics.height()


def paint_line(painter: QPainter, rect: QRect, text: str, *, ink: Ink, at_end: bool = False) -> int:
    """Paints one line, cut with «…» to the rectangle's width; at the trailing edge if asked. Gives its width."""
    painter.setFont(ink.font)
    painter.setPen(ink.colour)
    shown = ink.metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    runs_right_to_left = is_right_to_left(text, language=ink.language)
    direction = Qt.TextFlag.TextForceRightToLeft if runs_right_to_left else Qt.TextFlag.TextForceLeftToRight
    edge = Qt.AlignmentFlag.AlignRight if ink.is_mirrored != at_end else Qt.AlignmentFlag.AlignLeft
    flags = edge | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(rect, int(flags) | int(direction) | int(Qt.TextFlag.TextSingleLine), shown)
    return ink.metrics.horizontalAdvance(shown)


@dataclass(frozen=True, slots=True)
class Marked:
    """A text with the places in it (start, end) that stand out, and how."""

    text: str
    marks: Sequence[tuple[int, int]]
    look: QTextCharFormat


def paint_paragraph(painter: QPainter, rect: QRect, marked: Marked, *, ink: Ink) -> None:
    """Paints as many lines as the rectangle holds, in its middle; among them that of the first mark."""
    layout = _laid_out(marked, rect.width(), ink=ink)
    if not layout.lineCount():
        return
    height = layout.lineAt(0).height()
    room = max(1, int(rect.height() // height))
    first = _first_line(layout, marked, room)
    shown = min(room, layout.lineCount() - first)
    top = rect.top() + (rect.height() - shown * height) / 2
    painter.setPen(ink.colour)
    # The lines before and after touch the shown ones: half a pixel keeps them out.
    seen = QRectF(rect.left(), top + 0.5, rect.width(), shown * height - 1)
    layout.draw(painter, QPointF(rect.left(), top - first * height), [], seen)


def _laid_out(marked: Marked, width: int, *, ink: Ink) -> QTextLayout:
    layout = QTextLayout(marked.text, ink.font)
    option = QTextOption(Qt.AlignmentFlag.AlignAbsolute | _edge(ink))
    runs_right_to_left = is_right_to_left(marked.text, language=ink.language)
    option.setTextDirection(Qt.LayoutDirection.RightToLeft if runs_right_to_left else Qt.LayoutDirection.LeftToRight)
    layout.setTextOption(option)
    layout.setFormats([_format(marked, start, end) for start, end in marked.marks])
    layout.beginLayout()
    height = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, height))
        height += line.height()
    layout.endLayout()
    return layout


def _first_line(layout: QTextLayout, marked: Marked, room: int) -> int:
    """The first line to show, so that the first mark stands in the last shown line or before."""
    if not marked.marks:
        return 0
    line = layout.lineForTextPosition(_units(marked.text[: marked.marks[0][0]]))
    return max(0, line.lineNumber() - room + 1)


def _edge(ink: Ink) -> Qt.AlignmentFlag:
    return Qt.AlignmentFlag.AlignRight if ink.is_mirrored else Qt.AlignmentFlag.AlignLeft


def _format(marked: Marked, start: int, end: int) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start = _units(marked.text[:start])
    made.length = _units(marked.text[start:end])
    made.format = marked.look
    return made


def _units(text: str) -> int:
    """Qt counts UTF-16 units, Python letters: a smiley is two and one."""
    return len(text.encode("utf-16-le")) // 2
