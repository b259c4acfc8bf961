"""A key that begins and ends a recording while another program's window is in front.

Off until somebody chooses one: it is taken from all other programs. Where no way to it is known (Windows and Macs for
now) that is told; `dabir-desktop --toggle` with a key of the desktop's own settings does the same everywhere.
"""

import os
import sys

from PySide6.QtCore import QObject, Qt, Signal

from dabir_desktop.global_keys import HeldKey, Holding, HoldsKey, way_of
from dabir_desktop.keystroke import Keystroke


class GlobalShortcut(QObject):
    """One key of every window, or none.

    pressed  it was pressed, here or elsewhere
    changed  Holding: what became of it, now another thing
    """

    pressed = Signal()
    changed = Signal(object)
    _told = Signal(int, str)
    _heard = Signal(int)

    def __init__(self, parent: QObject | None = None, *, way: HoldsKey | None = None) -> None:
        super().__init__(parent)
        self._way = way or way_of(sys.platform, os.environ)
        self._key: HeldKey | None = None
        self._count = 0  # what an earlier key tells late is not of this one
        self.holding = Holding.OFF
        self._told.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self._heard.connect(self._press, Qt.ConnectionType.QueuedConnection)

    @property
    def is_possible(self) -> bool:
        """Whether this system has a way to it that we know."""
        return self._way is not None

    def hold(self, written: str) -> None:
        """Takes that key («Ctrl+Alt+R»), and gives the one before back; nothing for none."""
        self.close()
        keystroke = Keystroke.parse(written)
        if not written:
            self._become(Holding.OFF)
        elif self._way is None:
            self._become(Holding.NOWHERE)
        elif keystroke is None:
            self._become(Holding.UNFIT)
        else:
            self._become(Holding.ASKED)
            count = self._count
            self._key = self._way(
                keystroke,
                tell=lambda holding: self._told.emit(count, holding.value),
                press=lambda: self._heard.emit(count),
            )

    def close(self) -> None:
        """Gives the key back."""
        self._count += 1
        if self._key is not None:
            self._key.close()
            self._key = None

    def _take(self, count: int, holding: str) -> None:
        if count == self._count:
            self._become(Holding(holding))

    def _press(self, count: int) -> None:
        if count == self._count:
            self.pressed.emit()

    def _become(self, holding: Holding) -> None:
        self.holding = holding
        self.changed.emit(holding)
