"""16-bit sound of one rate and number of channels into another's, block by block.

For the microphone that takes the place of a lost one: a file has one rate from its beginning to its end. Resampling is
libsoxr's, as everywhere (see `audio.resample`). Two channels of which one is wanted are averaged.
"""

import numpy as np
from numpy.typing import NDArray

from dabir_core.record.wave_file import WaveFormat

Pcm = NDArray[np.int16]
"""(T, C) interleaved, C channels."""


class Conversion:
    """Converts one stream."""

    def __init__(self, source: WaveFormat, target: WaveFormat) -> None:
        import soxr

        self._source, self._target = source, target
        self._stream = None
        if source.rate_hz != target.rate_hz:
            self._stream = soxr.ResampleStream(
                source.rate_hz, target.rate_hz, target.channels, dtype="int16", quality="HQ"
            )

    def convert(self, sound: bytes) -> bytes:
        """Takes whole frames; gives what is ready, perhaps nothing yet."""
        if self._source == self._target:
            return sound
        pcm = _with_channels(np.frombuffer(sound, "<i2").reshape(-1, self._source.channels), self._target.channels)
        if self._stream is None:
            return pcm.tobytes()
        ready: Pcm = self._stream.resample_chunk(pcm if self._target.channels > 1 else pcm[:, 0])
        return ready.tobytes()


def _with_channels(pcm: Pcm, channels: int) -> Pcm:
    if pcm.shape[1] == channels:
        return pcm
    if channels == 1:
        mean: Pcm = pcm.mean(axis=1, keepdims=True).astype(np.int16)
        return mean
    return np.repeat(pcm, channels, axis=1)
