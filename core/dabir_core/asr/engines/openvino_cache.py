"""The decoder's state for some rows: cross-attention keys and values of their windows, and one inference request.

A request holds the self-attention cache as its own variables, so several caches never meet but by `join`. Creating one
takes 0.1 ms, its memory goes with the `OpenVinoCache`; the working memory of the graph is shared by all of them.
The graph sees the rows in the order of their windows' slots; the caller never does.
Shape legend: B rows, L tokens, V vocabulary.
"""

from collections.abc import Sequence
from typing import Self

import numpy as np
from numpy.typing import NDArray

from dabir_core.arrays import Logits, TokenIds
from dabir_core.asr.engines.openvino_cross import CrossSlots
from dabir_core.asr.engines.openvino_graphs import Graphs
from dabir_core.asr.engines.openvino_memory import memory_guarded
from dabir_core.asr.engines.openvino_past import Past
from dabir_core.asr.engines.openvino_slots import shared_tensor


class OpenVinoCache:
    """Obeys `Cache`; the logits it gives are the caller's own."""

    def __init__(self, graphs: Graphs, cross: CrossSlots | None, rows: int) -> None:
        """An empty cache whose rows listen to `cross`, row by row; None if there are no rows."""
        self._graphs = graphs
        self._placed: Logits = np.empty((0, 1, graphs.checkpoint.dimensions.vocabulary), np.float32)
        self._take(cross, self._new_past(rows))

    @property
    def lengths(self) -> tuple[int, ...]:
        """Tokens that were fed to each row so far."""
        return self._past.lengths

    def step(self, tokens: TokenIds) -> Logits:
        """(B, V) logits after the last of (B, L) tokens. Raises: ModelMemory."""
        rows, count = tokens.shape
        room = self._graphs.checkpoint.dimensions.target_positions - max(self.lengths)
        assert rows == len(self.lengths), "one row of tokens for each row of the cache"
        assert 0 < count <= room, "no position is left"
        with memory_guarded(self._graphs.checkpoint.name):
            order = self._listen()
            self._feed(tokens, order)
            self._hold_answers(rows)
            self._past.request.infer(share_outputs=True)
            self._past.went_on(order, count)
            return self._answers(order)

    def reorder(self, rows: Sequence[int]) -> None:
        """Makes row i a copy of the former row `rows[i]`; nothing is moved before the next step."""
        if not rows:
            self._take(None, self._new_past(0))
        elif self._cross is not None:
            self._cross.reorder(rows)
            self._past.reorder(rows)

    def join(self, other: Self) -> None:
        """Takes the rows of another cache behind its own. Raises: ModelMemory."""
        with memory_guarded(self._graphs.checkpoint.name):
            if self._cross is None:
                self._take(other._cross, other._past)
            elif other._cross is not None:
                self._cross.join(other._cross)
                self._past.join(other._past)
        other._take(None, other._new_past(0))

    def _take(self, cross: CrossSlots | None, past: Past) -> None:
        self._cross, self._past = cross, past

    def _new_past(self, rows: int) -> Past:
        return Past(self._graphs.openvino, self._graphs.decoder.create_infer_request(), rows)

    def _listen(self) -> NDArray[np.int64]:
        """Gives the request the rows' keys and values; says which row stands at each place of them."""
        assert self._cross is not None, "a step needs rows"
        self._past.listen_to(self._cross.settled())  # the pool has them; the request only points at them
        return self._cross.order

    def _feed(self, tokens: TokenIds, order: NDArray[np.int64]) -> None:
        inputs = {"tokens": np.ascontiguousarray(tokens[order], np.int64)}
        for name, array in (inputs | self._past.inputs(order, tokens.shape[1])).items():
            self._past.request.set_tensor(name, self._graphs.openvino.Tensor(array))

    def _hold_answers(self, rows: int) -> None:
        """Gives the request memory for the logits; left alone, the plugin asks the system for some at each step."""
        if len(self._placed) != rows:
            self._placed = np.empty((rows, *self._placed.shape[1:]), np.float32)
        self._past.request.set_tensor("logits", shared_tensor(self._graphs.openvino, self._placed))

    def _answers(self, order: NDArray[np.int64]) -> Logits:
        logits: Logits = np.empty((len(order), self._placed.shape[2]), np.float32)
        logits[order] = self._placed[:, 0]
        return logits
