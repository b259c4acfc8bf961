"""A clip as 16 kHz mono FLAC of 16 bits: what every checkpoint hears, with nothing lost to a codec a second time."""

import io
from pathlib import Path
from typing import Final

import numpy as np
import soundfile
import soxr

from dabir_core.units import SAMPLE_RATE_HZ
from dabir_training.errors import SourceWrong
from dabir_training.manifest import Clip

_SAME_LENGTH: Final = 0.25
"""Seconds by which an mp3's length may differ from what its release says of it."""


def is_whole(sound: Path, clip: Clip) -> bool:
    """Whether the clip is its whole file. Raises: OSError, SourceWrong."""
    if clip.start > 0 or not clip.duration:
        return clip.start == 0
    try:
        return bool(abs(soundfile.info(sound).duration - clip.duration) < _SAME_LENGTH)
    except soundfile.SoundFileError as cause:
        raise SourceWrong(str(sound)) from cause


def as_flac(sound: Path, clip: Clip) -> bytes:
    """The clip's stretch of the file. Raises: SourceWrong."""
    try:
        with soundfile.SoundFile(sound) as file:
            file.seek(round(clip.start * file.samplerate))
            frames = round(clip.duration * file.samplerate) if clip.start or not is_whole(sound, clip) else -1
            samples, rate_hz = file.read(frames, dtype="float32", always_2d=True), file.samplerate
    except soundfile.SoundFileError as cause:
        raise SourceWrong(str(sound)) from cause
    heard = soxr.resample(samples.mean(axis=1), rate_hz, SAMPLE_RATE_HZ)
    encoded = io.BytesIO()
    pcm = np.round(np.clip(heard, -1.0, 1.0) * 32767.0).astype(np.int16)
    soundfile.write(encoded, pcm, SAMPLE_RATE_HZ, format="FLAC", subtype="PCM_16")
    return encoded.getvalue()
