"""transformers' key-value caches: made of tensors that are there, and changed row by row.

One layer is changed after the other, so that no more than one is there twice: cross-attention alone takes 110 MB of
float32 for each row of small.
Source: transformers 5.23 cache_utils.py. Shape legend: B rows, H heads, P tokens or encoder positions, D = width / H.
"""

from collections.abc import Iterator

import torch
from torch import Tensor, nn
from transformers import DynamicCache, EncoderDecoderCache
from transformers.cache_utils import DynamicLayer

KeysValues = list[tuple[Tensor, Tensor]]
"""Keys and values (B, H, P, D) of each decoder layer's attention; H is all of its heads."""


def decoder_cache(cross: KeysValues) -> EncoderDecoderCache:
    """What rows begin with; it holds these very tensors, which `DynamicCache.update` would copy."""
    heard = DynamicCache()
    _fill(heard, cross)
    return EncoderDecoderCache(DynamicCache(), heard)


def choose_rows(cache: DynamicCache, rows: Tensor) -> None:
    """Makes row i a copy of the former row `rows[i]`."""
    for layer, keys, values in _parts(cache):
        layer.keys, layer.values = keys.index_select(0, rows), values.index_select(0, rows)


def join_rows(cache: DynamicCache, other: DynamicCache) -> None:
    """Puts the other's rows behind; both have as many tokens or positions."""
    for (layer, keys, values), (_, more_keys, more_values) in zip(_parts(cache), _parts(other), strict=True):
        layer.keys, layer.values = torch.cat([keys, more_keys]), torch.cat([values, more_values])


def align_right(past: DynamicCache, like: EncoderDecoderCache, *, tokens: int) -> None:
    """Pads self-attention at the left, or cuts it there, to so many tokens; `like` has the rows that it is of."""
    if not past.layers:
        heard = _parts(like.cross_attention_cache)
        _fill(past, [(keys[:, :, :0], values[:, :, :0]) for _, keys, values in heard])
    for layer, keys, values in _parts(past):
        layer.keys, layer.values = _padded(keys, tokens), _padded(values, tokens)


def _padded(tensor: Tensor, tokens: int) -> Tensor:
    """With a negative width `pad` cuts."""
    return nn.functional.pad(tensor, (0, 0, tokens - tensor.shape[2], 0))


def _parts(cache: DynamicCache) -> Iterator[tuple[DynamicLayer, Tensor, Tensor]]:
    for layer in cache.layers:
        assert isinstance(layer, DynamicLayer) and layer.keys is not None and layer.values is not None
        yield layer, layer.keys, layer.values


def _fill(cache: DynamicCache, parts: KeysValues) -> None:
    for keys, values in parts:
        layer = DynamicLayer()  # type: ignore[no-untyped-call]
        layer.lazy_initialization(keys, values)
        layer.keys, layer.values = keys, values
        cache.layers.append(layer)
