"""Which window each row that decodes now listens to, and in which slot the graph finds its keys and values.

The graph wants one array (rows, H, S, D) for each layer part. A row of small weighs 110 MB in float32, so rows are
moved as little as can be: a row that joins takes the slot of one that left, and only what is still missing when the
next step comes is moved. What a slot holds is known by its window's mark, so that beams of one window, whose keys and
values are equal, never move when they change places. When all rows listen to one window, they share a single slot,
which the graph broadcasts.
Shape legend: H heads, S positions, D = d / H.
"""

from collections.abc import Callable, Sequence
from typing import Self

import numpy as np
from numpy.typing import NDArray

from dabir_core.asr.engines.openvino_slots import SlotArrays, SlotLayout

_FIRST_CAPACITY = 8
"""Slots that rows get when one joins the first: memory that is not written costs nothing."""

_MOST_SPARE = 2
"""How many times as many slots as rows may stay written when rows have left."""


class WindowMark:
    """One window of one encoding, known by its identity.

    A row that ended leaves its window's keys and values where they lay until the slot is needed, so an alignment right
    after it finds them there. `found` are those (1, H, S, D) views, None once they are overwritten or let go.
    """

    def __init__(self) -> None:
        self.found: SlotArrays | None = None


class CrossSlots:
    """Who listens to what, row by row, and where that lies."""

    def __init__(
        self,
        layout: SlotLayout,
        windows: Sequence[WindowMark],
        *,
        positions: int,
        write: Callable[[WindowMark, SlotArrays], None],
    ) -> None:
        """Row i listens to `windows[i]`; `write` fills the (1, H, S, D) arrays of a window, once for each."""
        self._layout = layout
        self._positions = positions
        self._held: list[WindowMark] = list(dict.fromkeys(windows))
        self._arrays = layout.arrays(len(self._held), positions)
        for slot, window in enumerate(self._held):
            write(window, self._views(slot))
            window.found = self._views(slot)
        self._slots = [self._held.index(window) for window in windows]

    @property
    def written(self) -> int:
        """How many slots take memory: those that hold a window, or did."""
        return len(self._held)

    def reorder(self, rows: Sequence[int]) -> None:
        """Row i listens to what row `rows[i]` did; nothing is moved yet."""
        self._slots = [self._slots[row] for row in rows]

    def join(self, other: Self) -> None:
        """Takes the other's rows behind its own: copies each of their windows once, into slots that no row uses."""
        assert other._positions == self._positions, "rows that join have windows of one length"
        source = list(dict.fromkeys(other._slots))
        free = self._free_slots(len(source))
        for slot, taken in zip(free, source, strict=True):
            self._put(slot, other, taken)
        self._slots += [free[source.index(slot)] for slot in other._slots]

    def settled(self) -> SlotArrays:
        """Views (rows, H, S, D) of the rows' slots, or (1, H, S, D) if all listen to one window; see `order`."""
        used = self._used()
        self._compact(used)
        if self.written > _MOST_SPARE * used:
            self._move(used)
        return [array[:used] for array in self._arrays]

    @property
    def order(self) -> NDArray[np.int64]:
        """(rows,) which row stands at each place of the settled arrays."""
        return np.arange(len(self._slots)) if self._used() == 1 else np.argsort(self._slots)

    def _windows(self) -> list[WindowMark]:
        return [self._held[slot] for slot in self._slots]

    def _used(self) -> int:
        return 1 if len(set(self._windows())) == 1 else len(self._slots)

    def _compact(self, used: int) -> None:
        """Gives each row a slot of its own among the first `used`, or all of them slot 0."""
        wanted = self._windows()[:used]
        self._reserve(used)
        slots = self._kept(wanted)
        free = (slot for slot in range(used) if slot not in slots)
        for row, kept in enumerate(slots):
            if kept is None:
                slots[row] = slot = next(free)
                self._put(slot, self, self._slots[row])
        self._slots = [slot for slot in slots if slot is not None] if used > 1 else [0] * len(self._slots)

    def _kept(self, wanted: Sequence[WindowMark]) -> list[int | None]:
        """For each row a slot that holds its window and that no other row took: none where there is no such slot."""
        slots: list[int | None] = [None] * len(wanted)
        for slot, window in enumerate(self._held[: len(wanted)]):
            takers = [row for row, asked in enumerate(wanted) if asked is window and slots[row] is None]
            own = [row for row in takers if self._slots[row] == slot]
            if takers:
                slots[(own or takers)[0]] = slot
        return slots

    def _free_slots(self, count: int) -> list[int]:
        in_use = set(self._slots)
        self._reserve(len(in_use) + count)
        return [slot for slot in range(len(in_use) + count) if slot not in in_use][:count]

    def _reserve(self, slots: int) -> None:
        capacity = len(self._arrays[0])
        if slots > capacity:
            self._move(max(slots, 2 * capacity, _FIRST_CAPACITY))

    def _move(self, capacity: int) -> None:
        """To arrays of that many slots, one array after the other, so that no more than one is there twice."""
        for window in self._held:
            window.found = None
        self._held = self._held[:capacity]
        kept = len(self._held)
        for part, fresh in enumerate(self._layout.arrays(capacity, self._positions)):
            fresh[:kept] = self._arrays[part][:kept]
            self._arrays[part] = fresh
        for slot, window in enumerate(self._held):
            window.found = self._views(slot)

    def _put(self, slot: int, source: Self, taken: int) -> None:
        """Copies a slot; slots are written one behind the other, so that it is at most the next one."""
        for array, other in zip(self._arrays, source._arrays, strict=True):
            array[slot] = other[taken]
        for former in self._held[slot : slot + 1]:
            former.found = None
        window = source._held[taken]
        self._held[slot : slot + 1] = [window]
        window.found = self._views(slot)

    def _views(self, slot: int) -> SlotArrays:
        return [array[slot : slot + 1] for array in self._arrays]
