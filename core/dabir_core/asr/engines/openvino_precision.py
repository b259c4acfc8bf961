"""How exactly an OpenVINO engine computes: which weights, which activations, which properties of the CPU plugin.

| precision | encoder: weights, activations | decoder: weights, activations | products of attention       |
|-----------|-------------------------------|-------------------------------|-----------------------------|
| f32       | float32, float32              | float32, float32              | float32                     |
| int8      | int8, float32                 | int8, float32                 | bfloat16 if the CPU has it  |
| bf16      | bfloat16, bfloat16            | int8, float32                 | bfloat16                    |

Int8's dense products quantise float32 activations as they go; attention has no weights to gain by that, but in bfloat16
half the bytes of keys and values and twice the operations. Bf16's decoder is that of int8: its steps are bound by
memory, and int8 weights under the bfloat16 hint are unpacked anew for each product, four times the price for 8 rows.
The encoder multiplies each weight many times, and matrix tiles (AMX) take bfloat16 as it is.
Source: measured, OpenVINO 2026.4.1; names of the properties: OpenVINO documentation, «CPU device».
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from types import ModuleType
from typing import Any, Literal

import numpy as np

from dabir_core.asr.engines.openvino_weights import Node, WeightType
from dabir_core.errors import OptionError

_QUANTISATION_GROUP = 128
"""Activations that share one scale in an int8 product; larger groups are faster, and their error is as small."""

_PROBE_WIDTH = 64


class Precision(StrEnum):
    """How the weights are held and the activations computed."""

    F32 = "f32"
    INT8 = "int8"
    BF16 = "bf16"


ElementType = Literal["f32", "bf16"]


@dataclass(frozen=True, slots=True)
class PartTypes:
    """How the encoder or the decoder computes.

    `activations` is what the plugin is told; `attention` is what the graph itself asks for in products of queries, keys
    and values, float32 meaning no more than `activations` says.
    """

    weights: WeightType
    activations: ElementType
    attention: ElementType


@dataclass(frozen=True, slots=True)
class GraphTypes:
    """Both halves; cross-attention keys and values are kept in the decoder's `attention` type."""

    encoder: PartTypes
    decoder: PartTypes


def graph_types(precision: Precision, *, computes_bf16: bool) -> GraphTypes:
    """What a precision means on a CPU that computes in bfloat16 or not."""
    attention: ElementType = "bf16" if computes_bf16 else "f32"
    exact = PartTypes(WeightType.F32, "f32", "f32")
    quantised = PartTypes(WeightType.INT8, "f32", attention)
    if precision is Precision.F32:
        return GraphTypes(exact, exact)
    if precision is Precision.INT8:
        return GraphTypes(quantised, quantised)
    return GraphTypes(PartTypes(WeightType.BF16, "bf16", "f32"), quantised)


def plugin_properties(part: PartTypes, *, threads: int | None) -> dict[str, Any]:
    """What the CPU plugin is told; `threads` None leaves it its own choice for latency, the physical cores."""
    is_quantised = part.weights is WeightType.INT8 and part.activations == "f32"
    properties: dict[str, Any] = {
        "PERFORMANCE_HINT": "LATENCY",
        "NUM_STREAMS": 1,
        "INFERENCE_PRECISION_HINT": part.activations,
        # The plugin's own choice is 8 bits: steps 8 % faster over 200 tokens, logits up to 0.05 further off.
        "KV_CACHE_PRECISION": part.activations,
        "DYNAMIC_QUANTIZATION_GROUP_SIZE": _QUANTISATION_GROUP if is_quantised else 0,
        "ENABLE_CPU_PINNING": False,  # several jobs and a desktop share the cores: let the system place the threads
    }
    return properties if threads is None else properties | {"INFERENCE_NUM_THREADS": threads}


def settled(precision: "Precision | Literal['auto']", openvino: ModuleType, core: Any) -> Precision:
    """The precision to use on this machine: for auto, bf16 where the CPU has matrix tiles for it, else int8.

    Raises: OptionError if bf16 is asked for and the CPU cannot compute in it.
    """
    if precision == "auto":
        return Precision.BF16 if computes_bf16(core) and _has_tiles(openvino, core) else Precision.INT8
    if precision is Precision.BF16 and not computes_bf16(core):
        raise OptionError("engine openvino-bf16 (this CPU cannot compute in bfloat16)")
    return precision


def name_tiles(kernels: Iterable[str]) -> bool:
    """Whether one of the plugin's kernel names, such as «brgemm_avx512_amx_bf16», is of the matrix-tile kind."""
    return any("amx" in kernel.lower() for kernel in kernels)


def computes_bf16(core: Any) -> bool:
    """Whether the CPU has instructions for bfloat16, with matrix tiles or without."""
    return "BF16" in core.get_property("CPU", "OPTIMIZATION_CAPABILITIES")


def _has_tiles(openvino: ModuleType, core: Any) -> bool:
    """Compiles one small product and asks which kernel runs it: no property says it, and CPU flags differ by system."""
    op = openvino.opset16
    rows = op.parameter(openvino.PartialShape([_PROBE_WIDTH, _PROBE_WIDTH]), openvino.Type.f32, name="rows")
    weights = op.constant(np.eye(_PROBE_WIDTH, dtype=np.float32))
    model = openvino.Model([op.result(op.matmul(rows, weights, False, True))], [rows], "probe")
    compiled = core.compile_model(model, "CPU", {"INFERENCE_PRECISION_HINT": "bf16"})
    return name_tiles(_kernel(node) for node in compiled.get_runtime_model().get_ops())


def _kernel(node: Node) -> str:
    rt_info = node.get_rt_info()
    return str(rt_info["primitiveType"].astype(str)) if "primitiveType" in rt_info else ""
