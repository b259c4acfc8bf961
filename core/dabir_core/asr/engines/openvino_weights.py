"""Checkpoint arrays as constants of an OpenVINO graph: float32, bfloat16, or int8 with one scale per output channel.

Int8 weights are symmetric (no zero point), as the CPU plugin's decompressing matrix product wants them; it quantises
the activations itself, in groups (see `openvino_precision`). Vectors and convolutions stay float32.
Source: Wu et al. 2020, «Integer quantization for deep learning inference», §3.1 and §4.1 (symmetric, per channel).
Absent on purpose: calibration and static activation ranges, which need sound.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dabir_core.asr.weights import Weights

Node = Any
"""An openvino.Node; OpenVINO is imported when it is used, not before."""

Matrix = NDArray[np.float32]
"""(O, I) float32: output channels by input channels."""

_INT8_MAX = np.float32(127)
_LEAST_SCALE = np.float32(1e-30)
"""Keeps rows of zeros, and of numbers too small to be divided by, from dividing by zero."""

_ROWS_IN_CACHE_ELEMENTS = 1 << 18
"""Quantising 1 MB of rows at a time keeps the intermediate arrays in the processor's cache."""


class WeightType(StrEnum):
    """How the matrices of a graph are held in memory."""

    F32 = "f32"
    BF16 = "bf16"
    INT8 = "int8"


@dataclass(frozen=True, slots=True)
class QuantisedMatrix:
    """`levels` (O, I) int8 in [-127, 127], times `scales` (O, 1) float32, is the matrix again."""

    levels: NDArray[np.int8]
    scales: NDArray[np.float32]


def quantise(matrix: Matrix) -> QuantisedMatrix:
    """Rounds each row to 255 levels that reach its largest magnitude."""
    outputs, inputs = matrix.shape
    levels = np.empty((outputs, inputs), np.int8)
    scales = np.empty((outputs, 1), np.float32)
    step = max(1, _ROWS_IN_CACHE_ELEMENTS // inputs)
    for first in range(0, outputs, step):
        rows = matrix[first : first + step]
        largest = np.maximum(rows.max(axis=1, keepdims=True), -rows.min(axis=1, keepdims=True))
        scale = np.maximum(largest / _INT8_MAX, _LEAST_SCALE)
        scales[first : first + step] = scale
        levels[first : first + step] = np.rint(rows / scale)
    return QuantisedMatrix(levels, scales)


def to_bfloat16(values: NDArray[np.float32]) -> NDArray[np.uint16]:
    """The upper halves of float32 words, rounded to nearest, ties to even; NumPy has no type of its own for them."""
    words = np.ascontiguousarray(values).view(np.uint32)
    return ((words + 0x7FFF + ((words >> 16) & 1)) >> 16).astype(np.uint16)


@dataclass(frozen=True, slots=True)
class TokenTable:
    """The (V, d) token embedding, which is also the last layer: one constant for both uses.

    `stored` has the type of the weights; `scales` is None unless they are int8.
    """

    op: ModuleType
    stored: Node
    scales: Node | None

    def matrix(self) -> Node:
        """(V, d) float32."""
        return self._restored(self.stored, self.scales)

    def lookup(self, tokens: Node) -> Node:
        """(…, d) float32 embeddings of (…) tokens; only the rows asked for are made float32."""
        axis = self.op.constant(0, np.int64)
        scales = None if self.scales is None else self.op.gather(self.scales, tokens, axis)
        return self._restored(self.op.gather(self.stored, tokens, axis), scales)

    def _restored(self, values: Node, scales: Node | None) -> Node:
        values = values if values.get_element_type().to_string() == "f32" else self.op.convert(values, "f32")
        return values if scales is None else self.op.multiply(values, scales)


class WeightNodes:
    """Graph nodes for a checkpoint's arrays, by name; arrays are let go as soon as their node is made."""

    def __init__(self, openvino: ModuleType, weights: Weights, weight_type: WeightType) -> None:
        """`openvino` is the module; `weight_type` is that of the matrices."""
        self._openvino = openvino
        self._op = openvino.opset16
        self._weights = weights
        self._weight_type = weight_type

    def has(self, name: str) -> bool:
        """Whether the checkpoint has an array of that name."""
        return name in self._weights

    def plain(self, name: str, *, shape: Sequence[int] | None = None, scale: float = 1.0) -> Node:
        """A float32 constant in any precision, reshaped and multiplied by `scale` if asked."""
        values = self._weights[name]
        values = values if scale == 1.0 else values * np.float32(scale)
        return self._constant(values if shape is None else values.reshape(shape))

    def matrix(self, name: str, *, scale: float = 1.0) -> Node:
        """An (O, I) weight, stored in the graph's weight type and read as float32."""
        values = self._weights[name]
        return self._table(values if scale == 1.0 else values * np.float32(scale)).matrix()

    def token_table(self, name: str) -> TokenTable:
        """The token embedding."""
        return self._table(self._weights[name])

    def _table(self, values: Matrix) -> TokenTable:
        if self._weight_type is WeightType.INT8:
            quantised = quantise(values)
            return TokenTable(self._op, self._constant(quantised.levels), self._constant(quantised.scales))
        if self._weight_type is WeightType.BF16:
            ov = self._openvino
            halves = to_bfloat16(values)
            stored = ov.Tensor(halves, ov.Shape(halves.shape), ov.Type.bf16)
            return TokenTable(self._op, self._op.constant(stored, shared_memory=False), None)
        return TokenTable(self._op, self._constant(values), None)

    def _constant(self, values: NDArray[Any]) -> Node:
        return self._op.constant(np.ascontiguousarray(values))
