"""A thousand notes in a minute from two hundred people: one sends a hundred of them, a hundred people one each, the
others eight each, all mixed; and how each fared."""

import random
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tests.bot.crowd import Crowd, Verdict

MANY: Final = 1
ONCE: Final = range(2, 102)
_EIGHT: Final = range(102, 201)
SENDERS: Final[Sequence[int]] = [MANY] * 100 + [*ONCE] + [_EIGHT[number % len(_EIGHT)] for number in range(800)]
"""Who sends each of the notes, before they are mixed."""
_SECONDS: Final = 60.0


@dataclass(frozen=True, slots=True)
class Fared:
    """How a rush went, in numbers of notes and seconds of waiting."""

    lost: int
    doubled: int
    mean: float
    p95: float
    once_mean: float
    once_longest: float
    many_mean: float
    took: float
    """From the first note sent to the last text."""


def rush(crowd: Crowd, *, seconds: float = _SECONDS, seed: int = 6) -> None:
    """Sends all of them, evenly."""
    senders = list(SENDERS)
    random.Random(seed).shuffle(senders)
    begun = time.monotonic()
    for place, sender in enumerate(senders):
        time.sleep(max(0.0, begun + seconds * place / len(senders) - time.monotonic()))
        crowd.one_sends(sender)


def fared(crowd: Crowd, verdict: Verdict) -> Fared:
    """How it went for those whose notes were not lost."""
    answered = [each for each in crowd.waiting if (each.sent.chat, each.sent.message_id) not in set(verdict.lost)]
    waits = list(zip((each.sent.chat for each in answered), verdict.waits, strict=True))
    once = [wait for sender, wait in waits if sender in ONCE]
    ends = [each.at + wait for each, wait in zip(answered, verdict.waits, strict=True)]
    return Fared(
        lost=len(verdict.lost),
        doubled=len(verdict.doubled),
        mean=statistics.fmean(verdict.waits),
        p95=statistics.quantiles(verdict.waits, n=20)[-1],
        once_mean=statistics.fmean(once),
        once_longest=max(once),
        many_mean=statistics.fmean(wait for sender, wait in waits if sender == MANY),
        took=max(ends) - min(each.at for each in answered),
    )
