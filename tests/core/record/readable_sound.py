"""Sound that says itself where speech is, for tests without a voice activity detector."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from dabir_core.record.live_sound import LiveBlock
from dabir_core.units import SAMPLE_RATE_HZ, Seconds, Waveform

FRAME: Seconds = 512 / SAMPLE_RATE_HZ


class ReadableVad:
    """Obeys `SpeechProbabilities`: each frame's probability is its loudest sample."""

    def __init__(self) -> None:
        self._rest = np.zeros(0, np.float32)

    def probabilities(self, block: Waveform) -> NDArray[np.float32]:
        heard = np.concatenate([self._rest, block])
        complete = heard.size // 512 * 512
        self._rest = heard[complete:]
        loudest: NDArray[np.float32] = np.abs(heard[:complete]).reshape(-1, 512).max(axis=1, initial=0.0)
        return loudest

    def finish(self) -> NDArray[np.float32]:
        padded = np.pad(self._rest, (0, -self._rest.size % 512))
        self._rest = np.zeros(0, np.float32)
        return self.probabilities(padded)


def talk(*runs: tuple[float, Seconds]) -> Waveform:
    """Stretches of one level each, for so many seconds."""
    return np.concatenate([np.full(round(seconds * SAMPLE_RATE_HZ), level, np.float32) for level, seconds in runs])


def blocks(sound: Waveform, lengths: Sequence[int] = ()) -> Iterator[LiveBlock]:
    """Blocks of those lengths, in samples, and then of a fifth of a second."""
    at, wanted = 0, list(lengths)
    while at < sound.size:
        length = wanted.pop(0) if wanted else 3200
        yield LiveBlock(at / SAMPLE_RATE_HZ, sound[at : at + length].copy())
        at += length
