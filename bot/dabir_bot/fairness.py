"""In which order jobs wait: a person's next one behind the first of another, nobody behind newcomers for ever. Pure.

A job's turn is the second in which it came, and `TURN_SECONDS` later for each job of the same person that is not done.
So the tenth job of one person lets the first jobs of all pass who come within the next ninety minutes, and no others:
turns that only counted jobs would let newcomers pass without end. The database orders by this number and knows no other
rule, so that any number of workers keep to it. A clock that jumps changes the order of what waits, nothing else.
"""

from collections.abc import Iterable
from typing import Final

from dabir_core.units import Seconds

TURN_SECONDS: Final = 600
_BEGIN: Final = 1_767_225_600
"""Seconds from 1970 to 2026: the queue's numbers end at 2**31 - 1, which is 68 years later."""
_LAST: Final = 2**31 - 1


def turn(now: Seconds, mine: Iterable[int]) -> int:
    """A new job's number, lower ones first; `mine` are those of the same person's unfinished jobs in the same queue."""
    others = sorted(mine)
    fair = int(now) - _BEGIN + TURN_SECONDS * len(others)
    behind_own = others[-1] + 1 if others else 1
    return min(max(fair, behind_own, 1), _LAST)
