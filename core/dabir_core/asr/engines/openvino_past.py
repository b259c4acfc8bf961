"""The self-attention state of rows that began at different times, kept in one inference request.

The request's own variables hold it: (B, H, P, D) keys and values of each layer. Rows are aligned at the right, the
newest token last: a row that was fed fewer tokens has padding before them, which the mask hides, and counts its own
positions. Where requests join, their states are read, laid together and set: 10 ms for 8 rows of 60 tokens in small.
What only changes the rows' order, or drops rows, is gathered by the graph itself at the next step, which costs nothing.
Shape legend: B rows, L new tokens, P tokens in the state, padding among them, H heads, D = d / H.
"""

from collections.abc import Sequence
from types import ModuleType
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from dabir_core.asr.engines.openvino_slots import SlotArrays, cross_input, shared_tensor
from dabir_core.asr.engines.openvino_weights import Node

_MASKED = np.float32(-1e9)
"""Far below any attention score, yet finite in every precision."""


def step_mask(lengths: Sequence[int] | NDArray[np.int64], count: int, *, past: int) -> NDArray[np.float32]:
    """(B, 1, L, P + L) for L tokens of each row: 0 where a token may look, far below zero at padding and later tokens.

    One copy for each row: the CPU plugin's bfloat16 kernel reads past a mask that is to be broadcast (2026.4.1).
    """
    causal = np.triu(np.full((count, past + count), _MASKED, np.float32), past + 1)
    mask = np.tile(causal, (len(lengths), 1, 1, 1))
    for row, length in enumerate(lengths):
        mask[row, :, :, : past - length] = _MASKED
    return mask


class Past:
    """What the rows were fed, and where the request's state has it."""

    def __init__(self, openvino: ModuleType, request: Node, rows: int) -> None:
        """Rows that were fed nothing, and a request that never ran."""
        self._openvino = openvino
        self.request = request
        self._lengths = np.zeros(rows, np.int64)
        self._places = np.arange(rows)
        self._cached = 0
        self._heard: list[tuple[int, tuple[int, ...]]] = []

    @property
    def lengths(self) -> tuple[int, ...]:
        """Tokens that were fed to each row."""
        return tuple(self._lengths.tolist())

    def listen_to(self, arrays: SlotArrays) -> None:
        """Points the request at its windows' keys and values, which the caller keeps, where it did not point before.

        Telling it all of them at each step takes 0.3 ms, as long as two layers of one row.
        """
        places = [(array.__array_interface__["data"][0], array.shape) for array in arrays]
        if places == self._heard:
            return
        for number, array in enumerate(arrays):
            self.request.set_tensor(cross_input(number), shared_tensor(self._openvino, array))
        self._heard = places

    def inputs(self, order: NDArray[np.int64], count: int) -> dict[str, NDArray[Any]]:
        """What the graph must know to feed `count` tokens to each row, the rows placed in that order."""
        lengths = self._lengths[order]
        return {
            "positions": lengths[:, np.newaxis] + np.arange(count),
            "rows": self._places[order].astype(np.int32),
            "mask": step_mask(lengths, count, past=self._cached),
        }

    def went_on(self, order: NDArray[np.int64], count: int) -> None:
        """The request ran with those inputs."""
        self._lengths += count
        self._cached += count
        self._places[order] = np.arange(len(order))

    def reorder(self, rows: Sequence[int]) -> None:
        """Row i goes on from what row `rows[i]` was fed."""
        self._lengths = self._lengths[list(rows)]
        self._places = self._places[list(rows)] if self._cached else np.arange(len(rows))

    def join(self, other: Self) -> None:
        """Takes the other's rows behind its own; padding that no row needs any more goes."""
        lengths = np.concatenate([self._lengths, other._lengths])
        if lengths.any():
            self._set_joined(other, longest=int(lengths.max()))
        self._cached = int(lengths.max())
        self._lengths = lengths
        self._places = np.arange(len(lengths))

    def _set_joined(self, other: Self, *, longest: int) -> None:
        theirs = {state.name: state for state in other.request.query_state()}
        rows, joined = len(self._lengths), None
        for state in self.request.query_state():
            ours = state.state.data
            if joined is None:  # one for all: setting copies it, and each fills the same part of it
                _, heads, _, size = ours.shape
                joined = np.zeros((rows + len(other._lengths), heads, longest, size), ours.dtype)
            self._put(ours, joined[:rows])
            other._put(theirs[state.name].state.data, joined[rows:])
            state.state = self._openvino.Tensor(joined, shared_memory=True)

    def _put(self, state: NDArray[Any], target: NDArray[Any]) -> None:
        """Copies as many of the rows' newest tokens as there is room for; a request that never ran has no rows."""
        count = min(target.shape[2], self._cached)
        if count:
            target[:, :, -count:] = state[self._places, :, -count:]
