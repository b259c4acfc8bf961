"""The list of items by day: a heading over the first of each day; title and first words, length and model of each.

Heights are known without fetching a line (a row either has a heading or not), so that Qt lays out thousands at once and
the scroll bar is true from the beginning; what is seen is fetched when it is painted.
"""

from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from dabir_desktop.i18n import Interface, Phrase
from dabir_desktop.library import Item
from dabir_desktop.models.library_model import DAY_ROLE, ITEM_ROLE, NO_TEXT, LibraryModel
from dabir_desktop.views.text_lines import Ink, paint_line

_NAME = Phrase(en="Recordings and transcripts", fa="ضبط‌ها و رونوشت‌ها")
PADDING: Final = 14
GAP: Final = 6
RADIUS: Final = 10
_WIDEST_MODEL: Final = 0.25
"""Of a line's width: what a model's name may take."""
_WIDE: Final = 420
"""Pixels of a line from which on a model's name is shown; a tooltip tells it in any case."""

Index = QModelIndex | QPersistentModelIndex
_Role = QPalette.ColorRole


class RowDelegate(QStyledItemDelegate):
    """Paints rows that may have a heading over them; heirs say which and paint the rest."""

    def __init__(self, interface: Interface, parent: QWidget) -> None:
        super().__init__(parent)
        self.interface = interface
        self._with_heading = self._without = QSize()
        self.measure(parent.font())

    def measure(self, font: QFont) -> None:
        """Takes the heights of rows from the font."""
        row = self.row_height(Ink(font, QColor(), False).line_height)
        self._without = QSize(0, row)
        self._with_heading = QSize(0, row + self.heading_height(font))

    def row_height(self, line_height: int) -> int:
        """Of a row without its heading: two lines, with the room around them."""
        return 2 * line_height + GAP + 2 * PADDING

    def heading_height(self, font: QFont) -> int:
        """Of the heading, with the room over and under it."""
        return Ink(font, QColor(), False).line_height + 2 * PADDING

    def has_heading(self, index: Index) -> bool:
        """Whether a heading stands over that row."""
        raise NotImplementedError

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """The height alone; rows are as wide as the list."""
        return self._with_heading if self.has_heading(index) else self._without

    def row_rect(self, option: QStyleOptionViewItem, index: Index) -> QRect:
        """The row without its heading."""
        rect = QRect(option.rect)
        if self.has_heading(index):
            rect.setTop(rect.top() + self.heading_height(option.font))
        return rect

    def ink(self, option: QStyleOptionViewItem, role: QPalette.ColorRole, *, bold: bool = False) -> Ink:
        """Of the app's colour of that role: a stylesheet makes pale what a list calls its placeholder text."""
        font = QFont(option.font)
        if bold:
            font.setWeight(QFont.Weight.DemiBold)
        return Ink(font, QApplication.palette().color(role), self.interface.is_right_to_left)


def paint_ground(painter: QPainter, rect: QRect, option: QStyleOptionViewItem) -> None:
    """A quiet ground under the row that the pointer is on, a stronger one with an edge under the chosen one."""
    state = option.state
    is_chosen = bool(state & QStyle.StateFlag.State_Selected)
    if not is_chosen and not state & QStyle.StateFlag.State_MouseOver:
        return
    accent = QColor(option.palette.color(_Role.Highlight))
    ground = QColor(accent)
    ground.setAlphaF(0.14 if is_chosen else 0.06)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    if is_chosen and state & QStyle.StateFlag.State_HasFocus:
        painter.setPen(accent)
    painter.setBrush(ground)
    painter.drawRoundedRect(rect.adjusted(2, 1, -3, -2), RADIUS, RADIUS)


