"""Units and array shapes that every room shares, and how a time is written for people.

Times are float seconds at the edges and integer samples inside, so that adding many windows never drifts.

Shape legend: T samples, F frames, M mel bins, B batch, L tokens, V vocabulary, H heads, S encoder positions.
"""

import numpy as np
from numpy.typing import NDArray

Seconds = float
"""A time or a duration, in seconds."""

Waveform = NDArray[np.float32]
"""(T,) float32 in [-1, 1], 16 kHz, mono."""

LogMel = NDArray[np.float32]
"""(M, F) or (B, M, F) float32; one frame each 10 ms."""

Logits = NDArray[np.float32]
"""(B, V) float32, not normalised."""

TokenIds = NDArray[np.int64]
"""(B, L) or (L,) int64."""

CrossAttention = NDArray[np.float32]
"""(H, L, S) float32; each row sums to one over S; one encoder position each 20 ms."""

SAMPLE_RATE_HZ = 16_000
HOP_SAMPLES = 160
FRAMES_PER_SECOND = SAMPLE_RATE_HZ // HOP_SAMPLES
FRAMES_PER_POSITION = 2
"""The encoder's second convolution halves the frame rate."""
POSITIONS_PER_SECOND = FRAMES_PER_SECOND // FRAMES_PER_POSITION


def to_samples(seconds: Seconds) -> int:
    """Nearest whole sample at 16 kHz."""
    return round(seconds * SAMPLE_RATE_HZ)


def to_seconds(samples: int) -> Seconds:
    """Seconds of a count of 16 kHz samples."""
    return samples / SAMPLE_RATE_HZ


def clock(whole_seconds: int) -> str:
    """A time as people read it: «3:07», or «1:03:07» from an hour on; in Latin digits, which `text.digits` can turn."""
    minutes, second = divmod(whole_seconds, 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour}:{minute:02d}:{second:02d}" if hour else f"{minute}:{second:02d}"
