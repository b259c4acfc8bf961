"""The CPU engine: a Whisper checkpoint run by OpenVINO, its graphs built straight from the checkpoint's arrays.

Neither torch nor transformers takes part. Why OpenVINO: measured ahead of the other CPU runtimes on full windows, and
level or ahead in decoding several rows at once. Why our own graphs: short windows, batches, beams and alignment.
An engine is used by one thread at a time. Memory: an `OpenVinoEncoded` holds its windows' hidden states, in small
4.6 MB for each; a pool for each length of windows the keys and values of the rows that decode or wait to, 110 MB for
each full one in float32; a cache the state of its rows; the engine itself weights and one working memory for each
graph. Results are written where we say: `infer` would copy all of them into new memory unless its outputs are shared.
Shape legend: B windows, M mel bins, F frames, S = F / 2 positions, L tokens, d width, H heads, D = d / H.
"""

import threading
from collections.abc import Sequence
from typing import Any, Literal, Self

import numpy as np
from numpy.typing import NDArray

from dabir_core.arrays import CrossAttention, LogMel, TokenIds
from dabir_core.asr.dimensions import Dimensions
from dabir_core.asr.engines.engine import CheckpointArrays
from dabir_core.asr.engines.openvino_cache import OpenVinoCache
from dabir_core.asr.engines.openvino_cross import CrossSlots
from dabir_core.asr.engines.openvino_decoder import by_layer
from dabir_core.asr.engines.openvino_graphs import Graphs
from dabir_core.asr.engines.openvino_memory import memory_guarded
from dabir_core.asr.engines.openvino_pool import WindowMark
from dabir_core.asr.engines.openvino_precision import Precision
from dabir_core.asr.engines.openvino_slots import SlotArrays, cross_input, shared_tensor
from dabir_core.asr.engines.openvino_store import GraphStore
from dabir_core.asr.engines.openvino_warming import warm_up
from dabir_core.asr.memory_budget import machine_free_bytes
from dabir_core.units import FRAMES_PER_POSITION


class OpenVinoEngine:
    """Obeys `Engine`."""

    def __init__(self, graphs: Graphs) -> None:
        """Runs compiled graphs; `load` makes them."""
        self._graphs = graphs

    @classmethod
    def load(
        cls,
        checkpoint: CheckpointArrays,
        *,
        precision: Precision | Literal["auto"] = "auto",
        threads: int | None = None,
        store: GraphStore | None = None,
    ) -> Self:
        """Builds and compiles the checkpoint, or takes it from the store; `threads` None means the physical cores.

        Raises: EngineMissing without OpenVINO; ModelMemory; OptionError for bf16 on a CPU that cannot compute in it.
        """
        graphs = Graphs(checkpoint, precision, threads=threads, store=store)
        threading.Thread(target=warm_up, args=[graphs], name="warming").start()
        return cls(graphs)

    @property
    def name(self) -> str:
        """Such as «openvino int8»."""
        return f"openvino {self._graphs.precision}"

    @property
    def dimensions(self) -> Dimensions:
        """The checkpoint's sizes."""
        return self._graphs.checkpoint.dimensions

    @property
    def free_bytes(self) -> int:
        """The machine's."""
        return machine_free_bytes()

    def encode(self, log_mel: LogMel) -> "OpenVinoEncoded":
        """Encodes (B, M, F) windows; F is even and at most the checkpoint's window. Raises: ModelMemory."""
        frames = log_mel.shape[2]
        assert frames % FRAMES_PER_POSITION == 0, "the encoder halves the frames"
        assert 0 < frames <= self.dimensions.window_frames, "longer than the checkpoint's window"
        with memory_guarded(self._graphs.checkpoint.name):
            self._graphs.expect_projector(frames // FRAMES_PER_POSITION)
            return OpenVinoEncoded(self._graphs, self._graphs.hidden_states(log_mel))


class OpenVinoEncoded:
    """Obeys `Encoded`; holds the hidden states of its windows, and knows the pool that may hold more of them."""

    def __init__(self, graphs: Graphs, hidden: NDArray[np.float32]) -> None:
        """(B, S, d) windows as the graphs' encoder gives them."""
        self._graphs = graphs
        self._hidden = hidden
        self._marks = [WindowMark() for _ in hidden]
        self._pool = graphs.slot_pool(hidden.shape[1])

    @property
    def windows(self) -> int:
        """How many windows it holds."""
        return len(self._hidden)

    @property
    def positions(self) -> int:
        """How many encoder positions each of them has."""
        positions: int = self._hidden.shape[1]
        return positions

    def start(self, rows: Sequence[int]) -> OpenVinoCache:
        """An empty cache whose row i listens to window `rows[i]`; projects each window once. Raises: ModelMemory."""
        with memory_guarded(self._graphs.checkpoint.name):
            return OpenVinoCache(self._graphs, self._heard_by(rows) if rows else None, len(rows))

    def align(self, window: int, tokens: TokenIds) -> CrossAttention:
        """(H, L, S) weights of the checkpoint's alignment heads, in its order, in one pass. Raises: ModelMemory."""
        assert len(tokens) <= self._graphs.checkpoint.dimensions.target_positions, "no position is left"
        aligner = self._graphs.aligner()
        with memory_guarded(self._graphs.checkpoint.name):
            request = aligner.create_infer_request()
            inputs = self._alignment_inputs(window, tokens, count=len(aligner.inputs))  # kept: they are only pointed at
            for name, array in inputs.items():
                request.set_tensor(name, shared_tensor(self._graphs.openvino, array))
            request.infer(share_outputs=True)
            weights: CrossAttention = request.get_output_tensor(0).data[0][self._asked_order()]
        return weights

    def _alignment_inputs(self, window: int, tokens: TokenIds, *, count: int) -> dict[str, NDArray[Any]]:
        inputs: dict[str, NDArray[Any]] = {
            "tokens": np.ascontiguousarray(tokens, np.int64)[np.newaxis],
            "positions": np.arange(len(tokens), dtype=np.int64)[np.newaxis],
        }
        heard = self._pool.found(self._marks[window]) or self._heard_by([window]).settled()
        return inputs | {cross_input(number): array for number, array in enumerate(heard[: count - len(inputs)])}

    def _heard_by(self, rows: Sequence[int]) -> CrossSlots:
        return CrossSlots(self._pool, [self._marks[row] for row in rows], write=self._project)

    def _project(self, window: WindowMark, arrays: SlotArrays) -> None:
        ov, request = self._graphs.openvino, self._graphs.projector(self.positions).create_infer_request()
        number = self._marks.index(window)
        request.set_tensor("hidden", shared_tensor(ov, self._hidden[number : number + 1]))
        for part, array in enumerate(arrays):
            request.set_tensor(cross_input(part), shared_tensor(ov, array))
        request.infer(share_outputs=True)

    def _asked_order(self) -> list[int]:
        heads = list(self._graphs.checkpoint.alignment_heads)
        given = by_layer(heads)
        return [given.index(head) for head in heads]
