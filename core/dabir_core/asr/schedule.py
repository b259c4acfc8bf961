"""Which piece of work the engine does next: the policy alone, without threads, clocks or an engine.

The work of each urgency stands in a line of its own. The most urgent line is served; within a line, what finishes
windows comes before what begins new ones, unless places of its batch are free. So a long file gives way at each step of
decoding and each window. Ageing: a line that was left waiting `PATIENCE_COSTS` times as long as its next unit takes
counts one urgency higher, and goes first among equals since it waited longest. Two urgencies are twice that. Thus no
line is left longer than (2 · PATIENCE_COSTS + 2) times the longest unit, and less urgent work keeps about one part in
1 + PATIENCE_COSTS of the engine against the urgency above it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from dabir_core.options import Urgency

PATIENCE_COSTS = 15.0
_USEFUL_SHARE = 4
"""Rows join a running batch when a quarter of its places is free: joining copies the decoder's state."""


class Unit(Enum):
    """What the engine does at a go."""

    ALIGN = auto()
    ENCODE = auto()
    HEAR = auto()
    """The first step of a window that was encoded: between the two, windows whose rows ended are aligned, before what
    is known of them is written over."""
    OPEN = auto()
    STEP = auto()
    AWAIT = auto()
    """Nothing, for a moment: a window is on its way back from its reading thread."""


@dataclass(frozen=True, slots=True)
class Line:
    """The work of one urgency.

    aligns, encodes  how many are asked for
    hears            windows that were encoded and wait for their first step
    openings         rows that wait to be decoded
    expected         rows that will be asked for within milliseconds: their window was just encoded
    is_awaited       whether a reading thread was just answered and may ask on, or a note is read: what it does between
                     two windows needs the processor that a long file would take
    rows             rows that are being decoded
    capacity         how many rows are worth having, and fit the memory
    is_full          whether memory ran out beside the rows that are decoded: before one ends, nothing else is begun
    waited           seconds since it was served, or since its first work came
    """

    urgency: Urgency
    aligns: int = 0
    encodes: int = 0
    hears: int = 0
    openings: int = 0
    expected: int = 0
    is_awaited: bool = False
    rows: int = 0
    capacity: int = 8
    is_full: bool = False
    waited: float = 0.0

    @property
    def next_unit(self) -> Unit | None:
        """What comes next in this line; None if there is nothing to do."""
        if self.is_full:
            return Unit.STEP if self.rows else None
        if self.aligns:
            return Unit.ALIGN
        if self.hears:
            return Unit.HEAR
        if self.encodes and self._has_room():
            return Unit.ENCODE
        if self.openings and not self._gathers and (self.rows < self.capacity or not self.rows):
            return Unit.OPEN
        if self.rows:
            return Unit.STEP
        if self.expected or self.is_awaited:
            return Unit.AWAIT
        return Unit.ENCODE if self.encodes else None

    @property
    def _gathers(self) -> bool:
        """Whether another row comes in a moment to be opened with those that wait."""
        return self.expected > 0 and self.rows + self.openings < self.capacity

    def _has_room(self) -> bool:
        """Whether windows are to be encoded: as many at a time as make a join worth while."""
        gathered = self.openings + self.expected
        free = self.capacity - self.rows - gathered
        useful = max(1, self.capacity // _USEFUL_SHARE)
        return free > 0 and (free >= useful or gathered > 0 or not self.rows)


def next_line(lines: Sequence[Line], costs: dict[Unit, float]) -> Line | None:
    """The line to be served; None if there is nothing to do.

    Args: costs: seconds that a unit of each kind takes, as it was measured last.
    """
    busy = [line for line in lines if line.next_unit is not None]
    if not busy:
        return None

    def standing(line: Line) -> tuple[int, float, Urgency]:
        unit = line.next_unit
        waited = 0.0 if unit is None or unit is Unit.AWAIT else line.waited / costs[unit]
        lifted = min(Urgency.LIVE, line.urgency + int(waited / PATIENCE_COSTS))
        return lifted, waited, line.urgency

    return max(busy, key=standing)
