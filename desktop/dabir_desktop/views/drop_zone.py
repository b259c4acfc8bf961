"""The idle page's heart: where things are dropped, and the four ways in beside it. Below it, a veil for other pages."""

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QSpacerItem, QVBoxLayout, QWidget

from dabir_desktop.i18n import Interface, Phrase
from dabir_desktop.icons import Drawing
from dabir_desktop.theme import colours_now
from dabir_desktop.views.actions import Actions
from dabir_desktop.views.buttons import caption, name_control, push_button
from dabir_desktop.views.sign import Sign

_DROP = Phrase(en="Drop your file here", fa="فایل را اینجا رها کنید")
_LET_GO = Phrase(en="Let go, and it begins", fa="رها کنید تا شروع شود")
_ADD = Phrase(en="Let go to add it to the queue", fa="رها کنید تا به صف اضافه شود")
_WHAT = Phrase(
    en="Sound or video, many files, a folder or a link. Or click to choose.",
    fa="صدا یا ویدیو، چند فایل، پوشه یا پیوند. یا کلیک کنید و انتخاب کنید.",
)
_RECORD = Phrase(en="Record", fa="ضبط")
_FILE = Phrase(en="File", fa="فایل")
_FOLDER = Phrase(en="Folder", fa="پوشه")
_LINK = Phrase(en="Link", fa="پیوند")
_RADIUS: Final = 20.0
_HIGH: Final = 290
"""The emblem has room in it."""
_LOW: Final = 190
"""The line has room in it."""
_BUTTON_HEIGHT: Final = 44
_LEAST_MARGIN: Final = 12
_LEAST_GAP: Final = 12


class DropZone(QFrame):
    """A large card to drop upon or to click; `clicked` carries nothing."""

    clicked = Signal()

    def __init__(self, interface: Interface, actions: Actions) -> None:
        super().__init__()
        self._interface = interface
        self._actions = actions
        self._is_lit = False
        self._emblem = Sign(Drawing.WAVES, size=48, is_encircled=True)
        self._title = _centred("title")
        self._line = _centred("muted")
        self._buttons = {
            push_button(Drawing.MICROPHONE, kind="primary"): (_RECORD, actions.record),
            push_button(Drawing.FILE): (_FILE, actions.files),
            push_button(Drawing.FOLDER): (_FOLDER, actions.folder),
            push_button(Drawing.LINK): (_LINK, actions.link),
        }
        for button, (_, action) in self._buttons.items():
            button.clicked.connect(action.trigger)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._lay_out()
        interface.changed.connect(self.retranslate)
        self.retranslate()

    def light(self, is_lit: bool) -> None:
        """Whether something is held over the window that may be let go."""
        self._is_lit = is_lit
        self.retranslate()
        self.update()

    def retranslate(self) -> None:
        """Says everything in the language of now."""
        self._title.setText(self._interface.label(_LET_GO if self._is_lit else _DROP))
        self._line.setText(self._interface.label(_WHAT))
        name_control(self, self._interface.text(_FILE), key=self._actions.files.shortcut())
        for button, (phrase, action) in self._buttons.items():
            button.setText(caption(self._interface.text(phrase)))
            name_control(button, self._interface.text(phrase), key=action.shortcut())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click anywhere between the buttons."""
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space and Enter are a click."""
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.clicked.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A card with a dashed line; of the accent while something is held over it."""
        painter = QPainter(self)
        _paint_card(painter, self, is_lit=self._is_lit or self.hasFocus())
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is low, the emblem goes first, then the line."""
        super().resizeEvent(event)
        self._emblem.setVisible(self.height() >= _HIGH)
        self._line.setVisible(self.height() >= _LOW)

    def hasHeightForWidth(self) -> bool:
        """It takes what height there is: its words would claim more than they need where some of it is hidden."""
        return False

    def minimumSizeHint(self) -> QSize:
        """That of its title and its buttons alone."""
        height = self._title.sizeHint().height() + _BUTTON_HEIGHT + 2 * _LEAST_MARGIN + _LEAST_GAP
        return QSize(super().minimumSizeHint().width(), height)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addStretch()
        for button in self._buttons:
            button.setMinimumWidth(112)
            button.setMinimumHeight(_BUTTON_HEIGHT)
            row.addWidget(button)
        row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(32, _LEAST_MARGIN, 32, _LEAST_MARGIN)
        column.setSpacing(0)
        column.addStretch(5)
        column.addWidget(self._emblem, alignment=Qt.AlignmentFlag.AlignHCenter)
        column.addSpacerItem(_gap(24))
        column.addWidget(self._title)
        column.addSpacerItem(_gap(10))
        column.addWidget(self._line)
        column.addSpacerItem(_gap(30))
        column.addLayout(row)
        column.addStretch(6)


def _gap(height: int) -> QSpacerItem:
    """Room that gives way."""
    return QSpacerItem(0, height, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Preferred)


class DropVeil(QWidget):
    """Lies over every other page while something is held over the window."""

    def __init__(self, interface: Interface, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self._interface = interface
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._title = _centred("title")
        column = QVBoxLayout(self)
        column.addWidget(self._title)
        self.hide()

    def light(self, is_lit: bool) -> None:
        """Shows or hides it, over the whole of its parent."""
        self._title.setText(self._interface.label(_ADD))
        self.setGeometry(self._over.rect())
        self.setVisible(is_lit)
        self.raise_()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The page shines through."""
        painter = QPainter(self)
        ground = QColor(colours_now().window)
        ground.setAlpha(225)
        painter.fillRect(self.rect(), ground)
        _paint_card(painter, self, is_lit=True)
        painter.end()


def _centred(kind: str) -> QLabel:
    label = QLabel()
    label.setProperty("kind", kind)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.setWordWrap(True)
    label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return label


def _paint_card(painter: QPainter, widget: QWidget, *, is_lit: bool) -> None:
    colours = colours_now()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(QColor(colours.accent if is_lit else colours.border), 2.0 if is_lit else 1.5)
    pen.setDashPattern([5, 4])
    ground = QColor(colours.soft if is_lit else colours.base)
    if isinstance(widget, DropVeil):
        ground.setAlpha(0)
    painter.setPen(pen)
    painter.setBrush(ground)
    inset = 16.0 if isinstance(widget, DropVeil) else 1.0
    painter.drawRoundedRect(QRectF(widget.rect()).adjusted(inset, inset, -inset, -inset), _RADIUS, _RADIUS)
