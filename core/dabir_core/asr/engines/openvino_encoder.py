"""Whisper's encoder as two OpenVINO graphs: log-mel to hidden states, and those to the decoder's keys and values.

The decoder reads only each of its layers' keys and values, never the hidden states themselves; projecting them once per
decoding saves each step that work. Why not in one graph: a window's keys and values are 24 times as large as its hidden
states in small (110 MB of float32), and windows that wait, are judged or are read again need not have them.
Shape legend: B batch, M mel bins, F frames, S = F / 2 positions, d width, H heads, D = d / H.
Source: Radford et al. 2022, §2.2; names of the weights: transformers 5.23, `WhisperEncoder`.
"""

from dabir_core.asr.dimensions import Dimensions
from dabir_core.asr.engines.openvino_blocks import Blocks
from dabir_core.asr.engines.openvino_weights import Node

_KERNEL_PADDING = 1
"""Both convolutions are three frames wide and keep the length, but for their stride."""


def build_encoder(blocks: Blocks, dimensions: Dimensions, *, attention_type: str) -> Node:
    """An openvino.Model: input log_mel (B, M, F) float32; output hidden (B, S, d) float32.

    Any F up to the window is run, with the first S position embeddings. `attention_type` is the element type in which
    queries, keys and values meet.
    """
    ov, op = blocks.openvino, blocks.op
    frames = ov.Dimension(1, dimensions.window_frames)
    log_mel = op.parameter(ov.PartialShape([-1, dimensions.mel_bins, frames]), ov.Type.f32, name="log_mel")
    x = _convolutions(blocks, log_mel)
    x = op.add(x, _positions(blocks, x))
    for index in range(dimensions.encoder_layers):
        layer = f"encoder.layers.{index}"
        x = _attended(blocks, x, layer, heads=dimensions.encoder_heads, element_type=attention_type)
        x = blocks.feed_forward(x, layer)
    hidden = blocks.result(blocks.layer_norm(x, "encoder.layer_norm"), "hidden")
    return ov.Model([hidden], [log_mel], "encoder")


def build_projector(blocks: Blocks, dimensions: Dimensions, *, cross_type: str) -> Node:
    """An openvino.Model: input hidden (B, S, d) float32; outputs (B, H, S, D) k, v of layer 0, k, v of layer 1, …

    `cross_type` is the outputs' element type.
    """
    ov = blocks.openvino
    hidden = blocks.op.parameter(ov.PartialShape([-1, -1, dimensions.width]), ov.Type.f32, name="hidden")
    results = []
    for layer in range(dimensions.decoder_layers):
        for part in "kv":
            y = blocks.linear(hidden, f"decoder.layers.{layer}.encoder_attn.{part}_proj")
            y = blocks.split_heads(blocks.as_type(y, cross_type), dimensions.decoder_heads)
            results.append(blocks.result(y, f"cross_{part}{layer}"))
    return ov.Model(results, [hidden], "projector")


def _convolutions(blocks: Blocks, log_mel: Node) -> Node:
    op, x = blocks.op, log_mel
    for name, stride in (("encoder.conv1", 1), ("encoder.conv2", 2)):
        kernel = blocks.weights.plain(f"{name}.weight")
        x = op.convolution(x, kernel, [stride], [_KERNEL_PADDING], [_KERNEL_PADDING], [1])
        x = op.gelu(op.add(x, blocks.weights.plain(f"{name}.bias", shape=(1, -1, 1))), "erf")
    return op.transpose(x, blocks.integers([0, 2, 1]))


def _positions(blocks: Blocks, x: Node) -> Node:
    op = blocks.op
    length = op.gather(op.shape_of(x, "i64"), blocks.integers([1]), blocks.integers(0))
    table = blocks.weights.plain("encoder.embed_positions.weight")
    rows = op.slice(table, blocks.integers([0]), length, blocks.integers([1]), blocks.integers([0]))
    return op.unsqueeze(rows, blocks.integers(0))


def _attended(blocks: Blocks, x: Node, layer: str, *, heads: int, element_type: str) -> Node:
    """(B, S, d) plus self-attention; written out, of which the plugin makes one kernel in either type."""
    op, attention = blocks.op, f"{layer}.self_attn"
    normed = blocks.layer_norm(x, f"{layer}.self_attn_layer_norm")
    scale = (x.get_output_partial_shape(0)[2].get_length() // heads) ** -0.5
    q, k, v = blocks.queries_keys_values(normed, attention, heads=heads, element_type=element_type, query_scale=scale)
    weights = op.softmax(op.matmul(q, k, False, True), 3)
    context = blocks.as_type(blocks.merge_heads(op.matmul(weights, v, False, False)), "f32")
    return op.add(x, blocks.linear(context, f"{attention}.out_proj"))
