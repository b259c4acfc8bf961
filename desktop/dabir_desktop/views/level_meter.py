"""How loud the microphone is: a progress bar for screen readers, a line of light for the eye, a mark for clipping."""

import time
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QProgressBar, QSizePolicy, QWidget

from dabir_core.units import Seconds
from dabir_desktop.i18n import Interface, Phrase
from dabir_desktop.i18n.bidi import left_to_right
from dabir_desktop.theme import colours_now

_NAME = Phrase(en="Microphone level", fa="بلندی صدای میکروفن")
_CLIPPED = Phrase(en="too loud", fa="خیلی بلند است")

LOWEST_DB: Final = -60
_LOUD_DB: Final = -6.0
_FALL_DB_PER_SECOND: Final = 30.0
_CLIPPED_SECONDS: Final[Seconds] = 2.0
_HEIGHT: Final = 8


class LevelMeter(QProgressBar):
    """From -60 dB to full scale; rises at once, falls slowly, and remembers clipping for two seconds."""

    def __init__(self, interface: Interface, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._interface = interface
        self._shown_db = float(LOWEST_DB)
        self._shown_at = time.monotonic()
        self._clipped_until: Seconds = 0.0
        self.setRange(LOWEST_DB, 0)
        self.setTextVisible(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        interface.changed.connect(self.retranslate)
        self.show_level(float(LOWEST_DB), is_clipped=False)
        self.retranslate()

    @property
    def is_clipped(self) -> bool:
        """Whether sound was cut off at full scale in the last two seconds."""
        return time.monotonic() < self._clipped_until

    def show_level(self, peak_db: float, *, is_clipped: bool) -> None:
        """The peak of the last moment."""
        now = time.monotonic()
        fallen = self._shown_db - (now - self._shown_at) * _FALL_DB_PER_SECOND
        self._shown_db, self._shown_at = max(min(peak_db, 0.0), fallen, float(LOWEST_DB)), now
        if is_clipped:
            self._clipped_until = now + _CLIPPED_SECONDS
        self.setValue(round(self._shown_db))
        self._describe()
        self.update()

    def retranslate(self) -> None:
        """Says its name in the language of now."""
        self.setAccessibleName(self._interface.text(_NAME))
        self._describe()

    def sizeHint(self) -> QSize:
        """A line."""
        return QSize(200, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Words beside it go before."""
        return QSize(60, _HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A groove, and the level in it, from the leading edge."""
        colours = colours_now()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            painter.translate(self.width(), 0)
            painter.scale(-1, 1)
        groove = QRectF(0, (self.height() - _HEIGHT) / 2, self.width(), _HEIGHT)
        painter.setBrush(QColor(colours.raised))
        painter.drawRoundedRect(groove, _HEIGHT / 2, _HEIGHT / 2)
        share = 1 - self._shown_db / LOWEST_DB
        if share > 0:
            light = QLinearGradient(groove.topLeft(), groove.topRight())
            light.setColorAt(0.0, QColor(colours.accent))
            light.setColorAt(1 - _LOUD_DB / LOWEST_DB - 0.15, QColor(colours.accent))
            light.setColorAt(1 - _LOUD_DB / LOWEST_DB, QColor(colours.warning))
            light.setColorAt(1.0, QColor(colours.danger))
            painter.setBrush(QColor(colours.danger) if self.is_clipped else light)
            lit = QRectF(groove.x(), groove.y(), max(_HEIGHT, groove.width() * share), _HEIGHT)
            painter.drawRoundedRect(lit, _HEIGHT / 2, _HEIGHT / 2)

    def _describe(self) -> None:
        decibels = left_to_right(self._interface.digits(f"{round(self._shown_db)}") + " dB")
        clipped = f" {self._interface.text(_CLIPPED)}" if self.is_clipped else ""
        self.setAccessibleDescription(decibels + clipped)
