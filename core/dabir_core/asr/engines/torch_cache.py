"""transformers' key-value caches as plain tensors, and back: rows are chosen and joined outside of them.

Source: transformers 5.23 cache_utils.py. Shape legend: B rows, H heads, P tokens or encoder positions, D = width / H.
"""

import torch
from torch import Tensor, nn
from transformers import DynamicCache, EncoderDecoderCache
from transformers.cache_utils import DynamicLayer

KeysValues = list[tuple[Tensor, Tensor]]
"""Keys and values (B, H, P, D) of each decoder layer's attention; H is all of its heads."""


def decoder_cache(past: KeysValues, cross: KeysValues) -> EncoderDecoderCache:
    """What the decoder goes on from; it holds these very tensors, which `DynamicCache.update` would copy."""
    return EncoderDecoderCache(_filled(past), _filled(cross))


def keys_values(cache: DynamicCache) -> KeysValues:
    """The tensors themselves."""
    return [(layer.keys, layer.values) for layer in cache.layers]


def chosen_rows(parts: KeysValues, rows: Tensor) -> KeysValues:
    """Row i is the former row `rows[i]`."""
    return [(keys.index_select(0, rows), values.index_select(0, rows)) for keys, values in parts]


def joined_rows(first: KeysValues, second: KeysValues) -> KeysValues:
    """Both, one behind the other; they have as many positions."""
    return [
        (torch.cat([keys, more_keys]), torch.cat([values, more_values]))
        for (keys, values), (more_keys, more_values) in zip(first, second, strict=True)
    ]


def joined_past(first: KeysValues, second: KeysValues, *, counts: tuple[int, int], longest: int) -> KeysValues:
    """Both, one behind the other, padded or cut at the left to the longest row's tokens.

    Args: counts: rows of each; one without layers was fed nothing yet.
    """
    like = first or second
    return joined_rows(
        _right_aligned(first or _empty(like, counts[0]), longest),
        _right_aligned(second or _empty(like, counts[1]), longest),
    )


def _right_aligned(parts: KeysValues, tokens: int) -> KeysValues:
    return [(_padded(keys, tokens), _padded(values, tokens)) for keys, values in parts]


def _padded(tensor: Tensor, tokens: int) -> Tensor:
    """With a negative width `pad` cuts."""
    return nn.functional.pad(tensor, (0, 0, tokens - tensor.shape[2], 0))


def _empty(like: KeysValues, rows: int) -> KeysValues:
    return [
        (
            keys.new_empty(rows, keys.shape[1], 0, keys.shape[3]),
            values.new_empty(rows, values.shape[1], 0, values.shape[3]),
        )
        for keys, values in like
    ]


def _filled(parts: KeysValues) -> DynamicCache:
    cache = DynamicCache()
    for keys, values in parts:
        layer = DynamicLayer()  # type: ignore[no-untyped-call]
        layer.lazy_initialization(keys, values)
        layer.keys, layer.values = keys, values
        cache.layers.append(layer)
    return cache
