"""Whisper's forward pass in plain functions over `torch_weights`: no modules, hooks or cache classes between products.

The encoder takes as many frames as there are. The decoder takes some more tokens for rows whose past is in a `Past`,
and the windows' keys and values, which `cross_keys_values` makes once.
Source: Radford et al. 2022, §2.2; held to transformers' modules by the tests. Shape legend: B rows, H heads, L tokens,
P tokens so far, S encoder positions, D = width / H.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from dabir_core.asr.engines.torch_cache import KeysValues, Past
from dabir_core.asr.engines.torch_weights import Convolution, Decoder, Encoder, EncoderLayer, FeedForward

_FLOAT16_LIMIT = torch.finfo(torch.float16).max - 1000
"""Real checkpoints come near float16's end in the encoder; transformers clamps there too."""


@dataclass(frozen=True, slots=True)
class Fed:
    """What tokens bring along: each (B, L), and the (B, 1, L, P + L) mask, None where all past tokens count."""

    tokens: Tensor
    positions: Tensor
    mask: Tensor | None


@dataclass(frozen=True, slots=True)
class Decoded:
    """The (B, L, width) output, normalised, and each layer's scaled cross-attention queries (B, H, L, D)."""

    hidden: Tensor
    queries: Sequence[Tensor]


def encode(encoder: Encoder, features: Tensor) -> Tensor:
    """(B, M, F) → (B, S = F / 2, width)."""
    hidden = _convolved(encoder.first, features, stride=1)
    hidden = _convolved(encoder.second, hidden, stride=2).transpose(1, 2)
    hidden = hidden + encoder.positions[: hidden.shape[1]]
    for layer in encoder.layers:
        hidden = _encoded(layer, hidden, heads=encoder.heads)
    return encoder.norm(hidden)


def cross_keys_values(decoder: Decoder, encoded: Tensor) -> KeysValues:
    """Keys and values that the decoder's layers take from (B, S, width) encoded windows."""
    return [_contiguous_pair(layer.cross.heard(encoded), decoder.heads) for layer in decoder.layers]


def decode(decoder: Decoder, fed: Fed, past: Past, *, cross: KeysValues) -> Decoded:
    """Feeds tokens; `past` holds them afterwards."""
    hidden = decoder.embedding[fed.tokens] + decoder.positions[fed.positions]
    past.reserve(fed.tokens.shape[1])
    queries = []
    for number, (layer, (keys, values)) in enumerate(zip(decoder.layers, cross, strict=True)):
        attention = layer.attention
        asked, *more = _by_head(attention.asked(attention.norm(hidden)), 3, decoder.heads)
        attended = _attend_past(asked, past.with_more(number, *more), fed.mask)
        hidden = attention.out.added_to(hidden, _side_by_side(attended))
        (asked,) = _by_head(layer.cross.asked(layer.cross.norm(hidden)), 1, decoder.heads)
        hidden = layer.cross.out.added_to(hidden, _side_by_side(_attend_window(asked, keys, values)))
        hidden = _fed_forward(layer.feed_forward, hidden)
        queries.append(asked)
    past.keep_more()
    return Decoded(decoder.norm(hidden), queries)


def _convolved(convolution: Convolution, signal: Tensor, *, stride: int) -> Tensor:
    return nn.functional.gelu(
        nn.functional.conv1d(signal, convolution.weight, convolution.bias, stride=stride, padding=1)
    )


def _encoded(layer: EncoderLayer, hidden: Tensor, *, heads: int) -> Tensor:
    attention = layer.attention
    queries, keys, values = _by_head(attention.asked(attention.norm(hidden)), 3, heads)
    attended = nn.functional.scaled_dot_product_attention(queries, keys, values, scale=1.0)
    hidden = attention.out.added_to(hidden, _side_by_side(attended))
    hidden = _fed_forward(layer.feed_forward, hidden)
    return hidden.clamp(-_FLOAT16_LIMIT, _FLOAT16_LIMIT) if hidden.dtype == torch.float16 else hidden


def _fed_forward(layer: FeedForward, hidden: Tensor) -> Tensor:
    return layer.out.added_to(hidden, layer.wide.gelu(layer.norm(hidden)))


def _attend_past(queries: Tensor, past: tuple[Tensor, Tensor], mask: Tensor | None) -> Tensor:
    """Each token sees those before it; torch's causal mask serves only where there is no past."""
    keys, values = past
    is_first = mask is None and queries.shape[2] == keys.shape[2]
    return nn.functional.scaled_dot_product_attention(
        queries, keys, values, attn_mask=mask, is_causal=is_first, scale=1.0
    )


def _attend_window(queries: Tensor, keys: Tensor, values: Tensor) -> Tensor:
    """Each token sees the whole window.

    For one token on a CPU two products read keys and values half as fast again as the fused kernel, whose merit is
    that it keeps no (L, S) weights.
    """
    if queries.shape[2] == 1 and queries.device.type == "cpu" and queries.dtype == torch.float32:
        return torch.softmax(queries @ keys.transpose(2, 3), dim=-1) @ values
    return nn.functional.scaled_dot_product_attention(queries, keys, values, scale=1.0)


def _by_head(projected: Tensor, parts: int, heads: int) -> tuple[Tensor, ...]:
    """(B, L, parts · width) → that many views (B, H, L, D)."""
    batch, tokens, width = projected.shape
    return projected.view(batch, tokens, parts, heads, width // (parts * heads)).permute(2, 0, 3, 1, 4).unbind()


def _contiguous_pair(projected: Tensor, heads: int) -> tuple[Tensor, Tensor]:
    """Each head's in one piece, for it is read at each step."""
    keys, values = _by_head(projected, 2, heads)
    return keys.contiguous(), values.contiguous()


def _side_by_side(attended: Tensor) -> Tensor:
    """(B, H, L, D) → (B, L, width)."""
    return attended.transpose(1, 2).flatten(2)
