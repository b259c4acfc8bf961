"""Sound that says itself where speech is, for `ReadableVad`."""

from collections.abc import Iterator, Sequence

import numpy as np

from dabir_core.arrays import Waveform
from dabir_core.record.live_sound import LiveBlock
from dabir_core.units import SAMPLE_RATE_HZ, Seconds

FRAME: Seconds = 512 / SAMPLE_RATE_HZ


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
