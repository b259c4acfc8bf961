"""How many rows the machine's memory admits. An estimate from above, in float32: engines that keep less take less."""

from dabir_core.asr.dimensions import Dimensions

_SHARE = 0.5
"""Of the memory that is free when the checkpoint is loaded; the rest is for sound, other programs and surprises."""
_FLOAT_BYTES = 4


def row_bytes(dimensions: Dimensions) -> int:
    """What one full window takes while it is decoded.

    Keys and values of its sound, once as it was encoded and once in its batch; keys and values of its tokens, twice
    while rows leave or join; and its logits.
    """
    position = 2 * dimensions.decoder_layers * dimensions.width * _FLOAT_BYTES
    positions = dimensions.source_positions + dimensions.target_positions
    return 2 * positions * position + dimensions.vocabulary * _FLOAT_BYTES


def admitted_rows(dimensions: Dimensions, *, available_bytes: int | None = None) -> int:
    """At least one, however little memory there is: the engine says itself when it is not enough."""
    available = _available_bytes() if available_bytes is None else available_bytes
    return max(1, int(_SHARE * available) // row_bytes(dimensions))


def _available_bytes() -> int:
    import psutil

    return int(psutil.virtual_memory().available)
