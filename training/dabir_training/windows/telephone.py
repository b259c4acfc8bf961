"""Sound as a telephone carries it: 8 kHz, 300 to 3400 Hz, 8 bits by the µ-law. Pure.

ITU-T G.712 names the band, G.711 the law (here its continuous form with µ = 255, which the standard's line segments
approach). The band's edges fall over 100 Hz, as those of real filters.
"""

from typing import Final

import numpy as np
import soxr
from numpy.typing import NDArray

from dabir_core.arrays import Waveform
from dabir_core.units import SAMPLE_RATE_HZ

LINE_HZ: Final = 8_000
LOW_HZ: Final = 300.0
HIGH_HZ: Final = 3_400.0
_EDGE_HZ: Final = 100.0
_MU: Final = 255.0
_STEPS: Final = 127.0


def through_telephone(waveform: Waveform) -> Waveform:
    """(T,) as it is heard at the other end; what is beyond -1 to 1 is clipped."""
    line = soxr.resample(waveform, SAMPLE_RATE_HZ, LINE_HZ, quality="HQ")
    heard = soxr.resample(mu_law(_band(line)), LINE_HZ, SAMPLE_RATE_HZ, quality="HQ")
    kept = np.zeros(waveform.size, np.float32)
    kept[: heard.size] = heard[: waveform.size]
    return kept


def mu_law(waveform: Waveform) -> Waveform:
    """(T,) rounded to the 255 levels of the law and back."""
    signs, sizes = np.sign(waveform), np.minimum(np.abs(waveform), 1.0)
    levels = np.rint(np.log1p(_MU * sizes) / np.log1p(_MU) * _STEPS) / _STEPS
    return np.asarray(signs * np.expm1(levels * np.log1p(_MU)) / _MU, np.float32)


def _band(line: Waveform) -> Waveform:
    hz = np.fft.rfftfreq(line.size, 1 / LINE_HZ)
    return np.fft.irfft(np.fft.rfft(line) * _passed(hz), n=line.size).astype(np.float32)


def _passed(hz: NDArray[np.floating]) -> NDArray[np.float32]:
    inner = np.minimum(hz - (LOW_HZ - _EDGE_HZ), (HIGH_HZ + _EDGE_HZ) - hz) / _EDGE_HZ
    return np.asarray(np.clip(inner, 0.0, 1.0), np.float32)
