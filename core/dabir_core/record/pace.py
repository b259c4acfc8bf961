"""How often live text is made: as often as the machine can, and not at all word by word where it cannot. Pure.

The step is the new sound that is waited for before the utterance is read again. It is twice what a reading takes, so
that half of the time is left for the rest of the machine, between 0.4 s and 2 s. The real-time factor
is what a reading takes over the step; above 1 text would fall behind the speaker. A median of the last readings
decides, since a single one may be slow for reasons that pass (the first one is).
"""

import statistics
from collections import deque
from typing import Final

from dabir_core.units import Seconds

SHORTEST_STEP: Final[Seconds] = 0.4
"""A word of Persian, and two of the blocks that sound comes in; what comes sooner holds hardly a word more."""
LONGEST_STEP: Final[Seconds] = 2.0
"""Text that comes later than that is no better than a whole utterance's."""
_SHARE: Final = 0.5
_REMEMBERED: Final = 5
_ENOUGH: Final = 3
"""Readings, before their median may say that the machine is too slow."""
_QUICK_AGAIN: Final = 0.7
"""The factor below which a machine that was too slow may try again: not the same one, or it would waver."""


class Pace:
    """Measures readings; for one recording."""

    def __init__(self) -> None:
        self._took: deque[Seconds] = deque(maxlen=_REMEMBERED)
        self._is_too_slow = False

    @property
    def step(self) -> Seconds:
        """New sound between two readings of an utterance."""
        return min(LONGEST_STEP, max(SHORTEST_STEP, self._usual / _SHARE))

    @property
    def real_time_factor(self) -> float:
        """What a reading takes, over the step; 0 before the first one."""
        return self._usual / self.step

    @property
    def is_too_slow(self) -> bool:
        """Whether utterances should be read once, when they have ended."""
        return self._is_too_slow

    def note(self, took: Seconds) -> None:
        """One more reading, and what it took."""
        self._took.append(took)
        if len(self._took) >= _ENOUGH:
            self._is_too_slow = self.real_time_factor > (_QUICK_AGAIN if self._is_too_slow else 1.0)

    @property
    def _usual(self) -> Seconds:
        return statistics.median(self._took) if self._took else 0.0
