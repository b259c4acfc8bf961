"""Python's search for cyclic garbage, kept on the window's thread.

Left to itself it runs in whichever thread allocates next, and destroys there what it finds. A QObject must die in its
own thread: elsewhere it may wait for a lock that the window holds while the window waits for Python's, for ever (seen
with a waveform that was read while a view was closed).
"""

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 1_000


class GarbageCollection(QObject):
    """Turns Python's own collection off, and collects here as soon as Python would; `stop` gives it back."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.collect)
        self._timer.start(EVERY_MS)

    def collect(self) -> None:
        """Collects the oldest generation whose time has come; younger ones go with it."""
        counts, thresholds = gc.get_count(), gc.get_threshold()
        for generation in (2, 1, 0):
            if counts[generation] > thresholds[generation]:
                gc.collect(generation)
                return

    def settle(self) -> None:
        """What there is now stays to the end, as modules do, and is looked through no more: it is most of a search."""
        gc.freeze()

    def stop(self) -> None:
        """Lets Python collect by itself again, for when no window is left."""
        self._timer.stop()
        gc.enable()
