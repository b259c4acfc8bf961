"""A checkpoint's graphs, compiled: encoder, projector, decoder step, and the aligner, which waits for its first use.

The float32 arrays that a graph was built from are let go when it is compiled; the aligner reads its own again, so a
run that wants no word times pays neither time nor memory for it. Nothing is written to disk: no model cache.
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
from dabir_core.asr.engines.openvino_precision import GRAPH_TYPES, Precision, plugin_properties, settled
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
        """Builds and compiles all but the aligner. Raises: EngineMissing, ModelMemory, OptionError."""
        self.openvino: ModuleType = load_openvino()
        self.checkpoint = checkpoint
        self._core = openvino_core()
        self.precision = settled(precision, self.openvino, self._core)
        self._types = GRAPH_TYPES[self.precision]
        self._properties = plugin_properties(self.precision, threads=threads)
        self._aligner: Any = None
        with memory_guarded(checkpoint.name):
            self.encoder = self._compiled(build_encoder(self._encoder_blocks(), checkpoint.dimensions))
            self.projector = self._compiled(self._projector_model())
            self.decoder = self._compiled(self._decoder_graph().step_model())

    @property
    def cache_dtype(self) -> type[np.float32] | type[np.uint16]:
        """NumPy's type for keys and values; bfloat16 is kept as words."""
        return np.float32 if self._types.activations == "f32" else np.uint16

    def aligner(self) -> Any:
        """The compiled alignment graph; the first call builds it. Raises: ModelMemory."""
        if self._aligner is None:
            with memory_guarded(self.checkpoint.name):
                self._aligner = self._compiled(self._decoder_graph().alignment_model(self.checkpoint.alignment_heads))
        return self._aligner

    def _projector_model(self) -> Node:
        return build_projector(self._encoder_blocks(), self.checkpoint.dimensions, cross_type=self._types.activations)

    def _encoder_blocks(self) -> Blocks:
        return self._blocks(self._types.encoder_weights)

    def _decoder_graph(self) -> DecoderGraph:
        blocks = self._blocks(self._types.decoder_weights)
        return DecoderGraph(blocks, self.checkpoint.dimensions, cache_type=self._types.activations)

    def _blocks(self, weight_type: WeightType) -> Blocks:
        return Blocks(self.openvino, WeightNodes(self.openvino, self.checkpoint.weights(), weight_type))

    def _compiled(self, model: Node) -> Any:
        return self._core.compile_model(model, "CPU", self._properties)
