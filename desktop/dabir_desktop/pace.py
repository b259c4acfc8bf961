"""How long a recording still takes: told when it can be told, silent when it cannot. Pure.

What is counted is seconds of sound per second of work over the last stretch, so that a machine that became busy is seen
within moments. Windows of one batch end together: advances that come close upon each other count as one. A job that
goes on after a restart gets its first part from the journal for nothing, which is left out of the count.
"""

from collections import deque
from dataclasses import dataclass

from dabir_core.units import Seconds

_TOGETHER: Seconds = 1.0
_MOST_STEPS = 12
_LEAST_STEPS = 5
_LEAST_SPAN: Seconds = 4.0
_MOST_UNEVEN = 1.6
"""How much faster one half of the stretch may be than the other, if both are to say the same of what is left."""
_MOST_SILENCE = 3.0
"""In mean distances between two advances: after so long without any, something else is going on."""


@dataclass(frozen=True, slots=True)
class _Step:
    began: Seconds
    moment: Seconds
    done: Seconds


class Pace:
    """Sees how one job advances; moments are any clock's that only goes forward."""

    def __init__(self, *, after: Seconds = 0.0) -> None:
        """`after` is how far an earlier run came: the journal has that part."""
        self._after = after
        self._steps: deque[_Step] = deque(maxlen=_MOST_STEPS)

    def observe(self, moment: Seconds, done: Seconds) -> None:
        """So much of the recording is finished at that moment."""
        if done < self._after:
            return
        last = self._steps[-1] if self._steps else None
        if last is None or moment - last.began >= _TOGETHER:
            self._steps.append(_Step(moment, moment, done))
        else:
            self._steps[-1] = _Step(last.began, moment, done)

    def left(self, moment: Seconds, total: Seconds | None) -> Seconds | None:
        """Seconds of work that are left, never below 0; None while that is anybody's guess."""
        if total is None or not self._is_steady(moment):
            return None
        last = self._steps[-1]
        return max(0.0, (total - last.done) * self.real_time_factor - (moment - last.moment))

    @property
    def real_time_factor(self) -> float:
        """Seconds of work per second of sound, over the last stretch; asked only where `left` is known."""
        first, last = self._steps[0], self._steps[-1]
        return (last.moment - first.moment) / (last.done - first.done)

    def _is_steady(self, moment: Seconds) -> bool:
        steps = self._steps
        if len(steps) < _LEAST_STEPS or steps[-1].moment - steps[0].moment < _LEAST_SPAN:
            return False
        if moment - steps[-1].moment > _MOST_SILENCE * (steps[-1].moment - steps[0].moment) / (len(steps) - 1):
            return False
        middle = steps[len(steps) // 2]
        speeds = (_speed(steps[0], middle), _speed(middle, steps[-1]))
        return min(speeds) > 0 and max(speeds) <= _MOST_UNEVEN * min(speeds)


def _speed(first: _Step, last: _Step) -> float:
    """Seconds of sound per second of work."""
    return (last.done - first.done) / (last.moment - first.moment)
