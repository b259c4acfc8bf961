"""Quiet messages at the foot of the window, one at a time, each with at most one thing to do about it.

They take no focus and cover no control for long: what only informs goes after some seconds, unless the pointer rests on
it; what is trouble stands until it is put away. They stand above a page's foot, such as the player. Screen readers hear
each as an announcement.
"""

from collections import deque
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QEnterEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QWidget

from dabir_desktop.i18n import Interface, Phrase
from dabir_desktop.icons import Drawing
from dabir_desktop.messages import Message, Tone
from dabir_desktop.views.buttons import name_control, push_button, set_kind, tool_button
from dabir_desktop.views.sign import Sign

_PUT_AWAY = Phrase(en="Put away", fa="بستن")
_STAYS_MS: Final = 6000
_WIDEST: Final = 640
_MARGIN: Final = 20
_GAP: Final = 8
_MOVING: Final = frozenset({QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show, QEvent.Type.Hide})
_MOST_LINES: Final = 3
"""Of words that have a button beside them; more have it below."""
_DRAWINGS: Final = {Tone.QUIET: Drawing.WAVES, Tone.DONE: Drawing.CHECK, Tone.TROUBLE: Drawing.WARNING}


class Toast(QFrame):
    """Lies over its parent's foot; the parent's size is followed."""

    def __init__(self, interface: Interface, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self._interface = interface
        self._foot: QWidget | None = None
        self._waiting: deque[Message] = deque()
        self._shown: Message | None = None
        self._sign = Sign(Drawing.WAVES)
        self._inner = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._words = QLabel()
        self._words.setWordWrap(True)
        self._remedy = push_button(kind="quiet")
        self._remedy.clicked.connect(self._act)
        self._close = tool_button(Drawing.CLOSE)
        self._close.clicked.connect(self.put_away)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.put_away)
        self.setProperty("kind", "toast")
        self._lay_out()
        parent.installEventFilter(self)
        interface.changed.connect(self.retranslate)
        self.hide()

    def tell(self, message: Message) -> None:
        """Shows it, after what is shown now, trouble before what only informs; not what is said or waits already."""
        words = message.words(self._interface)
        if any(words == each.words(self._interface) for each in (self._shown, *self._waiting) if each is not None):
            return
        if self._shown is None:
            self._show(message)
            return
        if message.tone is Tone.TROUBLE and self._shown.tone is not Tone.TROUBLE:
            self._show(message)
            return
        self._waiting.append(message)
        if self._shown.tone is not Tone.TROUBLE:
            self._timer.start(_STAYS_MS // 2)

    def stand_above(self, foot: QWidget | None) -> None:
        """What of the parent must not be covered from now on."""
        if self._foot is not None:
            self._foot.removeEventFilter(self)
        self._foot = foot
        if foot is not None:
            foot.installEventFilter(self)
        self._settle()

    def put_away(self) -> None:
        """Shows the next one, or nothing."""
        self._timer.stop()
        if self._waiting:
            self._show(self._waiting.popleft())
        else:
            self._shown = None
            self.hide()

    def retranslate(self) -> None:
        """Says what is shown in the language of now."""
        name_control(self._close, self._interface.text(_PUT_AWAY))
        if self._shown is None:
            return
        words = self._shown.words(self._interface)
        remedy = self._shown.remedy
        self._words.setText(self._interface.directed(words))
        self._remedy.setVisible(remedy is not None)
        if remedy is not None:
            self._remedy.setText(self._interface.text(remedy.label))
        self.setAccessibleName(words)
        is_trouble = self._shown.tone is Tone.TROUBLE
        self._sign.draw(_DRAWINGS[self._shown.tone], is_trouble=is_trouble)
        set_kind(self, "trouble" if is_trouble else "toast")
        self._settle()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The parent has another size, or its foot another place."""
        if event.type() in _MOVING and self.isVisible():
            self._settle()
        return super().eventFilter(watched, event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Somebody reads it."""
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Nobody does any more."""
        if self._shown is not None and self._shown.tone is not Tone.TROUBLE:
            self._timer.start(_STAYS_MS)
        super().leaveEvent(event)

    def _show(self, message: Message) -> None:
        self._shown = message
        self.retranslate()
        self.show()
        self.raise_()
        self._settle()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, message.words(self._interface)))
        if message.tone is not Tone.TROUBLE:
            self._timer.start(_STAYS_MS)

    def _act(self) -> None:
        remedy = self._shown.remedy if self._shown is not None else None
        self.put_away()
        if remedy is not None:
            remedy.act()

    def _settle(self) -> None:
        width = min(_WIDEST, self._over.width() - 2 * _MARGIN)
        self.setFixedWidth(width)
        beside = width // 2 if self._remedy.isVisibleTo(self) else width
        is_long = self._words.heightForWidth(beside) > _MOST_LINES * self._words.fontMetrics().lineSpacing()
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._inner.setDirection(down if is_long else across)
        self._inner.setAlignment(self._remedy, Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
        self._fit(width)
        left = (self._over.width() - width) // 2
        self.move(QPoint(left, max(_MARGIN, self._floor() - self.height())))

    def _fit(self, width: int) -> None:
        """As high as its words want: a layout with words that wrap tells it only for a width."""
        layout = self.layout()
        assert layout is not None, "laid out when it was made"
        layout.invalidate()
        self._inner.invalidate()
        self.setFixedHeight(layout.totalHeightForWidth(width) + 2 * self.frameWidth())

    def _floor(self) -> int:
        """Down to where it may reach."""
        if self._foot is None or not self._foot.isVisible():
            return self._over.height() - _MARGIN
        return self._foot.mapTo(self._over, QPoint(0, 0)).y() - _GAP

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 10, 10)
        row.setSpacing(12)
        row.addWidget(self._sign, alignment=Qt.AlignmentFlag.AlignVCenter)
        self._inner.setSpacing(8)
        self._inner.addWidget(self._words, 1)
        self._inner.addWidget(self._remedy)
        row.addLayout(self._inner, 1)
        row.addWidget(self._close, alignment=Qt.AlignmentFlag.AlignVCenter)
