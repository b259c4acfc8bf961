"""Which window each row that decodes now listens to, and in which slot the graph finds its keys and values.

The graph wants one array (rows, H, S, D) for each layer part: slots that lie side by side. A row of small weighs 110 MB
in float32, so rows are moved as little as can be: those that join stay where they are, and only what is still missing
when the next step comes is moved. What a slot holds is known by its window's mark, so that beams of one window, whose
keys and values are equal, never move when they change places. When all rows listen to one window, they share a single
slot, which the graph broadcasts.
Shape legend: H heads, S positions, D = d / H.
"""

from collections.abc import Sequence
from typing import Self

import numpy as np
from numpy.typing import NDArray

from dabir_core.asr.engines.openvino_pool import SlotPool, WindowMark, WriteSlot
from dabir_core.asr.engines.openvino_slots import SlotArrays


class CrossSlots:
    """Who listens to what, row by row, and where that lies."""

    def __init__(self, pool: SlotPool, windows: Sequence[WindowMark], *, write: WriteSlot) -> None:
        """Row i listens to `windows[i]`; `write` fills the slots of windows that the pool does not hold."""
        self._pool = pool
        self._lease = pool.lease()
        distinct = list(dict.fromkeys(windows))
        for window in distinct:
            pool.hold(self._lease, window, write)
        self.reorder([distinct.index(window) for window in windows])

    def reorder(self, rows: Sequence[int]) -> None:
        """Row i listens to what row `rows[i]` did; nothing is moved yet."""
        self._lease.slots = [self._lease.slots[row] for row in rows]

    def join(self, other: Self) -> None:
        """Takes the other's rows behind its own, in the slots that they have."""
        assert other._pool is self._pool, "rows that join have windows of one length"
        self._lease.slots += other._lease.slots
        other._lease.slots = []

    def settled(self) -> SlotArrays:
        """Views (rows, H, S, D) of the rows' slots, or (1, H, S, D) if all listen to one window; see `order`."""
        if self._hears_one_window:
            self._lease.slots = [self._lease.slots[0]] * len(self._lease.slots)
        else:
            self._part()
        self._pool.shrink()
        first = self._side_by_side()
        return self._pool.views(first, len(set(self._lease.slots)))

    @property
    def order(self) -> NDArray[np.int64]:
        """(rows,) which row stands at each place of the settled arrays."""
        return np.argsort(self._lease.slots, kind="stable")

    @property
    def _hears_one_window(self) -> bool:
        return len({self._pool.window(slot) for slot in self._lease.slots}) == 1

    def _part(self) -> None:
        """Gives each row a slot of its own."""
        lease = self._lease
        for row in range(len(lease.slots)):
            if lease.slots[row] in lease.slots[:row]:
                self._pool.hold(lease, self._pool.window(lease.slots[row]))
                lease.slots[row] = lease.slots.pop()

    def _side_by_side(self) -> int:
        """Brings the slots together with as few moves as can be; gives the first."""
        mine = set(self._lease.slots)

        def outside(first: int) -> list[int]:
            return sorted(mine - set(range(first, first + len(mine))))

        first = min(range(self._pool.written - len(mine) + 1), key=lambda first: len(outside(first)))
        gaps = sorted(set(range(first, first + len(mine))) - mine)
        for slot, gap in zip(outside(first), gaps, strict=True):
            self._pool.swap(slot, gap)
        return first
