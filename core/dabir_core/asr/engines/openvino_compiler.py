"""From a graph's definition to a compiled model: out of the store if it is there, else built, compiled and stored."""

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dabir_core.asr.engines.openvino_precision import PartTypes, plugin_properties
from dabir_core.asr.engines.openvino_store import GraphStore
from dabir_core.asr.engines.openvino_weights import Node

_CPU = ("FULL_DEVICE_NAME", "OPTIMIZATION_CAPABILITIES")
_INSTRUCTION_CAPS = ("ONEDNN_MAX_CPU_ISA", "DNNL_MAX_CPU_ISA")
"""Environment variables of oneDNN that take instructions away, as benchmarks do."""


@dataclass(frozen=True, slots=True)
class GraphCompiler:
    """Compiles for this machine's CPU; `threads` None means the physical cores, `store` None that nothing is kept."""

    openvino: ModuleType
    core: Any
    threads: int | None
    store: GraphStore | None
    _mapped: list[NDArray[np.uint8]] = field(default_factory=list)
    """Stored graphs, whose compiled models go on reading their weights there."""

    def compiled(self, name: str, build: Callable[[], Node], part: PartTypes, *depends_on: object) -> Any:
        """The openvino.CompiledModel of what `build` makes, which is called only if nothing is stored.

        `name` is the graph's among the checkpoint's; it is stored for the part's types and for what else it depends on.
        """
        properties = plugin_properties(part, threads=self.threads)
        if self.store is None:
            return self.core.compile_model(build(), "CPU", properties)
        stored = self.store.graph(name, self._machine(), properties, part, depends_on)
        graph = stored.imported(lambda exported: self._imported(exported, properties))
        if graph is None:
            graph = self.core.compile_model(build(), "CPU", properties)
            with suppress(RuntimeError, MemoryError):  # an export takes as much again, and is a convenience
                stored.write(graph.export_model().getbuffer())
        return graph

    def _imported(self, exported: NDArray[np.uint8], properties: dict[str, Any]) -> Any:
        graph = self.core.import_model(self.openvino.Tensor(exported, shared_memory=True), "CPU", properties)
        self._mapped.append(exported)
        return graph

    def _machine(self) -> tuple[object, ...]:
        cpu = [self.core.get_property("CPU", asked) for asked in _CPU]
        return self.openvino.get_version(), cpu, [os.environ.get(cap) for cap in _INSTRUCTION_CAPS]
