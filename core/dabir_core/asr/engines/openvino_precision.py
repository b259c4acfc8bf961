"""How exactly an OpenVINO engine computes: which weights, which activations, which properties of the CPU plugin.

| precision | encoder: weights, activations | decoder: weights, activations | products of attention       |
|-----------|-------------------------------|-------------------------------|-----------------------------|
| f32       | float32, float32              | float32, float32              | float32                     |
| int8      | int8, float32                 | int8, float32                 | bfloat16 where that is fast |
| bf16      | bfloat16, bfloat16            | int8, float32                 | as above; encoder: bfloat16 |

Int8's dense products quantise float32 activations as they go; attention has no weights to gain by that, but in bfloat16
half the bytes of keys and values and twice the operations. Bf16's decoder is that of int8: its steps are bound by
memory, and int8 weights under the bfloat16 hint are unpacked anew for each product, four times the price for 8 rows.
On a CPU without products of integers (VNNI), int8's encoder is float32: unpacking its weights takes twice the time.
The encoder multiplies each weight many times, and matrix tiles (AMX) take bfloat16 as it is.
Source: measured, OpenVINO 2026.4.1; names of the properties: OpenVINO documentation, «CPU device».
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal

from dabir_core.asr.engines.openvino_cpu import Bfloat16
from dabir_core.asr.engines.openvino_weights import WeightType
from dabir_core.errors import OptionError

_QUANTISATION_GROUP = 128
"""Activations that share one scale in an int8 product; larger groups are faster, and their error is as small."""


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
    and values, float32 meaning no more than `activations` says. `group` float32 activations share one scale where they
    are quantised for a product with int8 weights; 0 where they are not.
    """

    weights: WeightType
    activations: ElementType
    attention: ElementType
    group: int = 0


@dataclass(frozen=True, slots=True)
class GraphTypes:
    """Both halves; cross-attention keys and values are kept in the decoder's `attention` type."""

    encoder: PartTypes
    decoder: PartTypes


def graph_types(precision: Precision, bfloat16: Bfloat16, *, integer_products: bool) -> GraphTypes:
    """What a precision means on a CPU that is faster in bfloat16 or not, and has products of integers or not."""
    attention: ElementType = "bf16" if bfloat16.is_fast else "f32"
    exact = PartTypes(WeightType.F32, "f32", "f32")
    decoder = PartTypes(WeightType.INT8, "f32", attention, _QUANTISATION_GROUP if integer_products else 0)
    if precision is Precision.F32:
        return GraphTypes(exact, exact)
    if precision is Precision.INT8:
        return GraphTypes(decoder if integer_products else exact, decoder)
    return GraphTypes(PartTypes(WeightType.BF16, "bf16", "f32"), decoder)


def plugin_properties(part: PartTypes, *, threads: int | None) -> dict[str, Any]:
    """What the CPU plugin is told; `threads` None leaves it its own choice for latency, the physical cores."""
    properties: dict[str, Any] = {
        "PERFORMANCE_HINT": "LATENCY",
        "NUM_STREAMS": 1,
        "INFERENCE_PRECISION_HINT": part.activations,
        # The plugin's own choice is 8 bits: steps 8 % faster over 200 tokens, logits up to 0.05 further off.
        "KV_CACHE_PRECISION": part.activations,
        "DYNAMIC_QUANTIZATION_GROUP_SIZE": part.group,
    }
    return properties if threads is None else properties | {"INFERENCE_NUM_THREADS": threads}


def settled(precision: "Precision | Literal['auto']", bfloat16: Bfloat16) -> Precision:
    """The precision to use on this machine: for auto, bf16 where the CPU has matrix tiles for it, else int8.

    Raises: OptionError if bf16 is asked for and the CPU cannot compute in it.
    """
    if precision == "auto":
        return Precision.BF16 if bfloat16.has_tiles else Precision.INT8
    if precision is Precision.BF16 and not bfloat16.is_possible:
        raise OptionError("engine openvino-bf16 (this CPU cannot compute in bfloat16)")
    return precision
