"""Clips of an index as text and sound; those that cannot be decoded are left out, once told of, and counted.

The count is a flag for each clip in memory that a loader's workers share with the process that started them.
"""

import logging
from collections.abc import Sequence

import numpy as np
import torch

from dabir_core.arrays import Waveform
from dabir_training.manifest import Clip
from dabir_training.windows.clip_index import ClipIndex
from dabir_training.windows.clip_sound import read_sound
from dabir_training.windows.epoch_plan import Piece
from dabir_training.windows.mixing import Placed
from dabir_training.windows.speech_extent import speech_extent

_log = logging.getLogger(__name__)


class ClipReader:
    """Reads clips by row."""

    def __init__(self, index: ClipIndex) -> None:
        self.index = index
        self._is_skipped = torch.zeros(len(index), dtype=torch.uint8).share_memory_()  # type: ignore[no-untyped-call]

    @property
    def skipped(self) -> int:
        """How many clips were left out until now, in all processes of a loader."""
        return int(self._is_skipped.sum())

    def placed(self, piece: Piece, *, is_whole: bool = True) -> Placed | None:
        """A piece of a window with its text and sound; None where it cannot be decoded."""
        clip = self.index.clip(piece.row)
        sound = self._sound(clip, piece.row, speed=piece.speed)
        if sound is None:
            return None
        first, last = speech_extent(sound)
        return Placed(clip.text, sound, piece.at, first, last, is_whole)

    def voices(self, count: int, rng: np.random.Generator) -> Sequence[Waveform]:
        """So many clips by chance, without those that cannot be decoded."""
        rows = rng.integers(0, len(self.index), count)
        sounds = (self._sound(self.index.clip(int(row)), int(row)) for row in rows)
        return [sound for sound in sounds if sound is not None]

    def skip(self, row: int, reason: str) -> None:
        """Notes that a clip is left out."""
        if not self._is_skipped[row]:
            _log.warning("clip %s is left out: %s", self.index.clip(row).id, reason)
        self._is_skipped[row] = 1

    def _sound(self, clip: Clip, row: int, *, speed: float = 1.0) -> Waveform | None:
        path = self.index.prepared.sound_of(clip)
        sound = read_sound(path, start=clip.start, duration=clip.duration, speed=speed)
        if sound is None:
            self.skip(row, "it cannot be decoded")
        return sound
