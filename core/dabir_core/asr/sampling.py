"""Picking the next token from logits: the likeliest, or one drawn at a temperature.

Each row draws from its own generator, so that what a window becomes does not depend on which others shared its batch.
"""

import numpy as np
from numpy.typing import NDArray

from dabir_core.arrays import Logits, TokenIds


def log_probabilities(logits: Logits, tokens: TokenIds) -> NDArray[np.float64]:
    """(B,) log-softmax of the (B, V) logits at one token per row; forbidden tokens (-inf) take no share."""
    peak = logits.max(axis=1)
    normaliser = peak + np.log(np.exp(logits - peak[:, None]).sum(axis=1))
    values: NDArray[np.float64] = (logits[np.arange(len(tokens)), tokens] - normaliser).astype(np.float64)
    return values


def draw(logits: Logits, temperature: float, *, generator: "np.random.Generator") -> int:
    """One token of softmax(logits / temperature), (V,); a forbidden token (-inf) is never drawn."""
    scaled = logits.astype(np.float64) / temperature
    cumulative = np.cumsum(np.exp(scaled - scaled.max()))
    # Rounding may put the product on the total itself, past every token.
    below = min(generator.random() * cumulative[-1], np.nextafter(cumulative[-1], 0.0))
    return int(np.searchsorted(cumulative, below, side="right"))


class Sampler:
    """Temperature and random numbers of one row."""

    def __init__(self, temperature: float, seed: int) -> None:
        """At temperature 0 the seed plays no part."""
        self._temperature = temperature
        self._generator = np.random.default_rng(seed) if temperature > 0 else None

    def pick(self, logits: Logits) -> int:
        """One token for the row's (V,) logits."""
        if self._generator is not None:
            return draw(logits, self._temperature, generator=self._generator)
        return int(logits.argmax())
