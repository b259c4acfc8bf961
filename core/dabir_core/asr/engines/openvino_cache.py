"""The decoder's state for some rows: cross-attention keys and values of their windows, and one inference request.

A request holds the self-attention cache as its own variables, so several caches never meet. Creating one takes 0.1 ms,
its memory goes with the `OpenVinoCache`; the working memory of the graph is shared by all of them.
Shape legend: B rows, W windows, L tokens, P tokens already cached, S positions, H heads, D = d / H, V vocabulary.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dabir_core.asr.engines.openvino_graphs import Graphs
from dabir_core.asr.engines.openvino_memory import memory_guarded
from dabir_core.asr.engines.openvino_weights import Node
from dabir_core.units import Logits, TokenIds

_MASKED = np.float32(-1e9)
"""Far below any attention score, yet finite in every precision."""


@dataclass(frozen=True, slots=True)
class CrossKeysValues:
    """k, v of decoder layer 0, k, v of layer 1, …, each (W, H, S, D): float32, or bfloat16 words as uint16."""

    arrays: tuple[NDArray[Any], ...]

    @property
    def windows(self) -> int:
        """How many windows they are of."""
        return len(self.arrays[0])

    def of_rows(self, windows: Sequence[int]) -> "CrossKeysValues":
        """For each row its window's part; one part for all rows if they share a window. Copies only a mixture."""
        if list(windows) == list(range(self.windows)):
            return self
        if len(set(windows)) == 1:
            return CrossKeysValues(tuple(array[windows[0] : windows[0] + 1] for array in self.arrays))
        return CrossKeysValues(tuple(array[list(windows)] for array in self.arrays))


def cross_input(layer_part: int) -> str:
    """The graphs' name of the n-th array of a `CrossKeysValues`."""
    return f"cross_{'kv'[layer_part % 2]}{layer_part // 2}"


def shared_tensor(openvino: ModuleType, array: NDArray[Any]) -> Node:
    """An openvino.Tensor over the array's memory, which the caller keeps; uint16 words count as bfloat16."""
    if array.dtype == np.uint16:
        return openvino.Tensor(array, openvino.Shape(array.shape), openvino.Type.bf16)
    return openvino.Tensor(array, shared_memory=True)


def causal_mask(shape: tuple[int, int], *, past: int) -> NDArray[np.float32]:
    """(B, 1, L, P + L) for (B, L) tokens: 0 where a token may look, far below zero at those after it.

    One copy for each row: the CPU plugin's bfloat16 kernel reads past a mask that is to be broadcast (2026.4.1).
    """
    rows, length = shape
    mask = np.triu(np.full((length, past + length), _MASKED, np.float32), past + 1)
    return np.tile(mask, (rows, 1, 1, 1))


class OpenVinoCache:
    """Obeys `Cache`; the logits it gives are the caller's own."""

    def __init__(self, graphs: Graphs, cross: CrossKeysValues, windows: Sequence[int]) -> None:
        """An empty cache whose row i listens to window `windows[i]` of `cross`."""
        self._graphs = graphs
        self._cross = cross
        self._request = graphs.decoder.create_infer_request()
        self._length = 0
        self._listen(windows)
        self._former = self._same_rows()

    @property
    def length(self) -> int:
        """Tokens that were fed to each row so far."""
        return self._length

    def step(self, tokens: TokenIds) -> Logits:
        """(B, V) logits after the last of (B, L) tokens. Raises: ModelMemory."""
        rows, count = tokens.shape
        assert rows == len(self._windows), "one row of tokens for each row of the cache"
        assert 0 < count <= self._graphs.checkpoint.dimensions.target_positions - self._length, "no position is left"
        with memory_guarded(self._graphs.checkpoint.name):
            self._feed(np.ascontiguousarray(tokens, np.int64))
            self._request.infer()
            logits: Logits = self._request.get_output_tensor(0).data[:, 0].copy()
        self._length += count
        self._former = self._same_rows()
        return logits

    def reorder(self, rows: Sequence[int]) -> None:
        """Makes row i a copy of the former row `rows[i]`; the state itself is gathered by the next step."""
        self._former = self._former[list(rows)]
        windows = tuple(self._windows[row] for row in rows)
        if windows != self._windows:
            self._listen(windows)

    def _same_rows(self) -> NDArray[np.int32]:
        return np.arange(len(self._windows), dtype=np.int32)

    def _listen(self, windows: Sequence[int]) -> None:
        self._windows = tuple(windows)
        self._heard = self._cross.of_rows(self._windows)  # kept: the request only points at it
        for number, array in enumerate(self._heard.arrays):
            self._request.set_tensor(cross_input(number), shared_tensor(self._graphs.openvino, array))

    def _feed(self, tokens: TokenIds) -> None:
        count, past = tokens.shape[1], self._length
        inputs: dict[str, NDArray[Any]] = {
            "tokens": tokens,
            "positions": np.arange(past, past + count, dtype=np.int64)[np.newaxis],
            "rows": self._former,
            "mask": causal_mask((len(tokens), count), past=past),
        }
        for name, array in inputs.items():
            self._request.set_tensor(name, self._graphs.openvino.Tensor(array))
