"""Icons, drawn by us as SVG outlines on a field of 24 by 24 and coloured by the palette at the moment of painting.

They follow the theme without being set anew, and are sharp at every scale. What means a direction of reading (back,
forward) is mirrored where the window is; sound and time are not: play points right in every language.
"""

from enum import Enum
from functools import lru_cache
from typing import Final

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QIconEngine, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer

from dabir_desktop.theme import LIGHT

_SHEET: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="{colour}" stroke-width="1.7" '
    'stroke-linecap="round" stroke-linejoin="round">{drawing}</svg>'
)
_Role = QPalette.ColorRole


class Drawing(Enum):
    """What can be drawn; `*` stands for the colour where a shape is filled."""

    MICROPHONE = (
        '<rect x="9" y="3" width="6" height="11" rx="3"/><path d="M5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3M8.5 21h7"/>'
    )
    LINK = (
        '<path d="M10 14.2a4 4 0 0 0 5.7 0l3.1-3.1a4 4 0 0 0-5.7-5.7l-1.2 1.2M14 9.8a4 4 0 0 0-5.7 0l-3.1 3.1'
        'a4 4 0 0 0 5.7 5.7l1.2-1.2"/>'
    )
    FOLDER = '<path d="M3 7.5a2 2 0 0 1 2-2h4l2 2.5h8a2 2 0 0 1 2 2V17a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2z"/>'
    FILE = '<path d="M14 3H7a2 2 0 0 0-2 2v14a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2V8zM14 3v5h5"/>'
    ADD = '<path d="M12 5v14M5 12h14"/>'
    PLAY = '<path d="M8 5.5v13l10.5-6.5z" fill="*"/>'
    PAUSE = '<path d="M8.5 6v12M15.5 6v12" stroke-width="3"/>'
    STOP = '<rect x="6.5" y="6.5" width="11" height="11" rx="2" fill="*"/>'
    RECORD = '<circle cx="12" cy="12" r="6" fill="*"/>'
    SEARCH = '<circle cx="11" cy="11" r="6.5"/><path d="M20.5 20.5l-4.9-4.9"/>'
    LIBRARY = '<path d="M4 5v14M8.5 5v14M13 5.2l4.6 13.6"/><rect x="4" y="5" width="4.5" height="14" rx="0.5"/>'
    SETTINGS = (
        '<path d="M4 7h9M17 7h3M4 17h3M11 17h9"/><circle cx="15" cy="7" r="2.2"/><circle cx="9" cy="17" r="2.2"/>'
    )
    LINES = '<path d="M4 7h16M4 12h10M4 17h13"/>'
    CLOSE = '<path d="M6 6l12 12M18 6L6 18"/>'
    CHECK = '<path d="M5 12.5l4.7 4.7L19.5 7"/>'
    COPY = '<rect x="9" y="9" width="11" height="11" rx="2"/><path d="M5 15V6a2 2 0 0 1 2-2h8"/>'
    EXPORT = '<path d="M12 15V4M8 8l4-4 4 4M5 14v4a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2v-4"/>'
    DOWNLOAD = '<path d="M12 4v11M8 11l4 4 4-4M5 14v4a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2v-4"/>'
    UNDO = '<path d="M8 5L4 9l4 4M4 9h10a5.5 5.5 0 0 1 0 11h-3"/>'
    REDO = '<path d="M16 5l4 4-4 4M20 9H10a5.5 5.5 0 0 0 0 11h3"/>'
    AGAIN = '<path d="M19.5 12a7.5 7.5 0 1 1-2.3-5.4M19.5 4v4h-4"/>'
    REMOVE = '<path d="M4.5 7h15M9.5 7V4.5h5V7M6.5 7l.8 12a1.5 1.5 0 0 0 1.5 1.4h6.4a1.5 1.5 0 0 0 1.5-1.4l.8-12"/>'
    EDIT = '<path d="M4 20l1-4.2L16 4.8a2 2 0 0 1 2.8 0l.4.4a2 2 0 0 1 0 2.8L8.2 19z"/>'
    WARNING = '<path d="M12 4L2.8 19.5h18.4zM12 10v4.5M12 17v.2"/>'
    LANGUAGE = '<circle cx="12" cy="12" r="8.5"/><path d="M3.5 12h17M12 3.5c-5 5-5 12 0 17M12 3.5c5 5 5 12 0 17"/>'
    SUN = (
        '<circle cx="12" cy="12" r="4"/><path d="M12 3v1.5M12 19.5V21M3 12h1.5M19.5 12H21M5.6 5.6l1.1 1.1'
        'M17.3 17.3l1.1 1.1M5.6 18.4l1.1-1.1M17.3 6.7l1.1-1.1"/>'
    )
    MOON = '<path d="M20 14.2A8.3 8.3 0 0 1 9.8 4a8.3 8.3 0 1 0 10.2 10.2z"/>'
    AUTO = '<circle cx="12" cy="12" r="8"/><path d="M12 4a8 8 0 0 1 0 16z" fill="*"/>'
    BACK = '<path d="M19 12H5M11 6l-6 6 6 6"/>'
    FORWARD = '<path d="M5 12h14M13 6l6 6-6 6"/>'
    DOWN = '<path d="M6 9.5l6 6 6-6"/>'
    WAVES = '<path d="M3.5 10.5v3M7.75 7v10M12 3.5v17M16.25 7v10M20.5 10.5v3"/>'


