"""Cross-attention keys and values of the rows that decode now, kept where the decoder graph can read them in one piece.

The graph wants one array (rows, H, S, D) for each layer part. A row of small weighs 110 MB in float32, so rows are
moved as little as can be: each has a slot in arrays that are somewhat larger than needed, a row that joins takes the
slot of one that left, and only what is still missing when the next step comes is moved. What a slot holds is known by
its window's mark, so that beams of one window, whose keys and values are equal, never move when they change places.
When all rows listen to one window, they share a single slot, which the graph broadcasts.
Shape legend: H heads, S positions, D = d / H.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from dabir_core.asr.engines.openvino_weights import Node

_SPARE = 1.5
"""How many times as many slots are made as there were, when they run out: memory that is not written costs nothing."""

_MOST_SPARE = 2
"""How many times as many slots as rows are kept when rows have left."""

SlotArrays = list[NDArray[Any]]
"""k, v of decoder layer 0, k, v of layer 1, …: float32, or bfloat16 words as uint16."""


class WindowMark:
    """One window of one encoding, known by its identity."""


@dataclass(frozen=True, slots=True)
class SlotShape:
    """One slot is `parts` arrays (heads, positions, size) of `dtype`; there are two parts to a layer."""

    parts: int
    heads: int
    positions: int
    size: int
    dtype: type[np.float32] | type[np.uint16]

    def arrays(self, slots: int) -> SlotArrays:
        """Arrays (slots, H, S, D) whose numbers are yet to be written."""
        return [np.empty((slots, self.heads, self.positions, self.size), self.dtype) for _ in range(self.parts)]


def cross_input(layer_part: int) -> str:
    """The graphs' name of the n-th of the `SlotArrays`."""
    return f"cross_{'kv'[layer_part % 2]}{layer_part // 2}"


def shared_tensor(openvino: ModuleType, array: NDArray[Any]) -> Node:
    """An openvino.Tensor over the array's memory, which the caller keeps; uint16 words count as bfloat16."""
    if array.dtype == np.uint16:
        return openvino.Tensor(array, openvino.Shape(array.shape), openvino.Type.bf16)
    return openvino.Tensor(array, shared_memory=True)


class CrossSlots:
    """Who listens to what, row by row, and where that lies."""

    def __init__(
        self, shape: SlotShape, windows: Sequence[WindowMark], write: Callable[[WindowMark, SlotArrays], None]
    ) -> None:
        """Row i listens to `windows[i]`; `write` fills the (1, H, S, D) arrays of a window, once for each."""
        self._shape = shape
        self._held: list[WindowMark] = list(dict.fromkeys(windows))
        self._arrays = shape.arrays(len(self._held))
        for slot, window in enumerate(self._held):
            write(window, [array[slot : slot + 1] for array in self._arrays])
        self._slots = [self._held.index(window) for window in windows]

    @property
    def shape(self) -> SlotShape:
        """Of each slot."""
        return self._shape

    @property
    def capacity(self) -> int:
        """How many slots there is memory for."""
        return len(self._arrays[0])

    def reorder(self, rows: Sequence[int]) -> None:
        """Row i listens to what row `rows[i]` did; nothing is moved yet."""
        self._slots = [self._slots[row] for row in rows]

    def join(self, other: Self) -> None:
        """Takes the other's rows behind its own: copies each of their windows once, into slots that no row uses."""
        assert other._shape == self._shape, "rows that join have windows of one length"
        source = list(dict.fromkeys(other._slots))
        free = self._free_slots(len(source))
        for slot, taken in zip(free, source, strict=True):
            self._copy(taken, slot, source=other._arrays)
            self._held[slot] = other._held[taken]
        self._slots += [free[source.index(slot)] for slot in other._slots]

    def settled(self) -> SlotArrays:
        """Views (rows, H, S, D) of the rows' slots, or (1, H, S, D) if all listen to one window; see `order`."""
        used = self._used()
        self._compact(used)
        if self.capacity > _MOST_SPARE * used:
            self._resize(used)
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
        if used > self.capacity:
            self._resize(used)
        slots = self._kept(wanted)
        free = (slot for slot in range(used) if slot not in slots)
        for row, window in enumerate(wanted):
            if slots[row] is None:
                slots[row] = slot = next(free)
                self._copy(self._slots[row], slot, source=self._arrays)
                self._held[slot] = window
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
        needed = len(set(self._slots)) + count
        if needed > self.capacity:
            self._resize(max(needed, int(_SPARE * self.capacity)))
        return [slot for slot in range(self.capacity) if slot not in set(self._slots)][:count]

    def _resize(self, capacity: int) -> None:
        """Moves what fits, one array after the other, so that no more than one is there twice."""
        kept = min(capacity, self.capacity)
        for part, array in enumerate(self._arrays):
            self._arrays[part] = np.empty((capacity, *array.shape[1:]), array.dtype)
            self._arrays[part][:kept] = array[:kept]
        self._held = [*self._held[:kept], *(WindowMark() for _ in range(capacity - kept))]

    def _copy(self, source_slot: int, slot: int, *, source: SlotArrays) -> None:
        for array, other in zip(self._arrays, source, strict=True):
            array[slot] = other[source_slot]
