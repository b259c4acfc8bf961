"""A checkpoint's graphs, compiled: encoder, projector, decoder step, and the aligner, which waits for its first use.

The float32 arrays that a graph was built from are let go when it is compiled; the aligner reads its own again, so a
run that wants no word times pays neither time nor memory for it. With a `GraphStore`, the next start takes the
compiled graphs from the disk; without one, nothing is written.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from types import ModuleType
from typing import Any, Literal, Protocol

import numpy as np

from dabir_core.asr.dimensions import Dimensions
from dabir_core.asr.engines.openvino_blocks import Blocks
from dabir_core.asr.engines.openvino_decoder import AlignmentHead, DecoderGraph
from dabir_core.asr.engines.openvino_encoder import build_encoder, build_projector
from dabir_core.asr.engines.openvino_memory import memory_guarded
from dabir_core.asr.engines.openvino_precision import (
    PartTypes,
    Precision,
    computes_bf16,
    graph_types,
    plugin_properties,
    settled,
)
from dabir_core.asr.engines.openvino_store import GraphStore, StoredGraph
from dabir_core.asr.engines.openvino_weights import Node, WeightNodes
from dabir_core.asr.weights import Weights
from dabir_core.openvino_runtime import load_openvino, openvino_core

_GRAPHS_AT_ONCE = 2
"""Building and compiling is one thread's work each; more at once would hold more float32 arrays at once."""

_CPU = ("FULL_DEVICE_NAME", "OPTIMIZATION_CAPABILITIES")

_INSTRUCTION_CAPS = ("ONEDNN_MAX_CPU_ISA", "DNNL_MAX_CPU_ISA")


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
        self,
        checkpoint: CheckpointArrays,
        precision: Precision | Literal["auto"],
        *,
        threads: int | None,
        store: GraphStore | None = None,
    ) -> None:
        """Builds and compiles all but the aligner, or takes them from the store.

        Raises: EngineMissing, ModelMemory, OptionError.
        """
        self.openvino: ModuleType = load_openvino()
        self.checkpoint = checkpoint
        self._core = openvino_core()
        self.precision = settled(precision, self.openvino, self._core)
        self._types = graph_types(self.precision, computes_bf16=computes_bf16(self._core))
        self._threads = threads
        self._store = store
        self._aligner: Any = None
        with memory_guarded(checkpoint.name), ThreadPoolExecutor(_GRAPHS_AT_ONCE) as pool:
            encoder = pool.submit(self._compiled, "encoder", self._encoder_model, self._types.encoder)
            decoder = pool.submit(self._compiled, "decoder", self._decoder_model, self._types.decoder)
            projector = pool.submit(self._compiled, "projector", self._projector_model, self._types.encoder)
            self.encoder, self.projector, self.decoder = encoder.result(), projector.result(), decoder.result()

    @property
    def cross_dtype(self) -> type[np.float32] | type[np.uint16]:
        """NumPy's type for cross-attention keys and values; bfloat16 is kept as words."""
        return np.float32 if self._types.decoder.attention == "f32" else np.uint16

    def aligner(self) -> Any:
        """The compiled alignment graph; the first call builds it. Raises: ModelMemory."""
        if self._aligner is None:
            with memory_guarded(self.checkpoint.name):
                self._aligner = self._compiled("aligner", self._alignment_model, self._types.decoder)
        return self._aligner

    def _encoder_model(self) -> Node:
        part = self._types.encoder
        return build_encoder(self._blocks(part), self.checkpoint.dimensions, attention_type=part.attention)

    def _projector_model(self) -> Node:
        cross_type = self._types.decoder.attention
        return build_projector(self._blocks(self._types.encoder), self.checkpoint.dimensions, cross_type=cross_type)

    def _decoder_model(self) -> Node:
        return self._decoder_graph().step_model()

    def _alignment_model(self) -> Node:
        return self._decoder_graph().alignment_model(self.checkpoint.alignment_heads)

    def _decoder_graph(self) -> DecoderGraph:
        part = self._types.decoder
        return DecoderGraph(self._blocks(part), self.checkpoint.dimensions, cross_type=part.attention)

    def _blocks(self, part: PartTypes) -> Blocks:
        return Blocks(self.openvino, WeightNodes(self.openvino, self.checkpoint.weights(), part.weights))

    def _compiled(self, name: str, build: Callable[[], Node], part: PartTypes) -> Any:
        properties = plugin_properties(part, threads=self._threads)
        stored = self._stored(name, properties)
        if stored is None:
            return self._core.compile_model(build(), "CPU", properties)
        graph = stored.imported(lambda exported: self._core.import_model(exported, "CPU", properties))
        if graph is None:
            graph = self._core.compile_model(build(), "CPU", properties)
            stored.write(graph.export_model().getvalue())
        return graph

    def _stored(self, name: str, properties: Mapping[str, Any]) -> StoredGraph | None:
        if self._store is None:
            return None
        cpu = [self._core.get_property("CPU", asked) for asked in _CPU]
        machine = (self.openvino.get_version(), cpu, [os.environ.get(cap) for cap in _INSTRUCTION_CAPS])
        heads = tuple(self.checkpoint.alignment_heads)
        return self._store.graph(f"{self.precision}-{name}", machine, properties, self._types, heads)
