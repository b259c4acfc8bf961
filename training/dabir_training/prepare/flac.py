"""A clip as 16 kHz mono FLAC of 16 bits: what every checkpoint hears, with nothing lost to a codec a second time."""

import io
from pathlib import Path
from typing import Final

import numpy as np
import soundfile

from dabir_core.units import SAMPLE_RATE_HZ
from dabir_training.manifest import Clip
from dabir_training.windows.clip_sound import read_sound

_SAME_LENGTH: Final = 0.25
"""Seconds by which an mp3's length may differ from what its release says of it."""


def is_whole(sound: Path, clip: Clip) -> bool:
    """Whether the clip is its whole file; a file that cannot be read counts as one."""
    if clip.start > 0 or not clip.duration:
        return clip.start == 0
    try:
        return bool(abs(soundfile.info(sound).duration - clip.duration) < _SAME_LENGTH)
    except soundfile.SoundFileError:
        return True


def as_flac(sound: Path, clip: Clip) -> bytes | None:
    """The clip's stretch of the file; None where nothing can be decoded."""
    heard = read_sound(sound, start=clip.start, duration=0.0 if is_whole(sound, clip) else clip.duration)
    if heard is None:
        return None
    encoded = io.BytesIO()
    pcm = np.round(np.clip(heard, -1.0, 1.0) * 32767.0).astype(np.int16)
    soundfile.write(encoded, pcm, SAMPLE_RATE_HZ, format="FLAC", subtype="PCM_16")
    return encoded.getvalue()
