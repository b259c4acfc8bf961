"""How loud a file is from end to end, for a waveform: one small number for each 40 ms, and where those are kept. No Qt.

The file is decoded by core as a transcription decodes it, so a place in the waveform is a place in the transcript. Ten
hours are 900 kB of numbers, whatever the file weighs; the sound itself is never in memory.

Legend: P peaks.
"""

import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dabir_core.arrays import Waveform
from dabir_core.paths import waveforms_folder
from dabir_core.units import SAMPLE_RATE_HZ, Seconds

PEAKS_PER_SECOND: Final = 25
_SAMPLES: Final = SAMPLE_RATE_HZ // PEAKS_PER_SECOND
_FULL: Final = 255
_MOST_KEPT: Final = 200
"""Files; a hundred hours of them are nine megabytes."""
_VERSION: Final = 1

PeakValues = NDArray[np.uint8]
"""(P,) uint8: the largest magnitude within each 40 ms, 255 for full scale."""


@dataclass(frozen=True, slots=True, eq=False)
class Peaks:
    """What is known of a file's loudness; more follows unless `is_whole`."""

    values: PeakValues
    is_whole: bool = False

    @property
    def duration(self) -> Seconds:
        """How far the file was read."""
        return len(self.values) / PEAKS_PER_SECOND

    def columns(self, count: int, length: Seconds, *, start: Seconds = 0.0) -> NDArray[np.float32]:
        """(count,) float32 in [0, 1]: the loudest of each column of a picture of so many seconds, which begins at
        `start`; 0 for what is not known."""
        heights = np.zeros(count, np.float32)
        if count <= 0 or length <= 0:
            return heights
        edges = ((start + np.linspace(0, length, count + 1)) * PEAKS_PER_SECOND).astype(np.int64)
        first, end = edges[:-1], np.maximum(edges[1:], edges[:-1] + 1)
        known = int(np.searchsorted(first, len(self.values)))
        if known:  # `reduceat` lets its last column reach to the end of all that it is given
            shown = self.values[first[0] : end[known - 1]]
            heights[:known] = np.maximum.reduceat(shown, first[:known] - first[0]) / np.float32(_FULL)
        return heights


def peaks_of(blocks: Iterable[Waveform]) -> Iterator[PeakValues]:
    """The peaks of (T,) blocks at 16 kHz as they come; the last one may stand for less than 40 ms."""
    rest = np.zeros(0, np.float32)
    for block in blocks:
        joined = np.concatenate([rest, block]) if len(rest) else block
        whole = len(joined) // _SAMPLES * _SAMPLES
        if whole:
            yield _quantised(np.abs(joined[:whole]).reshape(-1, _SAMPLES).max(axis=1))
        rest = joined[whole:]
    if len(rest):
        yield _quantised(np.abs(rest).max(keepdims=True))


def kept_peaks(path: Path) -> Peaks | None:
    """What was kept of that file as it is now; None if it is another one than it was, or was never read."""
    try:
        values = np.load(_kept_file(path), allow_pickle=False)
    except (OSError, ValueError, EOFError):
        return None
    return Peaks(values, is_whole=True) if values.ndim == 1 and values.dtype == np.uint8 else None


def keep_peaks(path: Path, peaks: Peaks) -> None:
    """Keeps them, and forgets the oldest of too many; a folder that is closed to us keeps none."""
    with suppress(OSError):
        kept = _kept_file(path)
        kept.parent.mkdir(parents=True, exist_ok=True)
        unfinished = kept.with_name(f"{kept.stem}-{os.urandom(4).hex()}.part")
        with unfinished.open("xb") as file:
            np.save(file, peaks.values, allow_pickle=False)
        unfinished.replace(kept)
        _forget_oldest(kept.parent)


def _quantised(magnitudes: Waveform) -> PeakValues:
    quantised: PeakValues = np.ceil(np.minimum(magnitudes, 1.0) * _FULL).astype(np.uint8)
    return quantised


def _kept_file(path: Path) -> Path:
    """Raises: OSError for a file that is gone."""
    resolved = path.resolve()
    known = resolved.stat()
    identity = f"{_VERSION}|{resolved}|{known.st_size}|{known.st_mtime_ns}"
    return waveforms_folder() / f"{hashlib.sha256(identity.encode()).hexdigest()[:32]}.npy"


def _forget_oldest(folder: Path) -> None:
    by_age = sorted(folder.iterdir(), key=lambda file: file.stat().st_mtime, reverse=True)
    for file in by_age[_MOST_KEPT:]:
        file.unlink(missing_ok=True)
