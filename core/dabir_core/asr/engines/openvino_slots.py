"""Memory for cross-attention keys and values: arrays of slots, one slot for a row, which come and go by the hundred MB.

They are mapped from the system, not taken from the heap, where arrays of a few MB leave holes that stay for ever: what
a `SlotPool` lets go is free at once, and slots that nobody wrote into cost nothing. Large pages are asked for where
the system has them: to be handed this memory in small ones takes half as long as computing what goes into it.
Shape legend: H heads, S positions, D = d / H.
"""

import math
import mmap
import sys
from contextlib import suppress
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dabir_core.asr.engines.openvino_weights import Node

_LARGE_PAGE = 2 << 20
"""Arrays begin with one: a page that began before would be taken whole for its end, 30 MB in all for small."""

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


@dataclass(frozen=True, slots=True)
class SlotLayout:
    """How one checkpoint in one precision lays out its slots; there are two parts to a decoder layer."""

    parts: int
    heads: int
    size: int
    dtype: type[np.float32] | type[np.uint16]

    def arrays(self, slots: int, positions: int) -> SlotArrays:
        """Slots that are yet to be written. Raises: MemoryError."""
        return [mapped_array((slots, self.heads, positions, self.size), self.dtype) for _ in range(self.parts)]


def mapped_array(shape: tuple[int, ...], dtype: type[np.float32] | type[np.uint16]) -> NDArray[Any]:
    """Zeros that take no memory before something is written; it goes with the array. Raises: MemoryError."""
    count = math.prod(shape)
    try:
        memory = _mapped(_LARGE_PAGE + count * np.dtype(dtype).itemsize)
    except (OSError, OverflowError) as cause:
        raise MemoryError(str(cause)) from cause
    to_page = -np.frombuffer(memory, np.uint8).ctypes.data % _LARGE_PAGE
    return np.frombuffer(memory, dtype, count=count, offset=to_page).reshape(shape)


def _mapped(size_bytes: int) -> mmap.mmap:
    if sys.platform == "win32":
        return mmap.mmap(-1, size_bytes)
    # the default would be memory shared with other processes, which gets no large pages
    memory = mmap.mmap(-1, size_bytes, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    if sys.platform == "linux":
        with suppress(OSError):  # a kernel that was built without large pages says EINVAL
            memory.madvise(mmap.MADV_HUGEPAGE)
    return memory
