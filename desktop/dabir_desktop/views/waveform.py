"""The waveform of a recording, with what was heard of it, its segments and their doubts; a click or a drag seeks.

Time goes from left to right in every language. It is a slider for screen readers and for the keyboard. Ctrl and the
wheel, or + and −, show a part of it larger (0: all of it); then the wheel alone moves along, and a rail says where.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QAbstractSlider, QSizePolicy, QToolTip, QWidget

from dabir_core.units import Seconds
from dabir_desktop.i18n import Interface, Phrase
from dabir_desktop.peaks import Peaks, PeakValues
from dabir_desktop.theme import colours_now
from dabir_desktop.views.seen_part import SeenPart

_NAME = Phrase(en="Place in the recording", fa="جای پخش در صدا")
_HOW = Phrase(
    en="Ctrl and the wheel, or plus and minus, make it larger and smaller; zero shows all of it.",
    fa="با Ctrl و چرخ موس، یا کلیدهای + و −، بزرگ و کوچک می‌شود؛ صفر همه را نشان می‌دهد.",
)

_HEIGHT: Final = 64
_LEAST_HEIGHT: Final = 28
"""In a low window, where the text needs the room more."""
_NARROWEST: Final = 120
_STEP, _BAR = 4.0, 2.6
"""Width of a column with and without the space after it."""
_MARGIN: Final = 8.0
_LOWEST: Final = 0.035
_MARK_HEIGHT: Final = 3.0
_KEY_SECONDS: Final[Seconds] = 5.0
_PAGE_SECONDS: Final[Seconds] = 30.0
_MS: Final = 1000
_NOTCH: Final = 120
"""Qt's units for one click of a mouse's wheel."""
_SCROLLED: Final = 0.15
"""Of what is shown, for one click of the wheel."""
_RAIL: Final = 2.0
ALL_OUT: Final = -64
"""More steps than there are from the largest picture to that of the whole recording."""


@dataclass(frozen=True, slots=True)
class Span:
    """A segment as the waveform shows it."""

    start: Seconds
    end: Seconds
    is_doubtful: bool = False


class WaveformView(QAbstractSlider):
    """Shows a recording from end to end, or a part of it: `seen`.

    sought  float: somebody wants to hear that place
    """

    sought = Signal(float)

    def __init__(self, interface: Interface, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._interface = interface
        self._peaks = Peaks(np.zeros(0, np.uint8))
        self._duration: Seconds = 0.0
        self._position: Seconds = 0.0
        self._pointed_at = 0.0
        self._spans: Sequence[Span] = ()
        self._bars: tuple[float, ...] | None = None  # None where they have to be measured anew
        self._turned = 0
        self.seen = SeenPart(self)
        self.seen.changed.connect(self._measure_anew)
        self.setOrientation(Qt.Orientation.Horizontal)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)  # painted anew when the pointer comes, moves and goes
        self.setMinimumSize(_NARROWEST, _LEAST_HEIGHT)
        self.setMaximumHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        interface.changed.connect(self._retranslate)
        self._retranslate()

    def show_recording(self, duration: Seconds) -> None:
        """Another recording, of which nothing is known but its length."""
        self._peaks, self._spans, self._position = Peaks(np.zeros(0, np.uint8)), (), 0.0
        self.seen.show_all(duration)
        self._set_duration(duration)

    def show_peaks(self, peaks: Peaks) -> None:
        """What is known of its loudness by now; a whole reading knows its length better than the file does."""
        self._peaks = peaks
        self._set_duration(peaks.duration if peaks.is_whole else max(self._duration, peaks.duration))

    def show_spans(self, spans: Sequence[Span]) -> None:
        """Where its segments lie."""
        self._spans = tuple(spans)
        self.update()

    def show_position(self, position: Seconds) -> None:
        """Where it plays."""
        self._position = max(0.0, min(position, self._duration))
        self.seen.follow(self._position)
        self.setValue(round(self._position * _MS))
        self.update()

    def sizeHint(self) -> QSize:
        """As high as it may be."""
        return QSize(_NARROWEST, _HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go five seconds, pages half a minute; right is later in every language. Plus and minus zoom."""
        steps = {
            Qt.Key.Key_Right: _KEY_SECONDS,
            Qt.Key.Key_Left: -_KEY_SECONDS,
            Qt.Key.Key_PageDown: _PAGE_SECONDS,
            Qt.Key.Key_PageUp: -_PAGE_SECONDS,
            Qt.Key.Key_Home: -self._duration,
            Qt.Key.Key_End: self._duration,
        }
        zooms = {"+": 1, "=": 1, "-": -1, "−": -1, "0": ALL_OUT, "۰": ALL_OUT}
        step, zoom = steps.get(Qt.Key(event.key())), zooms.get(event.text())
        if step is not None and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self._seek(self._position + step)
        elif zoom is not None:
            self.seen.zoom(zoom)
        else:
            event.ignore()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """With Ctrl larger and smaller about the pointer; alone along what is shown, up and left to what is earlier."""
        turned = event.angleDelta()
        is_zooming = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if not is_zooming and self.seen.excerpt.is_whole:
            event.ignore()
        elif not is_zooming:
            self.seen.scroll(-(turned.y() or turned.x()) / _NOTCH * _SCROLLED)
        else:
            self._turned += turned.y()  # touchpads turn in small parts
            notches = int(self._turned / _NOTCH)
            self._turned -= notches * _NOTCH
            if notches:
                self.seen.zoom(notches, about=self._seconds(event.position().x()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Goes there."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._seek(self._seconds(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Shows the time under the pointer, and goes there while it is dragged."""
        self._pointed_at = event.position().x()
        seconds = self._seconds(self._pointed_at)
        if self._duration:
            QToolTip.showText(event.globalPosition().toPoint(), self._interface.clock(seconds), self)
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._seek(seconds)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Segments, bars, doubts, and the place on top."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_spans(painter)
        self._paint_bars(painter)
        if self.underMouse() and self._duration:
            self._paint_line(painter, self._pointed_at, colour=colours_now().border)
        if self._duration and self.seen.excerpt.shows(self._position):
            self._paint_place(painter)
        self._paint_rail(painter)
        if self.hasFocus():
            self._paint_focus(painter)

    def _retranslate(self) -> None:
        """Says its name in the language of now."""
        self.setAccessibleName(self._interface.text(_NAME))
        self.setAccessibleDescription(self._interface.text(_HOW))

    def _paint_spans(self, painter: QPainter) -> None:
        colours = colours_now()
        if not self._duration:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        seen = self.seen.excerpt
        spans = [span for span in self._spans if span.end > seen.start and span.start < seen.end]
        for span in spans:
            left, right = self._x(span.start), self._x(span.end)
            painter.setBrush(QColor(colours.raised))
            painter.drawRoundedRect(QRectF(left, 0, max(1.0, right - left - 1), self.height()), 4, 4)
        painter.setBrush(QColor(colours.warning))
        for span in spans:
            if span.is_doubtful:
                left, width = self._x(span.start), max(3.0, self._x(span.end) - self._x(span.start) - 1)
                mark = QRectF(left, self.height() - _MARK_HEIGHT, width, _MARK_HEIGHT)
                painter.drawRoundedRect(mark, _MARK_HEIGHT / 2, _MARK_HEIGHT / 2)

    def _paint_bars(self, painter: QPainter) -> None:
        colours = colours_now()
        heard, ahead = QColor(colours.accent), QColor(colours.muted)
        ahead.setAlphaF(0.55)
        room = self.height() - 4 * _MARK_HEIGHT
        now, middle = self._x(self._position), self.height() / 2
        painter.setPen(Qt.PenStyle.NoPen)
        for number, height in enumerate(self._measured()):
            left = _MARGIN + number * _STEP
            painter.setBrush(heard if left + _BAR / 2 <= now and self._position > 0 else ahead)
            tall = room * height
            painter.drawRoundedRect(QRectF(left, middle - tall / 2, _BAR, tall), _BAR / 2, _BAR / 2)

    def _paint_place(self, painter: QPainter) -> None:
        colours = colours_now()
        x = self._x(self._position)
        self._paint_line(painter, x, colour=colours.accent)
        painter.setPen(QPen(QColor(colours.base), 1.5))
        painter.setBrush(QColor(colours.accent))
        painter.drawEllipse(QPointF(x, 5.0), 4.5, 4.5)

    def _paint_rail(self, painter: QPainter) -> None:
        """Where in the recording the part lies that is shown."""
        seen = self.seen.excerpt
        if seen.is_whole:
            return
        room, colours = self.width() - 2 * _MARGIN, colours_now()
        left, wide = _MARGIN + seen.start / seen.duration * room, max(4.0, seen.length / seen.duration * room)
        painter.setPen(Qt.PenStyle.NoPen)
        for start, width, colour in ((_MARGIN, room, colours.border), (left, wide, colours.muted)):
            painter.setBrush(QColor(colour))
            painter.drawRoundedRect(QRectF(start, 0.0, width, _RAIL), _RAIL / 2, _RAIL / 2)

    def _paint_line(self, painter: QPainter, x: float, *, colour: str) -> None:
        painter.setPen(QPen(QColor(colour), 1.5))
        painter.drawLine(QPointF(x, 2.0), QPointF(x, self.height() - 2.0))

    def _paint_focus(self, painter: QPainter) -> None:
        painter.setPen(QPen(QColor(colours_now().accent), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 10, 10)

    def _set_duration(self, duration: Seconds) -> None:
        self._duration = duration
        self.seen.lengthen(duration)
        self.setRange(0, round(duration * _MS))
        self.setEnabled(duration > 0)
        self._measure_anew()

    def _measure_anew(self) -> None:
        self._bars = None
        self.update()

    def _measured(self) -> tuple[float, ...]:
        """How tall the bars are, as shares of the room that they have."""
        count = int((self.width() - 2 * _MARGIN) // _STEP)
        if self._bars is None or len(self._bars) != count:
            seen = self.seen.excerpt
            heights = self._peaks.columns(count, seen.length, start=seen.start) / _loudest(self._peaks.values)
            self._bars = tuple(heights.clip(_LOWEST, 1.0).tolist())
        return self._bars

    def _seek(self, seconds: Seconds) -> None:
        if self._duration:
            wanted = max(0.0, min(seconds, self._duration))
            self.show_position(wanted)
            self.sought.emit(wanted)

    def _x(self, seconds: Seconds) -> float:
        return _MARGIN + self.seen.excerpt.share(seconds) * (self.width() - 2 * _MARGIN)

    def _seconds(self, x: float) -> Seconds:
        return self.seen.excerpt.place((x - _MARGIN) / max(1.0, self.width() - 2 * _MARGIN))


def _loudest(values: PeakValues) -> float:
    """What fills the height: the loudest but for a few clicks, so that quiet recordings are seen too."""
    if not len(values):
        return 1.0
    return max(0.02, float(np.percentile(values[:: max(1, len(values) // 20_000)], 99.5)) / 255)
