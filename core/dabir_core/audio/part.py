"""A part of a file's sound. The file is decoded from its start and what comes before is thrown away.

Sought places are not exact in many containers (MP3 without a table, damaged Ogg), and the times of a transcript count
decoded samples. Decoding runs at some hundred times real time, so that the last minute of an hour costs seconds.
"""

from collections.abc import Iterator
from types import TracebackType
from typing import Self

from dabir_core.arrays import Waveform
from dabir_core.audio.decode import Decoding
from dabir_core.audio.lost import LostAudio
from dabir_core.units import Seconds, to_samples


class DecodingPart:
    """From `start` to `end` of a file, as if it were a file of its own: all of its times count from `start`."""

    def __init__(self, decoding: Decoding, *, start: Seconds, end: Seconds) -> None:
        """Takes a file over; it is freed with the part."""
        self._decoding = decoding
        self._start, self._end = start, end

    @property
    def duration(self) -> Seconds | None:
        """How long it is meant to be; a file that ends earlier gives less."""
        return self._end - self._start

    @property
    def lost(self) -> tuple[LostAudio, ...]:
        """The damaged places met so far in this part."""
        return tuple(
            LostAudio(place.start - self._start, place.duration, place.packets)
            for place in self._decoding.lost
            if self._start <= place.start < self._end
        )

    def __iter__(self) -> Iterator[Waveform]:
        """Blocks of at most a second, (T,) in [-1, 1], none empty. Raises: NoSound, as `Decoding` does."""
        first, last, now = to_samples(self._start), to_samples(self._end), 0
        for block in self._decoding:
            part = block[max(0, first - now) : max(0, last - now)]
            now += block.size
            if part.size:
                yield part
            if now >= last:
                return

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._decoding.close()
