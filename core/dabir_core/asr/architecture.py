"""Which tensors a Whisper of given sizes has, and what is known of the published ones.

Alignment heads are the cross-attention heads that listen where the text is: openai publishes them per model, fine-tuned
checkpoints often lose the list. large-v1 has the sizes of large-v2 and is taken for it.
Source: openai/whisper@c0d2f62 __init__.py (base-85 masks of layers by heads), written out here.
"""

from collections.abc import Mapping

from dabir_core.asr.dimensions import Dimensions
from dabir_core.asr.weights import Weights
from dabir_core.errors import CheckpointIncomplete

Heads = tuple[tuple[int, int], ...]
"""(decoder layer, head) pairs."""

ANY = 0
"""Stands in a shape for a size that the configuration does not fix."""

_NAMED_AT_MOST = 4


def _heads(heads_of_layers: Mapping[int, tuple[int, ...]]) -> Heads:
    return tuple((layer, head) for layer, heads in heads_of_layers.items() for head in heads)


# (width, encoder layers, decoder layers, mel bins, multilingual)
_PUBLISHED: Mapping[tuple[int, int, int, int, bool], Heads] = {
    (384, 4, 4, 80, False): _heads({1: (0,), 2: (0, 5), 3: (0, 1, 2, 3, 4)}),
    (384, 4, 4, 80, True): _heads({2: (2,), 3: (0, 2, 3, 4, 5)}),
    (512, 6, 6, 80, False): _heads({3: (3,), 4: (7,), 5: (1, 5, 7)}),
    (512, 6, 6, 80, True): _heads({3: (1,), 4: (2, 3, 7), 5: (1, 2, 4, 6)}),
    (768, 12, 12, 80, False): _heads(
        {6: (6,), 7: (0, 3, 8), 8: (2, 5, 7), 9: (0, 4, 8, 10), 10: (0, 1, 2, 3, 6, 11), 11: (2, 4)}
    ),
    (768, 12, 12, 80, True): _heads({5: (3, 9), 8: (0, 4, 7, 8), 9: (0, 7, 9), 10: (5,)}),
    (1024, 24, 24, 80, False): _heads(
        {
            11: (4,),
            14: (1, 12, 14),
            15: (4,),
            16: (0, 4, 9),
            17: (12, 14),
            18: (7, 10, 15),
            20: (0, 3, 9, 14),
            21: (12,),
        }
    ),
    (1024, 24, 24, 80, True): _heads({13: (15,), 15: (4, 15), 16: (1,), 20: (0,), 23: (4,)}),
    (1280, 32, 32, 80, True): _heads(
        {10: (12,), 13: (17,), 16: (11, 12, 13), 17: (15, 16), 18: (4, 11, 19), 19: (11,), 21: (2, 3)}
        | {22: (3, 9, 12), 23: (5, 7, 13), 25: (5,), 26: (1, 12), 27: (15,)}
    ),
    (1280, 32, 32, 128, True): _heads(
        {7: (0,), 10: (17,), 12: (18,), 13: (12,), 16: (1,), 17: (14,), 19: (11,), 21: (4,), 24: (1,), 25: (6,)}
    ),
    (1280, 32, 4, 128, True): _heads({2: (4, 11), 3: (3, 6, 11, 14)}),
}


def default_alignment_heads(sizes: Dimensions, *, multilingual: bool) -> Heads:
    """The published heads of a model of these sizes, or every head in the last half of the decoder's layers."""
    key = (sizes.width, sizes.encoder_layers, sizes.decoder_layers, sizes.mel_bins, multilingual)
    later_layers = range(sizes.decoder_layers // 2, sizes.decoder_layers)
    return _PUBLISHED.get(key) or tuple((layer, head) for layer in later_layers for head in range(sizes.decoder_heads))


def check_tensors(weights: Weights, sizes: Dimensions) -> None:
    """Compares names and shapes with what the configuration calls for; reads no values.

    Raises: CheckpointIncomplete naming the first few tensors that are missing or of another shape.
    """
    expected = tensor_shapes(sizes)
    wrong = [name for name, shape in expected.items() if name not in weights or not _fits(weights.shape(name), shape)]
    if wrong:
        more = f" and {len(wrong) - _NAMED_AT_MOST} more" if len(wrong) > _NAMED_AT_MOST else ""
        raise CheckpointIncomplete(", ".join(wrong[:_NAMED_AT_MOST]) + more, detail="missing, or not of config's shape")


def tensor_shapes(sizes: Dimensions) -> dict[str, tuple[int, ...]]:
    """Shape of every tensor by its transformers name without the leading «model.»; `ANY` where sizes leave it open."""
    width = sizes.width
    shapes: dict[str, tuple[int, ...]] = {
        "encoder.conv1.weight": (width, sizes.mel_bins, 3),
        "encoder.conv1.bias": (width,),
        "encoder.conv2.weight": (width, width, 3),
        "encoder.conv2.bias": (width,),
        "encoder.embed_positions.weight": (sizes.source_positions, width),
        "decoder.embed_tokens.weight": (sizes.vocabulary, width),
        "decoder.embed_positions.weight": (sizes.target_positions, width),
        "proj_out.weight": (sizes.vocabulary, width),
    }
    for side, layers in (("encoder", sizes.encoder_layers), ("decoder", sizes.decoder_layers)):
        shapes |= _norm(f"{side}.layer_norm", width)
        for layer in range(layers):
            shapes |= _layer(f"{side}.layers.{layer}", width, listens=side == "decoder")
    return shapes


def _layer(prefix: str, width: int, *, listens: bool) -> dict[str, tuple[int, ...]]:
    shapes: dict[str, tuple[int, ...]] = {
        f"{prefix}.fc1.weight": (ANY, width),
        f"{prefix}.fc1.bias": (ANY,),
        f"{prefix}.fc2.weight": (width, ANY),
        f"{prefix}.fc2.bias": (width,),
    }
    shapes |= _norm(f"{prefix}.final_layer_norm", width)
    for attention in ("self_attn", "encoder_attn") if listens else ("self_attn",):
        shapes |= _norm(f"{prefix}.{attention}_layer_norm", width)
        shapes |= {f"{prefix}.{attention}.{part}_proj.weight": (width, width) for part in ("q", "k", "v", "out")}
        shapes |= {f"{prefix}.{attention}.{part}_proj.bias": (width,) for part in ("q", "v", "out")}
    return shapes


def _norm(prefix: str, width: int) -> dict[str, tuple[int, ...]]:
    return {f"{prefix}.weight": (width,), f"{prefix}.bias": (width,)}


def _fits(stored: tuple[int, ...], expected: tuple[int, ...]) -> bool:
    return len(stored) == len(expected) and all(
        want in (ANY, have) for have, want in zip(stored, expected, strict=True)
    )
