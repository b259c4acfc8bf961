"""How a doubted part is drawn in the list: its time in muted digits, its words, a soft ground where the list stands."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from dabir_desktop.i18n import Interface
from dabir_desktop.i18n.amounts import clock_width
from dabir_desktop.models.doubt_list import TIME_ROLE

_PADDING = 10
_RADIUS = 8
_SOFT_ALPHA = 45


class DoubtRows(QStyledItemDelegate):
    """Draws rows of a DoubtList; the time stands where reading begins, whatever the words' direction."""

    def __init__(self, interface: Interface, parent: QObject) -> None:
        super().__init__(parent)
        self._interface = interface

    def sizeHint(self, option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """One line with room around it."""
        return QSize(0, option.fontMetrics.height() + 2 * _PADDING)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draws the row."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            ground = QColor(option.palette.color(QPalette.ColorRole.Highlight))
            ground.setAlpha(_SOFT_ALPHA)
            painter.setBrush(ground)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawRoundedRect(QRectF(option.rect).adjusted(2, 1, -2, -1), _RADIUS, _RADIUS)
        self._write(painter, option, index)
        painter.restore()

    def _write(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        time, words = index.data(TIME_ROLE), index.data(Qt.ItemDataRole.DisplayRole)
        room = option.rect.adjusted(_PADDING, 0, -_PADDING, 0)
        width = clock_width(self._interface, option.fontMetrics) + _PADDING
        is_right = self._interface.is_right_to_left
        lead = Qt.AlignmentFlag.AlignRight if is_right else Qt.AlignmentFlag.AlignLeft
        edge = lead | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
        painter.setFont(option.font)
        painter.setPen(option.palette.color(QPalette.ColorRole.PlaceholderText))
        painter.drawText(room, edge, time)
        painter.setPen(option.palette.color(QPalette.ColorRole.Text))
        rest = room.adjusted(0, 0, -width, 0) if is_right else room.adjusted(width, 0, 0, 0)
        painter.drawText(rest, edge, option.fontMetrics.elidedText(words, Qt.TextElideMode.ElideRight, rest.width()))
