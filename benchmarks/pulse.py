"""A pulse: for how long a window's event loop stands still while something is done.

A timer beats every 5 ms; the longest time between two beats is the longest block of the event loop.
"""

import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest

_BEAT_MS: Final = 5


class Pulse:
    """Beats between `start` and `stop`."""

    def __init__(self) -> None:
        self._timer = QTimer()
        self._timer.setInterval(_BEAT_MS)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._last, self._rests = 0.0, [0.0]

    def start(self) -> None:
        """Beats from now on."""
        self._last, self._rests = time.perf_counter(), [0.0]
        self._timer.start()

    def stop(self, name: str) -> None:
        """Beats no more, and prints a line."""
        self._timer.stop()
        rests = sorted(self._rests)
        typical, late = rests[len(rests) // 2], rests[len(rests) * 99 // 100]
        print(
            f"{name:38s} longest block {rests[-1]:6.1f} ms, 99 of 100 {late:5.1f}, typical {typical:5.1f}", flush=True
        )

    def measure(self, name: str, act: Callable[[], object], *, rest_ms: int = 600) -> None:
        """Does it, waits for what comes of it, and prints a line."""
        self.start()
        QTest.qWait(20)
        act()
        QTest.qWait(rest_ms)
        self.stop(name)

    def _beat(self) -> None:
        now = time.perf_counter()
        self._rests.append((now - self._last) * 1000)
        self._last = now
