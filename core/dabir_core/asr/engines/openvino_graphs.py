"""A checkpoint's graphs, compiled: encoder, decoder step, and projectors and aligner, which wait for their first use.

The float32 arrays that a graph was built from are let go when it is compiled; projectors and aligner read theirs again,
so a run that wants no word times, or has no short windows, pays neither time nor memory for them. Nothing is written to
disk: no model cache.
"""

from collections.abc import Sequence
from types import ModuleType
from typing import Any, Literal, Protocol

import numpy as np

from dabir_core.asr.dimensions import Dimensions
from dabir_core.asr.engines.openvino_blocks import Blocks
from dabir_core.asr.engines.openvino_decoder import AlignmentHead, DecoderGraph
from dabir_core.asr.engines.openvino_encoder import build_encoder, build_projector
from dabir_core.asr.engines.openvino_memory import memory_guarded
from dabir_core.asr.engines.openvino_precision import GRAPH_TYPES, GraphTypes, Precision, plugin_properties, settled
from dabir_core.asr.engines.openvino_slots import SlotLayout
from dabir_core.asr.engines.openvino_weights import Node, WeightNodes, WeightType
from dabir_core.asr.weights import Weights
from dabir_core.openvino_runtime import load_openvino, openvino_core


class CheckpointArrays(Protocol):
    """What these graphs need of a checkpoint."""

    @property
    def name(self) -> str:
        """What messages call it."""

    @property
    def dimensions(self) -> Dimensions:
        """Its sizes."""

    @property
    def alignment_heads(self) -> Sequence[AlignmentHead]:
        """The heads whose cross-attention tells the time."""

    def weights(self) -> Weights:
        """Its arrays."""


class Graphs:
    """Compiled models (openvino.CompiledModel) of one checkpoint in one precision."""

    def __init__(
        self, checkpoint: CheckpointArrays, precision: Precision | Literal["auto"], *, threads: int | None
    ) -> None:
        """Builds and compiles encoder and decoder. Raises: EngineMissing, ModelMemory, OptionError."""
        self.openvino: ModuleType = load_openvino()
        self.checkpoint = checkpoint
        self._core = openvino_core()
        self.precision = settled(precision, self.openvino, self._core)
        self._types = GRAPH_TYPES[self.precision]
        self._properties = plugin_properties(self.precision, threads=threads)
        self._aligner: Any = None
        self._projectors: dict[int | None, Any] = {}
        self.slot_layout = _slot_layout(checkpoint.dimensions, self._types)
        with memory_guarded(checkpoint.name):
            self.encoder = self._compiled(build_encoder(self._encoder_blocks(), checkpoint.dimensions))
            self.decoder = self._compiled(self._decoder_graph().step_model())

    def projector(self, positions: int) -> Any:
        """The compiled projection of one window with so many positions. Raises: ModelMemory.

        There are two, each built when it is first asked for. That of full windows knows its sizes beforehand, so that
        the plugin writes straight into the slot; where it does not, it works in memory of its own, as large again,
        which it keeps, and copies.
        """
        full = self.checkpoint.dimensions.source_positions
        known = positions if positions == full else None
        if known not in self._projectors:
            with memory_guarded(self.checkpoint.name):
                self._projectors[known] = self._compiled(self._projector_model(known))
        return self._projectors[known]

    def aligner(self) -> Any:
        """The compiled alignment graph; the first call builds it. Raises: ModelMemory."""
        if self._aligner is None:
            with memory_guarded(self.checkpoint.name):
                self._aligner = self._compiled(self._decoder_graph().alignment_model(self.checkpoint.alignment_heads))
        return self._aligner

    def _projector_model(self, positions: int | None) -> Node:
        sizes = self.checkpoint.dimensions
        model = build_projector(self._encoder_blocks(), sizes, cross_type=self._types.activations)
        if positions is not None:
            model.reshape([1, positions, sizes.width])
        return model

    def _encoder_blocks(self) -> Blocks:
        return self._blocks(self._types.encoder_weights)

    def _decoder_graph(self) -> DecoderGraph:
        blocks = self._blocks(self._types.decoder_weights)
        return DecoderGraph(blocks, self.checkpoint.dimensions, cache_type=self._types.activations)

    def _blocks(self, weight_type: WeightType) -> Blocks:
        return Blocks(self.openvino, WeightNodes(self.openvino, self.checkpoint.weights(), weight_type))

    def _compiled(self, model: Node) -> Any:
        return self._core.compile_model(model, "CPU", self._properties)


def _slot_layout(sizes: Dimensions, types: GraphTypes) -> SlotLayout:
    return SlotLayout(
        parts=2 * sizes.decoder_layers,
        heads=sizes.decoder_heads,
        size=sizes.width // sizes.decoder_heads,
        dtype=np.float32 if types.activations == "f32" else np.uint16,
    )
