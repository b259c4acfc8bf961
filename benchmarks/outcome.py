"""What a row of the table says: one ratio of two sides, measured in turns, and whether it reaches what was wanted."""

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from benchmarks.side import Reply


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a figure must reach."""

    sign: Literal["≥", "≤"]
    value: float

    def is_met_by(self, figure: float) -> bool:
        """Whether the figure reaches it."""
        return figure >= self.value if self.sign == "≥" else figure <= self.value

    def __str__(self) -> str:
        return f"{self.sign} {self.value:g}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One line of the table.

    what, against   what was measured, and the peer («» for a bound that needs none)
    figure, unit    the ratio («×») or the quantity; None where there is none, and `note` says why
    wanted          None for a figure that is only stated
    raw             everything that it was made from, for the JSON
    """

    what: str
    against: str
    figure: float | None
    unit: str = "×"
    wanted: Wanted | None = None
    note: str = ""
    raw: dict[str, Any] = field(default_factory=dict)

    @property
    def is_met(self) -> bool | None:
        """Whether the figure reaches what was wanted; None where nothing was, or nothing could be measured."""
        if self.wanted is None or self.figure is None:
            return None
        return self.wanted.is_met_by(self.figure)


def in_turns(turns: int, *jobs: Callable[[], Reply]) -> list[list[Reply]]:
    """The replies to each job; all take their turn before one takes its next, so that disturbances meet all alike."""
    rounds = [[job() for job in jobs] for _ in range(turns)]
    return [list(replies) for replies in zip(*rounds, strict=True)]


def least_s(replies: Sequence[Reply]) -> float:
    """The least wall-clock time: that which was disturbed least."""
    return min(reply.wall_s for reply in replies)


def median_s(replies: Sequence[Reply]) -> float:
    """The median wall-clock time."""
    return statistics.median(reply.wall_s for reply in replies)


def least_processor_s(replies: Sequence[Reply]) -> float:
    """The least processor time of all threads: the fairer figure on a machine in use."""
    return min(reply.processor_s for reply in replies)


def raw_of(replies: Sequence[Reply]) -> list[dict[str, Any]]:
    """Everything that replies say but the text, which may be long."""
    return [
        {
            "wall_s": reply.wall_s,
            "processor_s": reply.processor_s,
            "memory_bytes": reply.memory_bytes,
            "resident_peak_bytes": reply.resident_peak_bytes,
            **{name: value for name, value in reply.gave.items() if name not in {"text", "log_probabilities"}},
        }
        for reply in replies
    ]
