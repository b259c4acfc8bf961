"""The last moments of the microphone as a row of bars; a progress bar for screen readers."""

from collections import deque
from typing import Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QProgressBar

from dabir_desktop.i18n import Interface, Phrase
from dabir_desktop.theme import colours_now

_NAME = Phrase(en="Microphone level", fa="بلندی صدای میکروفن")
_LOWEST_DB: Final = -60
_BAR: Final = 4
_GAP: Final = 3
_HEIGHT: Final = 44
_MOST: Final = 200


class LevelBars(QProgressBar):
    """Time goes from left to right in every language, as in a waveform; the newest bar stands at the right."""

    def __init__(self, interface: Interface) -> None:
        super().__init__()
        self._interface = interface
        self._levels: deque[float] = deque(maxlen=_MOST)
        self.setProperty("kind", "bars")
        self.setRange(_LOWEST_DB, 0)
        self.setTextVisible(False)
        self.clear()
        interface.changed.connect(self.retranslate)
        self.retranslate()

    def clear(self) -> None:
        """Silence."""
        self._levels.clear()
        self.setValue(_LOWEST_DB)
        self.update()

    def show_level(self, peak_db: float) -> None:
        """The peak of the last moment."""
        level = max(float(_LOWEST_DB), min(peak_db, 0.0))
        self._levels.append(1 - level / _LOWEST_DB)
        self.setValue(round(level))
        self.update()

    def retranslate(self) -> None:
        """Says its name in the language of now."""
        self.setAccessibleName(self._interface.text(_NAME))

    def sizeHint(self) -> QSize:
        """A low strip."""
        return QSize(200, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """A shorter one."""
        return QSize(80, _HEIGHT)

    def changeEvent(self, event: QEvent) -> None:
        """Colours are asked for when it is painted."""
        if event.type() == QEvent.Type.PaletteChange:
            self.update()
        super().changeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A dot for silence, a bar for sound."""
        colours = colours_now()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        count = self.width() // (_BAR + _GAP)
        levels = [0.0] * (count - len(self._levels)) + list(self._levels)[-count:]
        for place, level in enumerate(levels):
            height = max(float(_BAR), level * self.height())
            painter.setBrush(QColor(colours.accent if level > 0 else colours.border))
            bar = QRectF(place * (_BAR + _GAP), (self.height() - height) / 2, _BAR, height)
            painter.drawRoundedRect(bar, _BAR / 2, _BAR / 2)
        painter.end()
