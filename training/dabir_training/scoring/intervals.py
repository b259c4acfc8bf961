"""How far a rate may be off by the chance of which utterances were in the set: bootstrap over utterances.

Bisani and Ney 2004, "Bootstrap estimates for confidence intervals in ASR performance evaluation": utterances are drawn
with replacement, as many as there are; the interval holds the middle 95 % of the rates. Two hypotheses of the same
utterances are compared on the same draws. Utterances of one speaker are drawn one by one, so where a set has few
speakers the interval is too narrow.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

_TAILS: Final = (0.025, 0.975)


@dataclass(frozen=True, slots=True)
class Tally:
    """Errors and units (words, letters) of each utterance, in one order."""

    errors: Sequence[int]
    units: Sequence[int]

    def rates(self, *, resamples: int, seed: int) -> NDArray[np.float64]:
        """(resamples,) the rate of each draw; the same seed and count of utterances draw the same utterances."""
        draw = np.random.default_rng(seed)
        errors, units = np.asarray(self.errors, dtype=np.int64), np.asarray(self.units, dtype=np.int64)
        rates = np.empty(resamples)
        for number in range(resamples):
            chosen = draw.integers(errors.size, size=errors.size)
            rates[number] = errors[chosen].sum() / max(1, units[chosen].sum())
        return rates


def interval(tally: Tally, *, resamples: int, seed: int) -> tuple[float, float]:
    """The 95 % interval of the rate; (0, 0) without utterances."""
    return _middle(tally.rates(resamples=resamples, seed=seed)) if tally.errors else (0.0, 0.0)


def difference_interval(tally: Tally, other: Tally, *, resamples: int, seed: int) -> tuple[float, float]:
    """The 95 % interval of how much the first one's rate is above the other's, utterance by utterance the same."""
    if not tally.errors:
        return 0.0, 0.0
    rates, others = (each.rates(resamples=resamples, seed=seed) for each in (tally, other))
    return _middle(rates - others)


def _middle(rates: NDArray[np.float64]) -> tuple[float, float]:
    low, high = np.quantile(rates, _TAILS)
    return float(low), float(high)
