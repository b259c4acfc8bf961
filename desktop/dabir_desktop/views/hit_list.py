"""The hits of a search: under each item's title the places in it, each with its time and what is said there."""

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPalette, QTextCharFormat
from PySide6.QtWidgets import QListView, QStyleOptionViewItem, QWidget

from dabir_desktop.i18n import Interface, Phrase
from dabir_desktop.library import Hit, Item
from dabir_desktop.models.hit_model import HEADING_ROLE, HIT_ROLE, HitModel
from dabir_desktop.views.library_list import GAP, PADDING, RowDelegate, calm, paint_ground
from dabir_desktop.views.text_lines import Ink, Marked, paint_line, paint_paragraph

_NAME = Phrase(en="What was found", fa="پیداشده‌ها")
_LONGEST_TIME: Final = "00:00:00"

Index = QModelIndex | QPersistentModelIndex
_Role = QPalette.ColorRole


class HitDelegate(RowDelegate):
    """Paints hits; what was asked for stands out by weight and ground."""

    def row_height(self, line_height: int) -> int:
        """Two lines of what is said, with little room around."""
        return 2 * line_height + 2 * GAP

    def has_heading(self, index: Index) -> bool:
        """The first hit of each item has one."""
        model = index.model()
        assert isinstance(model, HitModel)
        return model.begins_item(index.row())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One hit, with its heading."""
        painter.save()
        row = self.row_rect(option, index)
        item, hit = index.data(HEADING_ROLE), index.data(HIT_ROLE)
        if isinstance(item, Item):
            self._paint_heading(painter, option, row=row, item=item)
        paint_ground(painter, row, option)
        if isinstance(hit, Hit):
            self._paint_hit(painter, option, row=row, hit=hit)
        painter.restore()

    def _paint_heading(self, painter: QPainter, option: QStyleOptionViewItem, *, row: QRect, item: Item) -> None:
        height = self.heading_height(option.font)
        rect = QRect(row.left() + PADDING, row.top() - height, row.width() - 2 * PADDING, height)
        quiet, bold = self.ink(option, _Role.PlaceholderText), self.ink(option, _Role.Text, bold=True)
        date = self.interface.date(item.came)
        room = rect.width() - quiet.metrics.horizontalAdvance(date) - PADDING
        if bold.metrics.horizontalAdvance(item.title) <= room:  # the title goes before the day
            paint_line(painter, rect, date, ink=quiet, at_end=True)
        paint_line(painter, rect, item.title, ink=bold)

    def _paint_hit(self, painter: QPainter, option: QStyleOptionViewItem, *, row: QRect, hit: Hit) -> None:
        time, text = self.ink(option, _Role.Link), self.ink(option, _Role.Text)
        inner = row.adjusted(PADDING, GAP, -PADDING, -GAP)
        width = time.metrics.horizontalAdvance(_LONGEST_TIME)
        first = QRect(inner.left(), inner.top(), width, inner.height())
        if time.is_mirrored:
            first.moveRight(inner.right())
        paint_line(painter, first, self.interface.clock(hit.start), ink=time)
        taken = width + GAP
        rest = inner.adjusted(0, 0, -taken, 0) if time.is_mirrored else inner.adjusted(taken, 0, 0, 0)
        paint_paragraph(painter, rest, Marked(hit.snippet.text, hit.snippet.marks, _look(text, option)), ink=text)


def _look(ink: Ink, option: QStyleOptionViewItem) -> QTextCharFormat:
    look = QTextCharFormat()
    look.setFontWeight(QFont.Weight.Bold)
    ground = QColor(option.palette.color(_Role.Highlight))
    ground.setAlphaF(0.22)
    look.setBackground(ground)
    look.setForeground(ink.colour)
    return look


class HitList(QListView):
    """The list. `opened(Hit)`: somebody wants to hear and read that place."""

    opened = Signal(object)

    def __init__(self, interface: Interface, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._interface = interface
        self.setItemDelegate(HitDelegate(interface, self))
        calm(self)
        self.activated.connect(lambda index: self.opened.emit(index.data(HIT_ROLE)))
        interface.changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        """Says everything in the language of now."""
        self.setAccessibleName(self._interface.text(_NAME))
        self.viewport().update()
