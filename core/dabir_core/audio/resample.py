"""Any rate into 16 kHz.

libsoxr at its "high quality" (20 bit) recipe: a linear-phase filter, flat to 91 % of the new band and more than 100
dB down beyond it, without delay and with a flush of its tail, so that times stay true to the sample. FFmpeg's own
resampler is less steep and would have to be rebuilt with each change of format inside libav.
Source: libsoxr 0.1.3, soxr.h, quality recipes.
"""

import numpy as np
from numpy.typing import NDArray

from dabir_core.arrays import Waveform
from dabir_core.units import SAMPLE_RATE_HZ


class Resampler:
    """Resamples one run of mono sound of one rate, piece by piece."""

    def __init__(self, rate_hz: int) -> None:
        import soxr

        self._stream = None
        if rate_hz != SAMPLE_RATE_HZ:
            self._stream = soxr.ResampleStream(rate_hz, SAMPLE_RATE_HZ, 1, dtype="float32", quality="HQ")

    def resample(self, samples: NDArray[np.float32]) -> Waveform:
        """Takes the next (T,) samples; gives what is ready, perhaps nothing yet."""
        return samples if self._stream is None else self._take(samples, last=False)

    def tail(self) -> Waveform:
        """What the filter still holds; to be called once, at the end."""
        nothing = np.zeros(0, dtype=np.float32)
        return nothing if self._stream is None else self._take(nothing, last=True)

    def _take(self, samples: NDArray[np.float32], *, last: bool) -> Waveform:
        assert self._stream is not None
        ready: Waveform = self._stream.resample_chunk(np.ascontiguousarray(samples), last=last)
        return ready
