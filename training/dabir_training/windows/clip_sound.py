"""A clip's sound as 16 kHz mono.

soundfile decodes mp3, FLAC, Ogg and WAV without a process or a thread of its own, so it may run in forked workers; soxr
resamples, and a clip's speed is changed in the same pass: sound of rate r taken for sound of rate r x speed is that
much faster and higher in pitch, as by Kaldi's speed perturbation (Ko et al. 2015, Audio augmentation).
What cannot be decoded is None: one broken file among 300,000 must not end a run.
"""

from pathlib import Path

import numpy as np
import soundfile
import soxr

from dabir_core.arrays import Waveform
from dabir_core.units import SAMPLE_RATE_HZ, Seconds, to_samples


def read_sound(path: Path, *, start: Seconds = 0.0, duration: Seconds = 0.0, speed: float = 1.0) -> Waveform | None:
    """The stretch of the file that the clip is; all that follows `start` where `duration` is 0.

    Returns: (T,) float32, T = duration x 16000 / speed, fewer where the file ends before; None where nothing can be
    decoded.
    """
    try:
        with soundfile.SoundFile(path) as sound:
            rate_hz = sound.samplerate
            sound.seek(min(round(start * rate_hz), sound.frames))
            frames = round(duration * rate_hz) if duration > 0 else -1
            samples = sound.read(frames, dtype="float32", always_2d=True)
    except (OSError, RuntimeError):  # soundfile's own errors are RuntimeErrors
        return None
    mono = samples[:, 0] if samples.shape[1] == 1 else samples.mean(axis=1)
    if not mono.size or not np.isfinite(mono).all():
        return None
    sound = resampled(mono, rate_hz * speed)
    return sound if sound.size else None


def resampled(samples: Waveform, rate_hz: float) -> Waveform:
    """(T,) samples of a rate, at 16 kHz."""
    if rate_hz == SAMPLE_RATE_HZ:
        return np.ascontiguousarray(samples)
    taken: Waveform = soxr.resample(samples, rate_hz, SAMPLE_RATE_HZ, quality="HQ")
    return taken


def samples_of_file(path: Path) -> int:
    """How long a file is, in samples at 16 kHz; 0 where it cannot be read."""
    try:
        known = soundfile.info(path)
    except (OSError, RuntimeError):
        return 0
    return to_samples(known.frames / known.samplerate)
