"""How a row of the queue is painted and clicked: a sign, title and detail, a line of progress, one button.

Rows are painted and not made of widgets, so that a folder of thousands of files costs nothing. The button is for the
mouse; keys and the context menu of `QueueView` do the same.
"""

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from dabir_desktop.batch import ItemState
from dabir_desktop.icons import Drawing, paint_drawing
from dabir_desktop.models.queue_model import QueueRole
from dabir_desktop.theme import Colours, colours_now

Index = QModelIndex | QPersistentModelIndex

_PADDING = 14
_GAP = 12
_SIGN = 22
_BUTTON = 30
_ICON = 18
_LINE = 4
_RADIUS = 12
_STOPPED_BY_BUTTON = frozenset({ItemState.WAITING, ItemState.FETCHING, ItemState.WORKING})
_AGAIN_BY_BUTTON = frozenset({ItemState.FAILED, ItemState.CANCELLED})
_WITH_LINE = frozenset({ItemState.FETCHING, ItemState.WORKING, ItemState.KEEPING})


class QueueRow(QStyledItemDelegate):
    """Paints rows of a `QueueModel`."""

    stop_asked = Signal(int)
    """Carries the item whose button was clicked to stop it."""
    again_asked = Signal(int)
    """Carries the item whose button was clicked to try it again."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Two lines of text and the line of progress."""
        height = QFontMetrics(option.font).height()
        return QSize(200, 2 * height + 2 * _PADDING + _LINE + 6)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The whole row, in the colours of now."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours, state = colours_now(), ItemState(index.data(QueueRole.STATE))
        places = _Places(option, has_line=state in _WITH_LINE)
        _paint_ground(painter, option, colours)
        _paint_sign(painter, QRectF(places.sign), state=state, colours=colours)
        _paint_texts(painter, option, index, places=places)
        if state in _WITH_LINE:
            is_mirrored = option.direction == Qt.LayoutDirection.RightToLeft
            fraction = index.data(QueueRole.FRACTION) or 0.0
            _paint_line(painter, QRectF(places.line), fraction=fraction, is_mirrored=is_mirrored)
        if _has_button(state):
            is_hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
            drawing = Drawing.AGAIN if state in _AGAIN_BY_BUTTON else Drawing.CLOSE
            colour = colours.text if is_hovered else colours.muted
            paint_drawing(painter, _inner(places.button, _ICON), drawing=drawing, colour=colour)
        painter.restore()

    def editorEvent(
        self, event: QEvent, _model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        """A click on the button."""
        if not isinstance(event, QMouseEvent) or event.type() != QEvent.Type.MouseButtonRelease:
            return False
        state = ItemState(index.data(QueueRole.STATE))
        place = _Places(option, has_line=False).button
        if not (_has_button(state) and place.contains(event.position().toPoint())):
            return False
        asked = self.again_asked if state in _AGAIN_BY_BUTTON else self.stop_asked
        asked.emit(index.data(QueueRole.ITEM))
        return True


class _Places:
    """Where the parts of a row are; mirrored in a window that reads from the right."""

    def __init__(self, option: QStyleOptionViewItem, *, has_line: bool) -> None:
        row, height = option.rect, QFontMetrics(option.font).height()
        left, right = row.left() + _PADDING + _SIGN + _GAP, row.right() - _PADDING
        width, top = right - _BUTTON - _GAP - left, row.top() + _PADDING + (0 if has_line else _LINE)
        middle = row.center().y()
        self.sign = self._mirrored(option, QRect(row.left() + _PADDING, middle - _SIGN // 2, _SIGN, _SIGN))
        self.button = self._mirrored(option, QRect(right - _BUTTON, middle - _BUTTON // 2, _BUTTON, _BUTTON))
        self.title = self._mirrored(option, QRect(left, top, width, height))
        self.detail = self._mirrored(option, QRect(left, top + height + 2, width, height))
        self.line = self._mirrored(option, QRect(left, top + 2 * height + 8, width, _LINE))

    @staticmethod
    def _mirrored(option: QStyleOptionViewItem, place: QRect) -> QRect:
        return QStyle.visualRect(option.direction, option.rect, place)


def _has_button(state: ItemState) -> bool:
    return state in _STOPPED_BY_BUTTON | _AGAIN_BY_BUTTON


def _inner(place: QRect, size: int) -> QRect:
    """A square in the middle of another."""
    inset = (place.width() - size) // 2
    return place.adjusted(inset, inset, -inset, -inset)


def _paint_ground(painter: QPainter, option: QStyleOptionViewItem, colours: Colours) -> None:
    is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
    if not (is_selected or option.state & QStyle.StateFlag.State_MouseOver):
        return
    has_focus = is_selected and bool(option.state & QStyle.StateFlag.State_HasFocus)
    painter.setPen(QPen(QColor(colours.accent), 1.5) if has_focus else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours.soft if is_selected else colours.raised))
    painter.drawRoundedRect(QRectF(option.rect).adjusted(5, 3, -5, -3), _RADIUS, _RADIUS)


def _paint_texts(painter: QPainter, option: QStyleOptionViewItem, index: Index, *, places: _Places) -> None:
    """The title gives way in its middle, where names differ least; the detail at its end."""
    leading = QStyle.visualAlignment(option.direction, Qt.AlignmentFlag.AlignLeft) | Qt.AlignmentFlag.AlignVCenter
    painter.setLayoutDirection(option.direction)
    colours = colours_now()
    for place, role, weight, colour, mode in (
        (places.title, Qt.ItemDataRole.DisplayRole, QFont.Weight.Medium, colours.text, Qt.TextElideMode.ElideMiddle),
        (places.detail, QueueRole.DETAIL, QFont.Weight.Normal, colours.muted, Qt.TextElideMode.ElideRight),
    ):
        font = QFont(option.font)
        font.setWeight(weight)
        painter.setFont(font)
        painter.setPen(QColor(colour))
        painter.drawText(place, leading, QFontMetrics(font).elidedText(index.data(role), mode, place.width()))


def _paint_line(painter: QPainter, place: QRectF, *, fraction: float, is_mirrored: bool) -> None:
    """Progress grows from the leading edge, as reading does; without a number the line is empty."""
    colours = colours_now()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours.border))
    painter.drawRoundedRect(place, _LINE / 2, _LINE / 2)
    if fraction > 0:
        done = QRectF(place)
        done.setWidth(max(_LINE, place.width() * fraction))
        if is_mirrored:
            done.moveRight(place.right())
        painter.setBrush(QColor(colours.accent))
        painter.drawRoundedRect(done, _LINE / 2, _LINE / 2)


def _paint_sign(painter: QPainter, place: QRectF, *, state: ItemState, colours: Colours) -> None:
    """At a glance: a ring, with a dot while it is under way, a tick when done, a mark if it failed."""
    if state is ItemState.DONE:
        paint_drawing(painter, place.toRect(), drawing=Drawing.CHECK, colour=colours.good)
        return
    if state is ItemState.FAILED:
        paint_drawing(painter, place.toRect(), drawing=Drawing.WARNING, colour=colours.danger)
        return
    colour = QColor(colours.accent if state in _WITH_LINE else colours.muted)
    painter.setPen(QPen(colour, 1.7, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(place.adjusted(3, 3, -3, -3))
    if state in _WITH_LINE:
        painter.setBrush(colour)
        painter.drawEllipse(place.center(), 3.0, 3.0)
    elif state is ItemState.CANCELLED:
        middle = place.center()
        painter.drawLine(middle + QPointF(-3.5, 0), middle + QPointF(3.5, 0))
