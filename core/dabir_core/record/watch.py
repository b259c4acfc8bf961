"""Whether an open microphone gives sound, judged by the clock. Pure.

PortAudio says nothing when a source is suspended or a driver hangs: only the absence of sound tells. A person hears of
it soon, but the stream is left alone for longer, since it often comes back by itself, and what waits in it is kept.
"""

from enum import StrEnum
from typing import Final

from dabir_core.units import Seconds

OPENING_SECONDS: Final[Seconds] = 1.2
"""A process has to start and a device to wake; a person hears of what takes longer."""
LATE_SECONDS: Final[Seconds] = 0.8
"""Blocks come each few hundredths of a second."""
DEAD_SECONDS: Final[Seconds] = 3.0
"""A stream that is silent for so long is given up, and opened anew."""

PATIENT_TRIES: Final = 20
"""Tries to open a microphone that follow each other quickly; then more slowly, for the battery's sake."""
_QUICK_SECONDS: Final[Seconds] = 0.5
_SLOW_SECONDS: Final[Seconds] = 2.0


class Verdict(StrEnum):
    """What the clock says of a stream."""

    FINE = "fine"
    LATE = "late"
    DEAD = "dead"


class Watch:
    """Watches one stream from the moment at which somebody set out to open it."""

    def __init__(self, now: Seconds) -> None:
        self._latest = now
        self._patience = OPENING_SECONDS

    def hear(self, now: Seconds) -> None:
        """Sound came."""
        self._latest = now
        self._patience = LATE_SECONDS

    def verdict(self, now: Seconds) -> Verdict:
        """What to think of it."""
        silent = now - self._latest
        if silent >= DEAD_SECONDS:
            return Verdict.DEAD
        return Verdict.LATE if silent >= self._patience else Verdict.FINE


class Tries:
    """When to try the next opening: at once, then often, then now and then."""

    def __init__(self) -> None:
        self._count = 0
        self._due: Seconds = float("-inf")

    def is_due(self, now: Seconds) -> bool:
        """Whether it is time."""
        return now >= self._due

    def note(self, now: Seconds) -> None:
        """A try begins."""
        self._count += 1
        self._due = now + (_QUICK_SECONDS if self._count <= PATIENT_TRIES else _SLOW_SECONDS)

    def forget(self) -> None:
        """Sound came: the next try, if there is one, is the first again."""
        self._count = 0
        self._due = float("-inf")
