"""The last seconds of a stream of blocks, addressed by their place in the recording."""

from collections import deque

import numpy as np

from dabir_core.arrays import Waveform


class RecentSound:
    """Keeps blocks until they are forgotten; whole blocks only, so that nothing is copied while they wait."""

    def __init__(self) -> None:
        self._blocks: deque[Waveform] = deque()
        self._start = 0
        self._end = 0

    @property
    def start_samples(self) -> int:
        """The oldest sample that is kept."""
        return self._start

    @property
    def end_samples(self) -> int:
        """How many samples were heard from the beginning on."""
        return self._end

    def append(self, block: Waveform) -> None:
        """Adds the next block; it must not be changed afterwards."""
        self._blocks.append(block)
        self._end += block.size

    def forget_before(self, samples: int) -> None:
        """Drops the blocks that end at this sample or before it."""
        while self._blocks and self._start + self._blocks[0].size <= samples:
            self._start += self._blocks.popleft().size

    def cut(self, start_samples: int, end_samples: int) -> Waveform:
        """A copy of a stretch that is still kept; what lies beyond the end is left out."""
        assert start_samples >= self._start, (start_samples, self._start)
        parts, at = [], self._start
        for block in self._blocks:
            parts.append(block[max(0, start_samples - at) : max(0, end_samples - at)])
            at += block.size
        return np.concatenate([np.zeros(0, np.float32), *parts])
