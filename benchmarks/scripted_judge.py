"""Guards whose verdicts are scripted: they are computed for every attempt, as in earnest, and then a share is doubted.

Random weights say nothing that a guard would believe; what the guards and second attempts cost shows all the same.
"""

import threading
from fractions import Fraction

from dabir_core.asr.doubts import Doubt
from dabir_core.asr.guards import WindowJudge
from dabir_core.asr.window_result import WindowResult
from dabir_core.units import Seconds


class ScriptedJudge:
    """Obeys `WindowJudge`: doubts a share of windows, evenly spread, at their first attempt only.

    `tokens` are those of all attempts, end-of-text among them.
    """

    def __init__(self, guards: WindowJudge, *, share: Fraction) -> None:
        self.windows = 0
        self.doubted = 0
        self.tokens = 0
        self._guards = guards
        self._share = share
        self._known: list[tuple[Seconds, Seconds]] = []
        self._lock = threading.Lock()

    def doubts(self, result: WindowResult, *, prompt: str) -> tuple[Doubt, ...]:
        """See WindowJudge; a part of a window that was judged before is another attempt at it."""
        self._guards.doubts(result, prompt=prompt)
        with self._lock:
            self.tokens += len(result.hypothesis.log_probabilities)
            if any(start <= result.start and result.end <= end for start, end in self._known):
                return ()
            self._known.append((result.start, result.end))
            self.windows += 1
            is_doubted = int(self.windows * self._share) > self.doubted
            self.doubted += is_doubted
            return (Doubt.UNSURE,) if is_doubted else ()
