"""SpecAugment on the frames where somebody speaks. Pure.

transformers spreads its masks over a window's whole length unless it is told which frames are sound, and then still
over pauses; most of a short clip's masks would hide nothing. Here stretches of ten frames and bands of ten mel bins are
hidden within speech, by the value 0, about the middle of a log-mel's range. Source: Park et al. 2019; transformers'
`mask_time_prob`, `mask_time_length` and their likes for bands.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from dabir_core.arrays import LogMel

SPAN: Final = 10
_HIDDEN: Final = np.float32(0.0)


def masked(
    features: LogMel, is_speech: NDArray[np.bool_], rng: np.random.Generator, *, times: float, bands: float
) -> LogMel:
    """A copy of (M, F) features with about these shares of its speech frames and of its bands hidden.

    Args: is_speech: (F,).
    """
    frames = np.flatnonzero(is_speech)
    if not frames.size:
        return features
    is_hidden = np.zeros_like(is_speech)
    for first in rng.choice(frames, _count(times * frames.size / SPAN, rng)):
        is_hidden[first : first + SPAN] = True
    hidden = features.copy()
    hidden[:, is_hidden & is_speech] = _HIDDEN
    for first in rng.integers(0, len(features) - SPAN + 1, _count(bands * len(features) / SPAN, rng)):
        hidden[first : first + SPAN, frames] = _HIDDEN
    return hidden


def _count(expected: float, rng: np.random.Generator) -> int:
    """A whole number that is this on average."""
    return int(expected + rng.random())
