"""The parts that Whisper's encoder and decoder are made of, as OpenVINO graph nodes.

Shape legend: B batch, L positions, d width, H heads, D = d / H.
Source: Vaswani et al. 2017, §3; Radford et al. 2022, §2.2 (pre-norm residual blocks, GELU, no bias on the keys).
"""

from collections.abc import Sequence
from types import ModuleType

import numpy as np

from dabir_core.asr.engines.openvino_weights import Node, WeightNodes

_NORM_EPSILON = 1e-5


class Blocks:
    """Builds nodes out of one checkpoint's weights; names are the checkpoint's."""

    def __init__(self, openvino: ModuleType, weights: WeightNodes) -> None:
        """`openvino` is the module; it is not imported here."""
        self.openvino = openvino
        self.op = openvino.opset16
        self.weights = weights

    def integers(self, values: int | Sequence[int]) -> Node:
        """An int64 constant, a scalar if one number is given."""
        return self.op.constant(np.array(values, np.int64))

    def linear(self, x: Node, name: str, *, scale: float = 1.0) -> Node:
        """(B, L, O) from (B, L, I); `scale` is multiplied into weight and bias."""
        y = self.op.matmul(x, self.weights.matrix(f"{name}.weight", scale=scale), False, True)
        if not self.weights.has(f"{name}.bias"):
            return y
        return self.op.add(y, self.weights.plain(f"{name}.bias", shape=(1, 1, -1), scale=scale))

    def layer_norm(self, x: Node, name: str) -> Node:
        """(B, L, d), normalised over d."""
        y = self.op.mvn(x, self.integers([-1]), True, _NORM_EPSILON, "INSIDE_SQRT")
        y = self.op.multiply(y, self.weights.plain(f"{name}.weight", shape=(1, 1, -1)))
        return self.op.add(y, self.weights.plain(f"{name}.bias", shape=(1, 1, -1)))

    def feed_forward(self, x: Node, layer: str) -> Node:
        """(B, L, d) plus what the layer's two dense matrices make of it."""
        y = self.layer_norm(x, f"{layer}.final_layer_norm")
        y = self.op.gelu(self.linear(y, f"{layer}.fc1"), "erf")
        return self.op.add(x, self.linear(y, f"{layer}.fc2"))

    def split_heads(self, x: Node, heads: int) -> Node:
        """(B, H, L, D) from (B, L, d)."""
        width = x.get_output_partial_shape(0)[2].get_length()
        x = self.op.reshape(x, self.integers([0, 0, heads, width // heads]), True)
        return self.op.transpose(x, self.integers([0, 2, 1, 3]))

    def merge_heads(self, x: Node) -> Node:
        """(B, L, d) from (B, H, L, D)."""
        x = self.op.transpose(x, self.integers([0, 2, 1, 3]))
        return self.op.reshape(x, self.integers([0, 0, -1]), True)

    def queries_keys_values(
        self, x: Node, attention: str, *, heads: int, element_type: str = "f32", query_scale: float = 1.0
    ) -> tuple[Node, Node, Node]:
        """Three (B, H, L, D) projections; `query_scale` is multiplied into the queries' weights."""
        scales = {"q": query_scale, "k": 1.0, "v": 1.0}
        q, k, v = (
            self.split_heads(self.as_type(self.linear(x, f"{attention}.{part}_proj", scale=scale), element_type), heads)
            for part, scale in scales.items()
        )
        return q, k, v

    def as_type(self, x: Node, element_type: str) -> Node:
        """The same numbers as «f32» or «bf16»; nothing is added where they are so already."""
        return x if x.get_element_type().to_string() == element_type else self.op.convert(x, element_type)

    def result(self, x: Node, name: str) -> Node:
        """A named output of the graph."""
        result = self.op.result(x)
        result.output(0).get_tensor().set_names({name})
        return result

    def first_dimension(self, x: Node) -> Node:
        """(1,) int64, known only when the graph runs."""
        return self.op.gather(self.op.shape_of(x, "i64"), self.integers([0]), self.integers(0))
