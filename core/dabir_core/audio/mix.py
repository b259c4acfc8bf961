"""Many channels into one, without letting opposite channels cancel.

A plain mean is silent where one channel is the other one upside down (a wrongly soldered cable, a phone's "wide
stereo"), and speech is then gone. So each channel has a sign: a channel that opposes the mix of the louder ones is
turned over. Signs are chosen anew for every stretch from running correlations; a clear majority is asked for before
one changes (hysteresis), and the change is faded in, so it cannot be heard. Weights are those of ITU-R BS.775-3,
table 2 (mono): a film's dialogue stands in the centre; the LFE channel carries none. They are scaled to sum to one,
so the mix never exceeds full scale. Delays between channels are not undone.
Legend: C channels, T samples.
"""

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dabir_core.audio.stretch import Channels, SourceFormat
from dabir_core.units import Seconds

STRETCH: Final[Seconds] = 0.2
"""How much sound one decision about the signs is made for; what `Mixer.mix` wants to be fed with."""

_FADE: Final[Seconds] = 0.02
_MEMORY: Final[Seconds] = 0.3
_OPPOSED: Final = -0.6
"""Correlation below which a channel is turned over: two equal channels lose 7 dB here, and 1 dB once turned."""

_WEIGHTS: Final = {"FC": 1.0, "FL": math.sqrt(0.5), "FR": math.sqrt(0.5), "LFE": 0.0, "LFE2": 0.0} | dict.fromkeys(
    ("BL", "BR", "BC", "SL", "SR", "FLC", "FRC", "WL", "WR", "TC", "TFL", "TFC", "TFR", "TBL", "TBC", "TBR"), 0.5
)

Vector = NDArray[np.float64]


def channel_weights(channels: tuple[str, ...]) -> Vector:
    """Shares of the channels in the mix, (C,), summing to one; channels without a name that we know count as 1."""
    weights = np.array([_WEIGHTS.get(name, 1.0) for name in channels])
    if not weights.any():  # a lone LFE channel
        weights[:] = 1.0
    shares: Vector = weights / weights.sum()
    return shares


def aligned_signs(covariance: NDArray[np.float64], weights: Vector, signs: Vector) -> Vector:
    """Turns over the channels that oppose the louder ones.

    Args:    covariance: (C, C), E[x xᵀ]; weights: (C,); signs: (C,) of ±1, those in force; the loudest channel keeps
             its own.
    Returns: (C,) of ±1.
    """
    aligned = np.zeros_like(signs)
    for channel in np.argsort(-np.diag(covariance) * weights**2, kind="stable"):
        mix = aligned * weights
        power = covariance[channel, channel] * (mix @ covariance @ mix)
        cross = signs[channel] * (covariance[channel] @ mix)
        aligned[channel] = -signs[channel] if cross < _OPPOSED * math.sqrt(max(power, 0.0)) else signs[channel]
    return aligned


class Mixer:
    """Mixes one run of sound down to mono; holds the running correlations."""

    def __init__(self, source: SourceFormat) -> None:
        self._weights = channel_weights(source.channels)
        self._rate_hz = source.rate_hz
        self._covariance = np.zeros((len(source.channels),) * 2)
        self._signs: Vector | None = None

    def mix(self, samples: Channels) -> NDArray[np.float32]:
        """Mixes the next (C, T) samples to (T,); best fed with pieces of `STRETCH`."""
        if len(samples) == 1:
            alone: NDArray[np.float32] = samples[0]
            return alone
        former, self._signs = self._signs, self._next_signs(samples)
        mono: NDArray[np.float32] = (self._weights * self._signs).astype(np.float32) @ samples
        if former is not None and not np.array_equal(former, self._signs):
            self._fade(mono, (self._weights * former).astype(np.float32) @ samples)
        return mono

    def _next_signs(self, samples: Channels) -> Vector:
        self._covariance *= math.exp(-samples.shape[1] / (_MEMORY * self._rate_hz))
        self._covariance += samples @ samples.T
        signs = np.ones(len(samples)) if self._signs is None else self._signs
        return aligned_signs(self._covariance, self._weights, signs)

    def _fade(self, mono: NDArray[np.float32], former: NDArray[np.float32]) -> None:
        length = min(len(mono), max(1, round(_FADE * self._rate_hz)))
        ramp = np.linspace(0.0, 1.0, length, dtype=np.float32)
        mono[:length] = former[:length] + ramp * (mono[:length] - former[:length])