_MARK: Final = 256
_MIRRORED: Final = frozenset({Drawing.BACK, Drawing.FORWARD})


def icon(drawing: Drawing, role: QPalette.ColorRole = _Role.ButtonText) -> QIcon:
    """That drawing in the palette's colour of the role, whatever the palette becomes."""
    return QIcon(_Engine(drawing, role))


def paint_drawing(painter: QPainter, rect: QRect, *, drawing: Drawing, colour: str) -> None:
    """Draws it into a square of the painter; colour as «#rrggbb»."""
    is_mirrored = drawing in _MIRRORED and QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if is_mirrored:
        painter.translate(2 * rect.center().x() + 1, 0)
        painter.scale(-1, 1)
    _renderer(drawing, colour).render(painter, QRectF(rect))
    painter.restore()


def window_icon() -> QIcon:
    """The app's own: waves of sound on our colour, the same in every theme, for title bars and task bars."""
    pixmap = QPixmap(_MARK, _MARK)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(LIGHT.accent))
    painter.drawRoundedRect(pixmap.rect(), _MARK * 0.22, _MARK * 0.22)
    inset = _MARK // 6
    within = pixmap.rect().adjusted(inset, inset, -inset, -inset)
    paint_drawing(painter, within, drawing=Drawing.WAVES, colour=LIGHT.on_accent)
    painter.end()
    return QIcon(pixmap)


class _Engine(QIconEngine):
    """Paints one drawing. `clone` and `pixmap` are asked by QIcon itself."""

    def __init__(self, drawing: Drawing, role: QPalette.ColorRole) -> None:
        super().__init__()
        self._drawing = drawing
        self._role = role

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        """In the colour of now."""
        group = QPalette.ColorGroup.Disabled if mode is QIcon.Mode.Disabled else QPalette.ColorGroup.Active
        colour = QGuiApplication.palette().color(group, self._role).name()
        paint_drawing(painter, rect, drawing=self._drawing, colour=colour)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """The same on nothing."""
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return pixmap

    def clone(self) -> QIconEngine:
        """A copy for an icon that is changed."""
        return _Engine(self._drawing, self._role)


@lru_cache(maxsize=256)
def _renderer(drawing: Drawing, colour: str) -> QSvgRenderer:
    text = _SHEET.format(colour=colour, drawing=drawing.value.replace("*", colour))
    return QSvgRenderer(QByteArray(text.encode()))
