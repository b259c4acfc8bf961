"""A checkpoint's graphs, compiled: encoder, decoder step, and projectors and aligner, which wait for their first use.

The float32 arrays that a graph was built from are let go when it is compiled; projectors and aligner read theirs again,
so a run that wants no word times, or has no short windows, pays neither time nor memory for them. With a `GraphStore`,
the next start takes the compiled graphs from the disk; without one, nothing is written. Graphs are made in threads of
their own, which end when they are made: encoder and decoder while an engine is loaded, a projector while the
first window that needs it, a full or a short one, is encoded.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from types import ModuleType
from typing import Any, Literal
from weakref import WeakValueDictionary

import numpy as np
from numpy.typing import NDArray

from dabir_core.arrays import LogMel
from dabir_core.asr.dimensions import Dimensions
from dabir_core.asr.engines.engine import CheckpointArrays
from dabir_core.asr.engines.openvino_blocks import Blocks
from dabir_core.asr.engines.openvino_compiler import GraphCompiler
from dabir_core.asr.engines.openvino_cpu import probe_bfloat16, quantises_activations
from dabir_core.asr.engines.openvino_decoder import DecoderGraph
from dabir_core.asr.engines.openvino_encoder import build_encoder, build_projector
from dabir_core.asr.engines.openvino_memory import memory_guarded
from dabir_core.asr.engines.openvino_pool import SlotPool
from dabir_core.asr.engines.openvino_precision import PartTypes, Precision, graph_types, settled
from dabir_core.asr.engines.openvino_slots import SlotLayout, shared_tensor
from dabir_core.asr.engines.openvino_store import GraphStore
from dabir_core.asr.engines.openvino_weights import Node, WeightNodes
from dabir_core.openvino_runtime import load_openvino, openvino_core
from dabir_core.units import FRAMES_PER_POSITION


class Graphs:
    """Compiled models (openvino.CompiledModel) of one checkpoint in one precision."""

    def __init__(
        self,
        checkpoint: CheckpointArrays,
        precision: Precision | Literal["auto"],
        *,
        threads: int | None,
        store: GraphStore | None = None,
    ) -> None:
        """Compiles encoder and decoder side by side, or takes them from the store.

        Raises: EngineMissing, ModelMemory, OptionError.
        """
        self.openvino: ModuleType = load_openvino()
        self.checkpoint = checkpoint
        core = openvino_core()
        bfloat16 = probe_bfloat16(self.openvino, core)
        self.precision = settled(precision, bfloat16)
        integers = bfloat16.is_fast or quantises_activations(self.openvino, core)  # CPUs that have the one have both
        self.types = graph_types(self.precision, bfloat16, integer_products=integers)
        self._compiler = GraphCompiler(self.openvino, core, threads, store)
        self._aligner: Any = None
        self._projectors: dict[int | None, Future[Any]] = {}
        self._slot_layout = _slot_layout(checkpoint.dimensions, self.types.decoder)
        self._pools: WeakValueDictionary[int, SlotPool] = WeakValueDictionary()
        with memory_guarded(checkpoint.name):
            encoder, decoder = _begun(self._compiled_encoder), _begun(self._compiled_decoder)
            wait([encoder, decoder])  # so that neither is left at work where the other fails
            self.encoder, self.decoder = encoder.result(), decoder.result()

    def hidden_states(self, log_mel: LogMel) -> NDArray[np.float32]:
        """(B, F / 2, d) of (B, M, F) windows."""
        windows, _, frames = log_mel.shape
        hidden = np.empty((windows, frames // FRAMES_PER_POSITION, self.checkpoint.dimensions.width), np.float32)
        request = self.encoder.create_infer_request()
        log_mel = np.ascontiguousarray(log_mel, np.float32)
        request.set_tensor("log_mel", shared_tensor(self.openvino, log_mel))
        request.set_tensor("hidden", shared_tensor(self.openvino, hidden))
        request.infer(share_outputs=True)
        return hidden

    def expect_projector(self, positions: int) -> None:
        """Has the projection of such windows made in a thread of its own, while they are being encoded.

        One that failed, and that nobody came to ask for, is begun anew.
        """
        known = self._known(positions)
        begun = self._projectors.get(known)
        if begun is None or _has_failed(begun):
            self._projectors[known] = _begun(lambda: self._compiled_projector(known))

    def projector(self, positions: int) -> Any:
        """The compiled projection of one window with so many positions. Raises: ModelMemory.

        There are two, each built when it is first expected. That of full windows knows its sizes beforehand, so that
        the plugin writes straight into the slot; where it does not, it works in memory of its own, as large again,
        which it keeps, and copies.
        """
        known = self._known(positions)
        if known not in self._projectors:
            self.expect_projector(positions)
        with memory_guarded(self.checkpoint.name):
            try:
                return self._projectors[known].result()
            except BaseException:
                del self._projectors[known]  # there may be memory for it the next time
                raise

    def _known(self, positions: int) -> int | None:
        return positions if positions == self.checkpoint.dimensions.source_positions else None

    def slot_pool(self, positions: int) -> SlotPool:
        """The pool of windows with so many positions; it goes when nobody has such a window any more."""
        pool = self._pools.get(positions)
        if pool is None:
            pool = self._pools[positions] = SlotPool(self._slot_layout, positions)
        return pool

    def aligner(self) -> Any:
        """The compiled alignment graph; the first call builds it. Raises: ModelMemory."""
        if self._aligner is None:
            with memory_guarded(self.checkpoint.name):
                self._aligner = self._compiled_aligner()
        return self._aligner

    def _compiled_encoder(self) -> Any:
        part, sizes = self.types.encoder, self.checkpoint.dimensions

        def build() -> Node:
            return build_encoder(self._blocks(part), sizes, attention_type=part.attention)

        return self._compiler.compiled(f"{self.precision}-encoder", build, part)

    def _compiled_projector(self, positions: int | None) -> Any:
        part, sizes, cross_type = self.types.encoder, self.checkpoint.dimensions, self.types.decoder.attention

        def build() -> Node:
            model = build_projector(self._blocks(part), sizes, cross_type=cross_type)
            if positions is not None:
                model.reshape([1, positions, sizes.width])
            return model

        kind = "short" if positions is None else "full"
        return self._compiler.compiled(f"{self.precision}-projector-{kind}", build, part, cross_type)

    def _compiled_decoder(self) -> Any:
        return self._compiler.compiled(
            f"{self.precision}-decoder", lambda: self._decoder_graph().step_model(), self.types.decoder
        )

    def _compiled_aligner(self) -> Any:
        heads = tuple(self.checkpoint.alignment_heads)

        def build() -> Node:
            return self._decoder_graph().alignment_model(heads)

        return self._compiler.compiled(f"{self.precision}-aligner", build, self.types.decoder, heads)

    def _decoder_graph(self) -> DecoderGraph:
        part = self.types.decoder
        return DecoderGraph(self._blocks(part), self.checkpoint.dimensions, cross_type=part.attention)

    def _blocks(self, part: PartTypes) -> Blocks:
        return Blocks(self.openvino, WeightNodes(self.openvino, self.checkpoint.weights(), part.weights))


def _slot_layout(sizes: Dimensions, decoder: PartTypes) -> SlotLayout:
    return SlotLayout(
        parts=2 * sizes.decoder_layers,
        heads=sizes.decoder_heads,
        size=sizes.width // sizes.decoder_heads,
        dtype=np.float32 if decoder.attention == "f32" else np.uint16,
    )


def _begun(compiled: Callable[[], Any]) -> Future[Any]:
    """The outcome of work in a thread of its own, which then ends."""
    aside = ThreadPoolExecutor(1, "graphs")
    outcome = aside.submit(compiled)
    aside.shutdown(wait=False)
    return outcome


def _has_failed(outcome: Future[Any]) -> bool:
    return outcome.done() and outcome.exception() is not None
