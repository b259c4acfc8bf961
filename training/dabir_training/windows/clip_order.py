"""The order in which an epoch hears its clips: shuffled, but often one speaker's after another of theirs. Pure.

Recordings to be transcribed mostly have one speaker, so windows should too: a chance of 0.5 to 0.6 was best in Timmel
et al. 2024 (arXiv 2412.15726).
"""

import random

import numpy as np
from numpy.typing import NDArray


def clip_order(speakers: NDArray[np.int32], *, chance: float, seed: str) -> NDArray[np.int32]:
    """Every row once; after each, with this chance, another of its speaker's that was not yet heard, if there is one.

    Args: speakers: (rows,), numbered from 0.
    """
    draw = random.Random(seed)
    shuffled = np.random.default_rng(draw.getrandbits(64)).permutation(len(speakers)).astype(np.int32)
    walk = _Walk(shuffled, speakers[shuffled])
    heard = np.empty(len(speakers), np.int32)
    for place in range(len(heard)):
        wants_same = place > 0 and draw.random() < chance
        heard[place] = walk.next(heard[place - 1], same_speaker=wants_same)
    return heard


class _Walk:
    """What is left of shuffled rows, and of each speaker's among them; both are only walked forward."""

    def __init__(self, shuffled: NDArray[np.int32], speakers: NDArray[np.int32]) -> None:
        self._shuffled = shuffled
        self._by_speaker = shuffled[np.argsort(speakers, kind="stable")]
        counts = np.bincount(speakers)
        self._ends = np.cumsum(counts)
        self._nexts = self._ends - counts
        self._speaker_of = np.empty(len(shuffled), np.int32)
        self._speaker_of[shuffled] = speakers
        self._is_heard = bytearray(len(shuffled))
        self._first = 0

    def next(self, row: int, *, same_speaker: bool) -> int:
        """The next row, of the given one's speaker if that is wanted and there is one."""
        taken = self._of_speaker(int(self._speaker_of[row])) if same_speaker else None
        if taken is None:
            taken = self._of_all()
        self._is_heard[taken] = True
        return taken

    def _of_speaker(self, speaker: int) -> int | None:
        while self._nexts[speaker] < self._ends[speaker]:
            row = int(self._by_speaker[self._nexts[speaker]])
            self._nexts[speaker] += 1
            if not self._is_heard[row]:
                return row
        return None

    def _of_all(self) -> int:
        while self._is_heard[self._shuffled[self._first]]:
            self._first += 1
        return int(self._shuffled[self._first])
