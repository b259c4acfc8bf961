"""Whisper's decoder as two OpenVINO graphs: one that steps with a cache, one that aligns in a single pass.

Both take the cross-attention keys and values that the projector graph made. Choices that matter, all measured:
- The self-attention cache is the graph's own state, gathered by `rows` at each step, so that the CPU plugin fuses it
  with the attention; passing the cache in and out costs a third more.
- Mask and positions are inputs: rows of different length share a batch at no cost.
- Cross-attention is written as product, softmax, product, with 1/sqrt(D) folded into the query's weights: the fused
  operation would scale and transpose all keys at each step, three times the price. Its two products can be bfloat16
  while all else is float32; the softmax between them stays float32, so that no kernel fuses the three, which is slower.
Shape legend: B rows, L tokens, P tokens already cached, S encoder positions, V vocabulary, H heads, D = d / H.
Source: Radford et al. 2022, §2.2; names of the weights: transformers 5.23, `WhisperDecoder`.
"""

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from dabir_core.asr.dimensions import Dimensions
from dabir_core.asr.engines.openvino_blocks import Blocks
from dabir_core.asr.engines.openvino_weights import Node, TokenTable

AlignmentHead = tuple[int, int]
"""A decoder layer and one of its heads."""

SelfAttention = Callable[[Node, Node, Node], Node]
"""q, k, v, each (B, H, L, D), to the context (B, H, L, D)."""


def by_layer(heads: Sequence[AlignmentHead]) -> list[AlignmentHead]:
    """The order in which the alignment graph gives its heads: as the layers come, else as asked."""
    return sorted(heads, key=lambda head: head[0])