class ItemDelegate(RowDelegate):
    """Paints items; a title is edited where it stands."""

    def has_heading(self, index: Index) -> bool:
        """The first item of each day has one."""
        model = index.model()
        assert isinstance(model, LibraryModel)
        return model.begins_day(index.row())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One row, with its heading."""
        painter.save()
        row = self.row_rect(option, index)
        if self.has_heading(index):
            heading = QRect(row.left() + PADDING, row.top() - self.heading_height(option.font), row.width(), 0)
            heading.setBottom(row.top())
            heading.setWidth(row.width() - 2 * PADDING)
            ink = self.ink(option, _Role.PlaceholderText, bold=True)
            paint_line(painter, heading, str(index.data(DAY_ROLE)), ink=ink)
        paint_ground(painter, row, option)
        item = index.data(ITEM_ROLE)
        if isinstance(item, Item):
            self._paint_item(painter, option, row=row, item=item)
        painter.restore()

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A line for the title."""
        editor = QLineEdit(parent)
        editor.setFrame(False)
        editor.setAccessibleName(str(index.data()))
        return editor

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Over the title."""
        row = self.row_rect(option, index)
        editor.setGeometry(row.adjusted(GAP, GAP // 2, -GAP, -row.height() // 2 + GAP))

    def _paint_item(self, painter: QPainter, option: QStyleOptionViewItem, *, row: QRect, item: Item) -> None:
        title, quiet = self.ink(option, _Role.Text, bold=True), self.ink(option, _Role.PlaceholderText)
        upper, lower = _two_lines(row, quiet.line_height)
        taken = paint_line(painter, upper, self.interface.clock(item.duration), ink=quiet, at_end=True)
        paint_line(painter, _without_end(upper, taken, ink=quiet), item.title, ink=title)
        model = item.model if lower.width() >= _WIDE else ""
        model = quiet.metrics.elidedText(model, Qt.TextElideMode.ElideMiddle, int(lower.width() * _WIDEST_MODEL))
        taken = paint_line(painter, lower, model, ink=quiet, at_end=True)
        line = item.first_line or self.interface.text(NO_TEXT)
        paint_line(painter, _without_end(lower, taken, ink=quiet), line, ink=quiet)


def _two_lines(row: QRect, height: int) -> tuple[QRect, QRect]:
    inner = row.adjusted(PADDING, PADDING, -PADDING, -PADDING)
    return (
        QRect(inner.left(), inner.top(), inner.width(), height),
        QRect(inner.left(), inner.top() + height + GAP, inner.width(), height),
    )


def _without_end(rect: QRect, taken: int, *, ink: Ink) -> QRect:
    """What is left of a line whose trailing edge is taken."""
    gap = taken + 2 * PADDING if taken else 0
    return rect.adjusted(gap, 0, 0, 0) if ink.is_mirrored else rect.adjusted(0, 0, -gap, 0)


class LibraryList(QListView):
    """The list. `opened(Item)`: somebody wants to read it."""

    opened = Signal(object)

    def __init__(self, interface: Interface, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._interface = interface
        self._delegate = ItemDelegate(interface, self)
        self.setItemDelegate(self._delegate)
        calm(self)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.activated.connect(self._open)
        interface.changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        """Says everything in the language of now."""
        self.setAccessibleName(self._interface.text(_NAME))
        self.viewport().update()

    def chosen(self) -> Item | None:
        """The item that the keys are about."""
        item = self.currentIndex().data(ITEM_ROLE) if self.currentIndex().isValid() else None
        return item if isinstance(item, Item) else None

    def changeEvent(self, event: QEvent) -> None:
        """Rows are as high as the font makes them."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._delegate.measure(self.font())
            self.scheduleDelayedItemsLayout()

    def _open(self, index: QModelIndex) -> None:
        item = index.data(ITEM_ROLE)
        if isinstance(item, Item):
            self.opened.emit(item)


def calm(view: QListView) -> None:
    """What all our lists have: smooth scrolling, one chosen row, rows that the pointer lights, no frame."""
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    view.setResizeMode(QListView.ResizeMode.Adjust)
    view.setMouseTracking(True)
    view.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
    view.verticalScrollBar().setSingleStep(24)
