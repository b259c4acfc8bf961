"""Memory for cross-attention keys and values: arrays of slots, one slot for a row, which come and go by the hundred MB.

They are mapped from the system, not taken from the heap, where arrays of a few MB leave holes that stay for ever: what
a `CrossSlots` lets go is free at once, and slots that nobody wrote into cost nothing. The price is that the system
hands out mapped memory page by page, which can take as long as computing what goes into it. Hence one slot that comes
back is kept for the next row: rows that join one after the other all begin in the same memory.
Shape legend: H heads, S positions, D = d / H.
"""

import mmap
import sys
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dabir_core.asr.engines.openvino_weights import Node

SlotArrays = list[NDArray[Any]]
"""k, v of decoder layer 0, k, v of layer 1, …, each (slots, H, S, D): float32, or bfloat16 words as uint16."""


def cross_input(layer_part: int) -> str:
    """The graphs' name of the n-th of the `SlotArrays`."""
    return f"cross_{'kv'[layer_part % 2]}{layer_part // 2}"


def shared_tensor(openvino: ModuleType, array: NDArray[Any]) -> Node:
    """An openvino.Tensor over the array's memory, which the caller keeps; uint16 words count as bfloat16."""
    if array.dtype == np.uint16:
        return openvino.Tensor(array, openvino.Shape(array.shape), openvino.Type.bf16)
    return openvino.Tensor(array, shared_memory=True)


@dataclass(slots=True)
class SlotMemory:
    """Lends slots for one checkpoint in one precision; there are two parts to a decoder layer."""

    parts: int
    heads: int
    size: int
    dtype: type[np.float32] | type[np.uint16]
    _kept: SlotArrays = field(default_factory=list)

    def lend(self, slots: int, positions: int) -> SlotArrays:
        """Arrays whose numbers are the borrower's to write."""
        shape = (slots, self.heads, positions, self.size)
        if self._kept and self._kept[0].shape == shape:
            kept, self._kept = self._kept, []
            return kept
        return [mapped_array(shape, self.dtype) for _ in range(self.parts)]

    def take_back(self, arrays: SlotArrays) -> None:
        """Keeps a single slot for the next borrower; nobody may write into it any more."""
        if len(arrays[0]) == 1:
            self._kept = arrays


def mapped_array(shape: tuple[int, ...], dtype: type[np.float32] | type[np.uint16]) -> NDArray[Any]:
    """Zeros that take no memory before something is written; it goes with the array. Raises: MemoryError."""
    try:
        memory = mmap.mmap(-1, max(1, int(np.prod(shape)) * np.dtype(dtype).itemsize))
    except (OSError, OverflowError) as cause:
        raise MemoryError(str(cause)) from cause
    if sys.platform == "linux":
        memory.madvise(mmap.MADV_HUGEPAGE)  # fewer, larger pages, as NumPy asks for its own arrays
    return np.frombuffer(memory, dtype, count=int(np.prod(shape))).reshape(shape)
