"""Compiled graphs when their export fails."""

from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from dabir_core.asr.engines.openvino_compiler import GraphCompiler
from dabir_core.asr.engines.openvino_precision import PartTypes
from dabir_core.asr.engines.openvino_store import GraphStore
from dabir_core.asr.engines.openvino_weights import WeightType


class Graph:
    """Stands in for openvino.CompiledModel; too large to be exported."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def export_model(self) -> Any:
        raise self.error


class Core:
    """Stands in for openvino.Core."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph

    def compile_model(self, *_: object) -> Graph:
        return self.graph

    def get_property(self, *_: object) -> str:
        return "a CPU"


class OpenVino(ModuleType):
    """Stands in for the module."""

    def get_version(self) -> str:
        return "1"


@pytest.mark.parametrize("error", [MemoryError(), RuntimeError("bad_alloc"), RuntimeError("cannot be exported")])
def test_a_graph_that_cannot_be_exported_is_used_all_the_same(tmp_path: Path, error: Exception) -> None:
    graph = Graph(error)
    compiler = GraphCompiler(OpenVino("openvino"), Core(graph), None, GraphStore(tmp_path, "checkpoint"))
    assert compiler.compiled("encoder", lambda: None, PartTypes(WeightType.F32, "f32", "f32")) is graph
    assert list(tmp_path.iterdir()) == []
