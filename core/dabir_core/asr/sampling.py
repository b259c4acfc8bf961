"""Picking the next token from logits: the likeliest, or one drawn at a temperature.

Each row draws from its own generator, so that what a window becomes does not depend on which others shared its batch.
"""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from dabir_core.units import Logits, TokenIds


def log_probabilities(logits: Logits, tokens: TokenIds) -> NDArray[np.float64]:
    """(B,) log-softmax of the (B, V) logits at one token per row; forbidden tokens (-inf) take no share."""
    peak = logits.max(axis=1)
    normaliser = peak + np.log(np.exp(logits - peak[:, None]).sum(axis=1))
    values: NDArray[np.float64] = (logits[np.arange(len(tokens)), tokens] - normaliser).astype(np.float64)
    return values


def draw(logits: Logits, temperature: float, *, generator: np.random.Generator) -> int:
    """One token of softmax(logits / temperature), (V,); a forbidden token (-inf) is never drawn."""
    scaled = logits.astype(np.float64) / temperature
    cumulative = np.cumsum(np.exp(scaled - scaled.max()))
    # Rounding may put the product on the total itself, past every token.
    below = min(generator.random() * cumulative[-1], np.nextafter(cumulative[-1], 0.0))
    return int(np.searchsorted(cumulative, below, side="right"))


class Sampler:
    """Temperature and random numbers of each row."""

    def __init__(self, temperatures: Sequence[float], seeds: Sequence[int]) -> None:
        """Takes one of each for each row."""
        self._temperatures = tuple(temperatures)
        self._generators = [np.random.default_rng(seed) for seed in seeds]

    def pick(self, logits: Logits, rows: Iterable[int]) -> TokenIds:
        """One token for each of the (B, V) logits, which belong to the B named rows."""
        tokens: TokenIds = logits.argmax(axis=1).astype(np.int64)
        for place, row in enumerate(rows):
            if self._temperatures[row] > 0:
                tokens[place] = draw(logits[place], self._temperatures[row], generator=self._generators[row])
        return tokens
