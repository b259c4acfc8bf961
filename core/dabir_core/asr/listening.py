"""One recording's sound on its way to windows that are as long as the speaker's density allows.

The length of the next windows follows from the density of the windows before. Several windows are read at once, so
which of them count must not depend on which of them happen to be finished: before a block of sound is heard when n
windows were given, the results of exactly the first n - `read_ahead` + 1 of them count. So the same recording is cut
alike on every machine and in any company, which the journal relies on.
"""

from collections import deque

from dabir_core.arrays import Waveform
from dabir_core.asr.window_reading import WindowReader
from dabir_core.asr.window_result import WindowResult
from dabir_core.speech import SpeechDensity, SpeechProbabilities, Window, Windower
from dabir_core.units import Seconds, to_samples, to_seconds


class Listening:
    """Cuts one recording; it is told each result, in order, and asked for more sound only when it `is_ready`."""

    def __init__(self, vad: SpeechProbabilities, reader: WindowReader, *, read_ahead: int) -> None:
        """With `read_ahead` 1 each window is read before more sound is heard."""
        self.reader = reader
        self._read_ahead = read_ahead
        self._heard_samples = 0
        self._given = 0
        self._measured = 0
        self._results: deque[WindowResult] = deque()  # told, and not measured yet
        self._density = SpeechDensity()
        self._windower = Windower(vad, self._limit_samples())

    @property
    def heard(self) -> Seconds:
        """How much sound came in so far."""
        return to_seconds(self._heard_samples)

    @property
    def settled(self) -> Seconds:
        """Up to where the recording is read or silent, once the windows that were given are read."""
        return to_seconds(self._windower.settled_samples)

    @property
    def most_under_way(self) -> int:
        """How many windows may be without a result when more sound is heard."""
        return self._read_ahead - 1

    def push(self, block: Waveform) -> list[Window]:
        """Hears more sound; gives the windows that it completes."""
        self._measure()
        self._heard_samples += block.size
        return self._count(self._windower.push(block))

    def finish(self) -> list[Window]:
        """What is left at the recording's end."""
        self._measure()
        return self._count(self._windower.finish())

    def tell(self, result: WindowResult) -> None:
        """The next window's result, in the order in which they were given."""
        self._results.append(result)

    def _count(self, windows: list[Window]) -> list[Window]:
        self._given += len(windows)
        return windows

    def _measure(self) -> None:
        while self._measured < self._given - self.most_under_way:
            result = self._results.popleft()
            start, end = result.speech
            self._density = self._density.measured(len(result.hypothesis.tokens), end - start)
            self._measured += 1
        self._windower.limit_samples = self._limit_samples()

    def _limit_samples(self) -> int:
        longest = to_seconds(self.reader.checkpoint.dimensions.window_samples)
        return to_samples(self._density.window_limit(self.reader.token_cap, longest=longest))
