"""Times and rates that every room shares, and how a time is written for people.

Times are float seconds at the edges and integer samples inside, so that adding many windows never drifts.
"""

Seconds = float
"""A time or a duration, in seconds."""

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
