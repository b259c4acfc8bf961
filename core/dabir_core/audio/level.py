"""How loud sound is, in dB below full scale, and whether it was cut off at full scale.

A sine at full scale has a peak of 0 dBFS and an RMS of -3.01 dBFS (AES17 would call that 0; we do not).
Samples at full scale one after the other mean clipping: a wave that only touches full scale leaves it at once.
"""

import math
from collections import deque
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dabir_core.units import Seconds

SILENCE_DB: Final = -120.0
"""What digital silence is given; the last bit of 16 is at -90."""
_CLIPPED_RUN: Final = 3
_WINDOW: Final[Seconds] = 0.2
_MOST_BLOCKS: Final = 200


@dataclass(frozen=True, slots=True)
class Level:
    """Peak and RMS in dB below full scale, from -120 to 0, and whether there is clipping."""

    peak_db: float
    rms_db: float
    is_clipped: bool

    @property
    def is_digital_silence(self) -> bool:
        """Whether every sample is zero, as of a muted microphone and no open one."""
        return self.peak_db <= SILENCE_DB


SILENT: Final = Level(SILENCE_DB, SILENCE_DB, is_clipped=False)


class LevelMeter:
    """The level over the last fifth of a second, so that whoever looks ten times a second misses nothing."""

    def __init__(self) -> None:
        self._levels: deque[tuple[Seconds, Level]] = deque(maxlen=_MOST_BLOCKS)
        self._level = SILENT

    @property
    def level(self) -> Level:
        """The level now."""
        return self._level

    @property
    def is_digital_silence(self) -> bool:
        """Whether all of it was zeros."""
        return self._level.is_digital_silence

    def add(self, samples: NDArray[np.int16], moment: Seconds) -> None:
        """Takes the next (T, C) samples, which came at that moment."""
        self._levels.append((moment, level(samples)))
        levels = [each for at, each in self._levels if at > moment - _WINDOW]
        power = sum(10 ** (each.rms_db / 10) for each in levels) / len(levels)
        self._level = Level(
            peak_db=max(each.peak_db for each in levels),
            rms_db=max(SILENCE_DB, 10 * math.log10(power)),
            is_clipped=any(each.is_clipped for each in levels),
        )


def level(samples: NDArray[np.int16]) -> Level:
    """The level of (T, C) samples of 16 bit; the peak is the loudest channel's, the RMS is over all of them."""
    if not samples.size:
        return SILENT
    wide = samples.astype(np.float64) / -float(np.iinfo(np.int16).min)
    peak = float(np.abs(wide).max())
    rms = math.sqrt(float(np.mean(wide**2)))
    return Level(_decibels(peak), _decibels(rms), _is_clipped(samples))


def _decibels(amplitude: float) -> float:
    return max(SILENCE_DB, 20 * math.log10(amplitude)) if amplitude > 0 else SILENCE_DB


def _is_clipped(samples: NDArray[np.int16]) -> bool:
    limits = np.iinfo(np.int16)
    return any(_has_run(samples == limit) for limit in (limits.max, limits.min))


def _has_run(is_full: NDArray[np.bool_]) -> bool:
    """Whether any of (T, C) stays true for long enough."""
    if len(is_full) < _CLIPPED_RUN:
        return False
    together = is_full[: len(is_full) - _CLIPPED_RUN + 1].copy()
    for later in range(1, _CLIPPED_RUN):
        together &= is_full[later : len(is_full) - _CLIPPED_RUN + 1 + later]
    return bool(together.any())
