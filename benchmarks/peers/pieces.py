"""Sound for peers that are given an array, cut into the checkpoint's windows. Standard library and numpy."""

import wave

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE_HZ = 16_000
WINDOW_SECONDS = 30


def samples(path: str) -> NDArray[np.float32]:
    """A 16-bit mono WAV file as float32."""
    with wave.open(path) as file:
        levels = np.frombuffer(file.readframes(file.getnframes()), "<i2")
    return levels.astype(np.float32) / np.float32(32768)


def windows(path: str) -> list[NDArray[np.float32]]:
    """The recording in pieces of 30 s; the last one is what is left."""
    waveform, length = samples(path), WINDOW_SECONDS * SAMPLE_RATE_HZ
    return [waveform[start : start + length] for start in range(0, waveform.size, length)]


def wanted_tokens(waveform: NDArray[np.float32], tokens_per_second: float) -> int:
    """How many tokens a piece is to have, end-of-text among them."""
    return max(1, round(waveform.size / SAMPLE_RATE_HZ * tokens_per_second)) + 1
