"""When somebody begins and ends to speak in a clip, by its energy. Pure.

A clip of Common Voice begins and ends with up to seconds of silence; a passage's times are to be those of the speech.
Core's Silero would hear more finely, but it runs in OpenVINO, whose threads do not survive the fork of a loader's
worker, and a clip that somebody read into a microphone is loud where it is spoken: the rule below takes a tenth of a
millisecond. Frames of 20 ms count as speech if they are within 35 dB of the clip's loud ones and stand out of its quiet
ones by a fifth of the distance between both; three such frames in a row begin it, so that a click does not.
"""

from typing import Final

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from dabir_core.arrays import Waveform
from dabir_core.units import to_samples

FRAME_SAMPLES: Final = 320
_RUN_FRAMES: Final = 3
_RANGE_DB: Final = 35.0
_STANDS_OUT: Final = 0.2
_LOUD, _QUIET = 95, 5
_BEFORE_SAMPLES: Final = to_samples(0.04)
_AFTER_SAMPLES: Final = to_samples(0.08)
"""Soft beginnings and ends that are below the threshold."""


def speech_extent(waveform: Waveform) -> tuple[int, int]:
    """First and last sample of the speech; of all the sound where nothing stands out.

    Args: waveform: (T,) float32.
    """
    runs = np.flatnonzero(_long_runs(_is_loud(waveform)))
    if not runs.size:
        return 0, waveform.size
    first = runs[0] * FRAME_SAMPLES - _BEFORE_SAMPLES
    last = (runs[-1] + _RUN_FRAMES) * FRAME_SAMPLES + _AFTER_SAMPLES
    return max(0, int(first)), min(waveform.size, int(last))


def _is_loud(waveform: Waveform) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    frames = waveform[: waveform.size // FRAME_SAMPLES * FRAME_SAMPLES].reshape(-1, FRAME_SAMPLES)
    if not frames.size:
        return np.zeros(0, np.bool_)
    level_db = 10 * np.log10(np.einsum("ft,ft->f", frames, frames) / FRAME_SAMPLES + 1e-12)
    quiet_db, loud_db = np.percentile(level_db, [_QUIET, _LOUD])
    threshold_db = max(loud_db - _RANGE_DB, quiet_db + _STANDS_OUT * (loud_db - quiet_db))
    return np.asarray(level_db > threshold_db, np.bool_)


def _long_runs(
    is_loud: np.ndarray[tuple[int, ...], np.dtype[np.bool_]],
) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Which frames begin a run of loud ones."""
    if is_loud.size < _RUN_FRAMES:
        return np.zeros(0, np.bool_)
    return np.asarray(sliding_window_view(is_loud, _RUN_FRAMES).all(axis=1), np.bool_)