class DecoderGraph:
    """Builds one model out of one checkpoint; make a new one for each model."""

    def __init__(self, blocks: Blocks, dimensions: Dimensions, *, cross_type: str) -> None:
        """`cross_type` is the element type of cross-attention's inputs and products."""
        self._blocks = blocks
        self._dimensions = dimensions
        self._cross_type = cross_type
        ov, op = blocks.openvino, blocks.op
        self._tokens = op.parameter(ov.PartialShape([-1, -1]), ov.Type.i64, name="tokens")
        self._positions = op.parameter(ov.PartialShape([-1, -1]), ov.Type.i64, name="positions")
        self._rows = op.parameter(ov.PartialShape([-1]), ov.Type.i32, name="rows")
        self._mask = op.parameter(ov.PartialShape([-1, 1, -1, -1]), ov.Type.f32, name="mask")
        self._cross = [
            self._cross_parameter(layer, part) for layer in range(dimensions.decoder_layers) for part in "kv"
        ]
        self._sinks: list[Node] = []

    def step_model(self) -> Node:
        """An openvino.Model with state.

        Inputs: tokens (B, L); positions (1 or B, L); rows (B,), which former row each row goes on from;
        mask (B, 1, L, P + L), added to the scores; cross_k0, cross_v0, … (1 or B, H, S, D).
        Output: (B, 1, V) float32 after the last token.
        """
        table = self._token_table()
        x = self._embedding(table)
        for layer in range(self._dimensions.decoder_layers):
            x = self._self_attended(x, layer, partial(self._cached, layer))
            x = self._cross_attended(x, layer, self._cross_weights(x, layer))
            x = self._blocks.feed_forward(x, f"decoder.layers.{layer}")
        logits = self._logits(x, table)
        inputs = [self._tokens, self._positions, self._rows, self._mask, *self._cross]
        return self._blocks.openvino.Model([self._blocks.result(logits, "logits")], self._sinks, inputs, "decoder")

    def alignment_model(self, heads: Sequence[AlignmentHead]) -> Node:
        """An openvino.Model without state, which ends at the last aligned layer.

        Inputs: tokens (1, L); positions (1, L); cross_k0, … up to that layer.
        Output: (1, H, L, S), heads as `by_layer`.
        """
        assert heads, "every checkpoint has alignment heads"
        last = max(layer for layer, _ in heads)
        x = self._embedding(self._token_table())
        chosen = []
        for layer in range(last + 1):
            x = self._self_attended(x, layer, self._causal)
            weights = self._cross_weights(x, layer)
            wanted = [head for in_layer, head in by_layer(heads) if in_layer == layer]
            if wanted:
                chosen.append(self._blocks.op.gather(weights, self._blocks.integers(wanted), self._blocks.integers(1)))
            if layer < last:
                x = self._cross_attended(x, layer, weights)
                x = self._blocks.feed_forward(x, f"decoder.layers.{layer}")
        result = self._blocks.result(self._blocks.op.concat(chosen, 1), "weights")
        keys_and_values_read = self._cross[: 2 * last + 1]  # of the last layer only the keys
        inputs = [self._tokens, self._positions, *keys_and_values_read]
        return self._blocks.openvino.Model([result], inputs, "aligner")

    def _cross_parameter(self, layer: int, part: str) -> Node:
        heads = self._dimensions.decoder_heads
        shape = self._blocks.openvino.PartialShape([-1, heads, -1, self._dimensions.width // heads])
        element_type = getattr(self._blocks.openvino.Type, self._cross_type)
        return self._blocks.op.parameter(shape, element_type, name=f"cross_{part}{layer}")

    def _token_table(self) -> TokenTable:
        return self._blocks.weights.token_table("decoder.embed_tokens.weight")

    def _embedding(self, table: TokenTable) -> Node:
        op, blocks = self._blocks.op, self._blocks
        places = blocks.weights.plain("decoder.embed_positions.weight")
        return op.add(table.lookup(self._tokens), op.gather(places, self._positions, blocks.integers(0)))

    def _self_attended(self, x: Node, layer: int, attend: SelfAttention) -> Node:
        blocks, name = self._blocks, f"decoder.layers.{layer}"
        normed = blocks.layer_norm(x, f"{name}.self_attn_layer_norm")
        q, k, v = blocks.queries_keys_values(normed, f"{name}.self_attn", heads=self._dimensions.decoder_heads)
        context = blocks.merge_heads(attend(q, k, v))
        return blocks.op.add(x, blocks.linear(context, f"{name}.self_attn.out_proj"))

    def _cached(self, layer: int, q: Node, k: Node, v: Node) -> Node:
        keys, values = self._appended(f"k{layer}", k), self._appended(f"v{layer}", v)
        return self._blocks.op.scaled_dot_product_attention(q, keys, values, self._mask)

    def _causal(self, q: Node, k: Node, v: Node) -> Node:
        return self._blocks.op.scaled_dot_product_attention(q, k, v, causal=True)

    def _appended(self, name: str, new: Node) -> Node:
        """State `name` (B, H, P, D), gathered by row, with the new tokens' part behind it."""
        ov, op, blocks = self._blocks.openvino, self._blocks.op, self._blocks
        heads = self._dimensions.decoder_heads
        size = self._dimensions.width // heads
        empty = op.concat([blocks.first_dimension(self._tokens), blocks.integers([heads, 0, size])], 0)
        start = op.broadcast(op.constant(np.float32(0)), empty)
        state = op.read_value(start, name, ov.Type.f32, ov.PartialShape([-1, heads, -1, size]))
        longer = op.concat([op.gather(state, self._rows, blocks.integers(0)), new], 2)
        self._sinks.append(op.assign(longer, name))
        return longer

    def _cross_weights(self, x: Node, layer: int) -> Node:
        """(B, H, L, S): how much each token listens to each encoder position."""
        blocks, name = self._blocks, f"decoder.layers.{layer}"
        normed = blocks.layer_norm(x, f"{name}.encoder_attn_layer_norm")
        scale = (self._dimensions.width // self._dimensions.decoder_heads) ** -0.5
        q = blocks.as_type(blocks.linear(normed, f"{name}.encoder_attn.q_proj", scale=scale), self._cross_type)
        q = blocks.split_heads(q, self._dimensions.decoder_heads)
        scores = blocks.op.matmul(q, self._cross_input(layer, "k"), False, True)
        return blocks.op.softmax(blocks.as_type(scores, "f32"), 3)

    def _cross_attended(self, x: Node, layer: int, weights: Node) -> Node:
        blocks = self._blocks
        weights = blocks.as_type(weights, self._cross_type)
        context = blocks.op.matmul(weights, self._cross_input(layer, "v"), False, False)
        context = blocks.merge_heads(blocks.as_type(context, "f32"))
        return blocks.op.add(x, blocks.linear(context, f"decoder.layers.{layer}.encoder_attn.out_proj"))

    def _cross_input(self, layer: int, part: str) -> Node:
        return self._cross[2 * layer + "kv".index(part)]

    def _logits(self, x: Node, table: TokenTable) -> Node:
        op, blocks = self._blocks.op, self._blocks
        minus_one, end, one = blocks.integers([-1]), blocks.integers([np.iinfo(np.int64).max]), blocks.integers([1])
        last_token = op.slice(x, minus_one, end, one, one)
        normed = blocks.layer_norm(last_token, "decoder.layer_norm")
        return op.matmul(normed, table.matrix(), False, True)
