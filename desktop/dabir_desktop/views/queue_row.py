"""How a row of the queue is painted and clicked: a sign, title and detail, a line of progress, one button.

Rows are painted and not made of widgets, so that a folder of thousands of files costs nothing. The button is for the
mouse; keys and the context menu of `QueueView` do the same.
"""

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QLineF,
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
from PySide6.QtGui import QColor, QFontMetrics, QMouseEvent, QPainter, QPainterPath, QPalette, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from dabir_desktop.batch import ItemState
from dabir_desktop.models.queue_model import QueueRole

Index = QModelIndex | QPersistentModelIndex

_PADDING = 14
_GAP = 12
_SIGN = 22
_BUTTON = 30
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
        """The whole row."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, option)
        state = ItemState(index.data(QueueRole.STATE))
        places = _Places(option, has_line=state in _WITH_LINE)
        _paint_sign(painter, QRectF(places.sign), state=state, palette=option.palette)
        _paint_texts(painter, option, index, places=places)
        if state in _WITH_LINE:
            _paint_line(painter, option, place=QRectF(places.line), fraction=index.data(QueueRole.FRACTION) or 0.0)
        if _has_button(state):
            hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
            _paint_button(painter, QRectF(places.button), again=state in _AGAIN_BY_BUTTON, colour=_ink(option, hovered))
        painter.restore()

    def editorEvent(
        self, event: QEvent, _model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        """A click on the button."""
        if not isinstance(event, QMouseEvent) or event.type() != QEvent.Type.MouseButtonRelease:
            return False
        state = ItemState(index.data(QueueRole.STATE))
        if not (_has_button(state) and _Places(option, has_line=False).button.contains(event.position().toPoint())):
            return False
        asked = self.again_asked if state in _AGAIN_BY_BUTTON else self.stop_asked
        asked.emit(index.data(QueueRole.ITEM))
        return True

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if not (selected or hovered):
            return
        ground = QColor(option.palette.color(QPalette.ColorRole.Accent if selected else QPalette.ColorRole.Text))
        ground.setAlphaF(0.14 if selected else 0.05)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(QRectF(option.rect).adjusted(4, 2, -4, -2), _RADIUS, _RADIUS)
        if selected and option.state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(option.palette.color(QPalette.ColorRole.Accent), 1.5))
            painter.drawRoundedRect(QRectF(option.rect).adjusted(5, 3, -5, -3), _RADIUS, _RADIUS)


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


def _ink(option: QStyleOptionViewItem, hovered: bool) -> QColor:
    role = QPalette.ColorRole.Text if hovered else QPalette.ColorRole.PlaceholderText
    return option.palette.color(role)


def _paint_texts(painter: QPainter, option: QStyleOptionViewItem, index: Index, *, places: "_Places") -> None:
    leading = QStyle.visualAlignment(option.direction, Qt.AlignmentFlag.AlignLeft)
    painter.setLayoutDirection(option.direction)
    title, detail = index.data(Qt.ItemDataRole.DisplayRole), index.data(QueueRole.DETAIL)
    font = option.font
    metrics = QFontMetrics(font)
    font.setWeight(font.Weight.Medium)
    painter.setFont(font)
    painter.setPen(option.palette.color(QPalette.ColorRole.Text))
    elided = QFontMetrics(font).elidedText(title, Qt.TextElideMode.ElideMiddle, places.title.width())
    painter.drawText(places.title, leading | Qt.AlignmentFlag.AlignVCenter, elided)
    font.setWeight(font.Weight.Normal)
    painter.setFont(font)
    painter.setPen(option.palette.color(QPalette.ColorRole.PlaceholderText))
    elided = metrics.elidedText(detail, Qt.TextElideMode.ElideRight, places.detail.width())
    painter.drawText(places.detail, leading | Qt.AlignmentFlag.AlignVCenter, elided)


def _paint_line(painter: QPainter, option: QStyleOptionViewItem, *, place: QRectF, fraction: float) -> None:
    """Progress grows from the leading edge, as reading does; without a number the line is empty."""
    ground = QColor(option.palette.color(QPalette.ColorRole.Text))
    ground.setAlphaF(0.12)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(place, _LINE / 2, _LINE / 2)
    if fraction > 0:
        done = QRectF(place)
        done.setWidth(max(_LINE, place.width() * fraction))
        if option.direction == Qt.LayoutDirection.RightToLeft:
            done.moveRight(place.right())
        painter.setBrush(option.palette.color(QPalette.ColorRole.Accent))
        painter.drawRoundedRect(done, _LINE / 2, _LINE / 2)


def _paint_button(painter: QPainter, place: QRectF, *, again: bool, colour: QColor) -> None:
    """A cross to stop, a turning arrow to try again; neither is mirrored."""
    painter.setPen(_pen(colour))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    inner = place.adjusted(9, 9, -9, -9)
    if not again:
        painter.drawLine(QLineF(inner.topLeft(), inner.bottomRight()))
        painter.drawLine(QLineF(inner.topRight(), inner.bottomLeft()))
        return
    arc = QPainterPath()
    arc.arcMoveTo(inner, -40)
    arc.arcTo(inner, -40, -290)
    painter.drawPath(arc)
    tip = arc.currentPosition()
    painter.drawPolyline([tip + QPointF(-5.5, -0.5), tip, tip + QPointF(0.5, -5.5)])


def _paint_sign(painter: QPainter, place: QRectF, *, state: ItemState, palette: QPalette) -> None:
    """Where the item is, at a glance: a ring, filled while it is under way, a tick when done, a mark when it failed."""
    is_lit = state in _WITH_LINE or state is ItemState.DONE
    role = QPalette.ColorRole.Accent if is_lit else QPalette.ColorRole.PlaceholderText
    colour = palette.color(role)
    ring = place.adjusted(2, 2, -2, -2)
    painter.setPen(_pen(colour))
    painter.setBrush(colour if state is ItemState.DONE else Qt.BrushStyle.NoBrush)
    painter.drawEllipse(ring)
    centre = ring.center()
    if state is ItemState.DONE:
        painter.setPen(_pen(palette.color(QPalette.ColorRole.Base)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline([centre + QPointF(-4, 0), centre + QPointF(-1, 3), centre + QPointF(4, -3)])
    elif state in _WITH_LINE:
        painter.setBrush(colour)
        painter.drawEllipse(centre, 3.0, 3.0)
    elif state is ItemState.FAILED:
        painter.setPen(_pen(palette.color(QPalette.ColorRole.Text)))
        painter.drawLine(QLineF(centre + QPointF(0, -5), centre + QPointF(0, 1)))
        painter.drawPoint(centre + QPointF(0, 5))
    elif state is ItemState.CANCELLED:
        painter.drawLine(QLineF(centre + QPointF(-4, 0), centre + QPointF(4, 0)))


def _pen(colour: QColor) -> QPen:
    return QPen(colour, 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
