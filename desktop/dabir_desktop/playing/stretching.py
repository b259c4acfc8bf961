"""Sound at another tempo with its pitch kept: FFmpeg's atempo (overlapping fragments, aligned by correlation).

A change of tempo begins a new filter at exactly the place that the old one has come to, and a hundredth of a second of
both is blended, so that it is heard without a gap or a click. At tempo 1 the samples are left as they are.

Legend: T frames at 48 kHz. Source: FFmpeg, libavfilter/af_atempo.c (WSOLA; Verhelst and Roelands 1993).
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import numpy as np

from dabir_core.units import Seconds
from dabir_desktop.playing.line import OUTPUT_RATE_HZ, Piece, Stereo

if TYPE_CHECKING:
    from av.filter.context import FilterContext

SLOWEST: Final = 0.5
FASTEST: Final = 2.0
_BLEND_FRAMES: Final = OUTPUT_RATE_HZ // 100
_TIME_BASE: Final = Fraction(1, OUTPUT_RATE_HZ)
_NOTHING: Final[Stereo] = np.zeros((0, 2), np.float32)


class Stretcher:
    """One run of sound from a place of the file on; for one thread."""

    def __init__(self, at: Seconds, tempo: float) -> None:
        self._start = at
        self._tempo = tempo
        self._filter = _filter(tempo)
        self._given = 0  # frames of the output since `_start`
        self._held = _NOTHING  # the newest output: blended if the tempo changes now
        self._old = _NOTHING  # what the filter before this one had held
        self._kept = _NOTHING  # input from the place on that the output has come to
        self._kept_from = 0  # frames of the input since `_start`

    @property
    def place(self) -> Seconds:
        """Where the next piece begins."""
        return self._start + self._given * self._tempo / OUTPUT_RATE_HZ

    def feed(self, samples: Stereo) -> Iterator[Piece]:
        """Takes (T, 2) of the file; gives what is ready."""
        self._kept = np.concatenate([self._kept, samples])
        self._hold(self._filter.feed(samples))
        yield from self._give(len(self._held) - _BLEND_FRAMES)

    def finish(self) -> Iterator[Piece]:
        """The file is over: gives the rest."""
        self._hold(self._filter.finish())
        yield from self._give(len(self._held))

    def change(self, tempo: float) -> Iterator[Piece]:
        """From `place` on, another tempo."""
        kept = self._kept[round(self._given * self._tempo) - self._kept_from :]
        self._start, self._given, self._tempo = self.place, 0, tempo
        self._old, self._held = self._held[:_BLEND_FRAMES], _NOTHING
        self._kept, self._kept_from = _NOTHING, 0
        self._filter = _filter(tempo)
        yield from self.feed(kept)

    def _hold(self, output: Stereo) -> None:
        self._held = np.concatenate([self._held, output])
        if len(self._old) and len(self._held) >= len(self._old):
            rising = np.linspace(0.0, 1.0, len(self._old), dtype=np.float32)[:, None]
            self._held[: len(self._old)] *= rising
            self._held[: len(self._old)] += self._old * (1 - rising)
            self._old = _NOTHING

    def _give(self, frames: int) -> Iterator[Piece]:
        if frames <= 0 or len(self._old):
            return
        piece = Piece(self._held[:frames], self.place, self._tempo)
        self._held = self._held[frames:]
        self._given += frames
        passed = round(self._given * self._tempo) - self._kept_from
        self._kept = self._kept[passed:]
        self._kept_from += passed
        yield piece


class _AsItIs:
    """Tempo 1."""

    def feed(self, samples: Stereo) -> Stereo:
        """Gives what it takes."""
        return samples

    def finish(self) -> Stereo:
        """Holds nothing back."""
        return _NOTHING


class _Atempo:
    """FFmpeg's filter at one tempo."""

    def __init__(self, tempo: float) -> None:
        from av.filter import Graph

        self._graph = Graph()  # owns the filters
        source = self._graph.add_abuffer(
            sample_rate=OUTPUT_RATE_HZ, format="flt", layout="stereo", time_base=_TIME_BASE
        )
        stretch = self._graph.add("atempo", f"{tempo:.6f}")
        sink = self._graph.add("abuffersink")
        source.link_to(stretch)
        stretch.link_to(sink)
        self._graph.configure()
        self._source: FilterContext = source
        self._sink: FilterContext = sink
        self._fed = 0

    def feed(self, samples: Stereo) -> Stereo:
        """Takes (T, 2); gives what is ready."""
        from av import AudioFrame

        if not len(samples):
            return _NOTHING
        frame = AudioFrame.from_ndarray(np.ascontiguousarray(samples).reshape(1, -1), format="flt", layout="stereo")
        frame.sample_rate = OUTPUT_RATE_HZ
        frame.time_base = _TIME_BASE
        frame.pts = self._fed
        self._fed += len(samples)
        self._source.push(frame)
        return self._ready()

    def finish(self) -> Stereo:
        """The input is over: gives the rest."""
        if not self._fed:
            return _NOTHING
        self._source.push(None)
        return self._ready()

    def _ready(self) -> Stereo:
        from av import AudioFrame
        from av.error import BlockingIOError as NotReady
        from av.error import EOFError as Ended

        parts = [_NOTHING]
        while True:
            try:
                frame = self._sink.pull()
            except (NotReady, Ended):
                return np.concatenate(parts)
            assert isinstance(frame, AudioFrame)
            parts.append(frame.to_ndarray().reshape(-1, 2).astype(np.float32, copy=False))


def _filter(tempo: float) -> _AsItIs | _Atempo:
    return _AsItIs() if tempo == 1.0 else _Atempo(tempo)
