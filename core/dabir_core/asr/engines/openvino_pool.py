"""One pool of slots for all caches of an engine whose windows have one length: a slot holds a window's keys and values.

A window of small weighs 55 MB in bfloat16, and memory that is new costs about as much time as the computing that fills
it. So a window is projected straight into a slot, rows that join keep theirs, and a slot that a row left is written
again. Until then the window is found there: for its alignment, or for another attempt at it. So there are never more
slots than were in use at once.
Shape legend: H heads, S positions, D = d / H.
"""

import weakref
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

import numpy as np

from dabir_core.asr.engines.openvino_slots import SlotArrays, SlotLayout

_FIRST_CAPACITY = 18
"""The most rows that a batch has, and some that wait: memory that is not written costs nothing."""

_MOST_SPARE = 2
"""How many times as many slots as are in use may stay written."""


class WindowMark:
    """One window of one encoding, known by its identity."""


WriteSlot = Callable[[WindowMark, SlotArrays], None]
"""Fills the (1, H, S, D) arrays with a window's keys and values."""


@dataclass(eq=False, slots=True, weakref_slot=True)
class Lease:
    """The slots of a cache's rows, row by row; they are free again when it is forgotten. The pool moves them."""

    slots: list[int] = field(default_factory=list)


class SlotPool:
    """Which window each slot holds, and who uses it; for one thread."""

    def __init__(self, layout: SlotLayout, positions: int) -> None:
        """Takes no memory yet."""
        self._layout = layout
        self._positions = positions
        self._arrays = layout.arrays(0, positions)
        self._held: list[WindowMark] = []
        self._leases: list[weakref.ref[Lease]] = []

    @property
    def written(self) -> int:
        """How many slots take memory: those that hold a window, or did."""
        return len(self._held)

    def lease(self) -> Lease:
        """One without slots."""
        lease = Lease()
        self._leases = [weakref.ref(each) for each in (*self._living(), lease)]
        return lease

    def window(self, slot: int) -> WindowMark:
        """Which one it holds."""
        return self._held[slot]

    def found(self, window: WindowMark) -> SlotArrays | None:
        """The window's views, whoever left them or uses them; they are good until the pool is asked for more."""
        return self.views(self._held.index(window)) if window in self._held else None

    def views(self, first: int, count: int = 1) -> SlotArrays:
        """Each part's (count, H, S, D)."""
        return [array[first : first + count] for array in self._arrays]

    def hold(self, lease: Lease, window: WindowMark, write: WriteSlot | None = None) -> None:
        """Gives the lease one more slot with this window: where it was left, or a copy, or written.

        Without `write` the window is known to be there. Raises: MemoryError.
        """
        in_use = self._in_use()
        left = (slot for slot, held in enumerate(self._held) if held is window and slot not in in_use)
        slot = next(left, None)
        if slot is None:
            slot = next((slot for slot in range(self.written) if slot not in in_use), self.written)
            self._fill(slot, window, write)
        lease.slots.append(slot)

    def swap(self, one: int, other: int) -> None:
        """Two slots change places, also for those who use them."""
        between = np.empty_like(self._arrays[0][one])
        for array in self._arrays:
            between[...] = array[one]
            array[one] = array[other]
            array[other] = between
        self._held[one], self._held[other] = self._held[other], self._held[one]
        self._tell({one: other, other: one})

    def shrink(self) -> None:
        """Lets go what many rows left behind, unless there is no memory to move the others to: all of it may stay."""
        in_use = sorted(self._in_use())
        if self.written > _MOST_SPARE * len(in_use):
            with suppress(MemoryError):
                self._move(in_use, self._roomy(len(in_use)))

    def _fill(self, slot: int, window: WindowMark, write: WriteSlot | None) -> None:
        if slot == len(self._arrays[0]):
            self._move(range(slot), self._roomy(slot + 1))
        source = self.found(window)
        self._held[slot : slot + 1] = [WindowMark()]  # nobody's, if writing fails
        if source is None:
            assert write is not None, "a window that is held nowhere"
            write(window, self.views(slot))
        else:
            for target, array in zip(self.views(slot), source, strict=True):
                target[...] = array
        self._held[slot] = window

    def _roomy(self, slots: int) -> SlotArrays:
        """Arrays with room to grow, or as many slots as must be where the system gives no more. Raises: MemoryError."""
        try:
            return self._layout.arrays(max(2 * slots, _FIRST_CAPACITY), self._positions)
        except MemoryError:
            return self._layout.arrays(slots, self._positions)

    def _move(self, kept: Sequence[int], arrays: SlotArrays) -> None:
        """To other arrays, one after the other, so that no more than one is there twice."""
        for part, fresh in enumerate(arrays):
            for place, slot in enumerate(kept):
                fresh[place] = self._arrays[part][slot]
            self._arrays[part] = fresh
        self._held = [self._held[slot] for slot in kept]
        self._tell({slot: place for place, slot in enumerate(kept)})

    def _tell(self, places: dict[int, int]) -> None:
        for lease in self._living():
            lease.slots = [places.get(slot, slot) for slot in lease.slots]

    def _in_use(self) -> set[int]:
        return {slot for lease in self._living() for slot in lease.slots}

    def _living(self) -> list[Lease]:
        return [lease for known in self._leases if (lease := known()) is not None]
