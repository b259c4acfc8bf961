"""Clips one after another into windows of the model's length. Pure.

A clip is put in with the silence that it brings, so the plan needs no decoding: its length in the manifest is what it
takes. Where the next clip does not fit, a look ahead finds one that fills the window better. At the end of most windows
with times room is left for the beginning of another clip, of which only the start time is to be written, and which
begins the window after it: without such windows a model skips sound in long recordings. In a window without times
nothing is cut, as Whisper was trained (Radford et al. 2022, §2.3).
"""

import random
from array import array
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Final

from dabir_core.asr.input_lengths import InputLengths, longest_sound
from dabir_core.units import to_samples
from dabir_training.configuration import AugmentSettings, WindowSettings

LOOK_AHEAD: Final = 16
SHORT_SINGLES: Final = 0.7
"""Share of single clips whose input is no longer than it must be; from the others the model learns the padding."""
SHORT_PACKED: Final = 0.15
"""Share of packed windows that are filled up to a shorter input, so that every length is heard."""
STRADDLED: Final = 0.8
"""Share of whole windows with times at whose end room is left for the beginning of another clip."""
LEAST_STRADDLE_SAMPLES: Final = to_samples(0.6)
MOST_STRADDLE_SAMPLES: Final = to_samples(2.0)


@dataclass(frozen=True, slots=True)
class PackingRules:
    """What holds for every window of a run."""

    settings: WindowSettings
    augment: AugmentSettings
    lengths: InputLengths

    @property
    def packed_share(self) -> float:
        """Share of packed windows among those with speech."""
        return self.settings.packed / (1 - self.settings.empty)


@dataclass(frozen=True, slots=True)
class Draft:
    """A window that has no place yet; `first` and `count` are its pieces among those of all windows."""

    first: int
    count: int
    straddles: bool
    language: int
    has_times: bool
    is_clean: bool
    length: int


@dataclass(frozen=True, slots=True)
class PackedPieces:
    """Pieces of all windows as columns, see `epoch_plan.PIECE`."""

    rows: "array[int]" = field(default_factory=lambda: array("i"))
    at: "array[int]" = field(default_factory=lambda: array("i"))
    speeds: "array[float]" = field(default_factory=lambda: array("f"))

    def add(self, row: int, at: int, speed: float) -> None:
        """Puts a piece after the others."""
        self.rows.append(row)
        self.at.append(at)
        self.speeds.append(speed)

    def __len__(self) -> int:
        """How many there are."""
        return len(self.rows)


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A clip that is to come, its length as recorded, and its speed in a window that is changed."""

    row: int
    samples: int
    speed: float


class Packer:
    """Packs the clips of one language; each is put in exactly once."""

    def __init__(self, rules: PackingRules, clips: Iterator[tuple[int, int]], *, draw: random.Random) -> None:
        """Takes (row, samples), each no longer than the model's window."""
        self._rules, self._clips, self._draw = rules, clips, draw
        self._whole = rules.lengths.whole
        self._waiting: deque[_Waiting] = deque()

    def windows(self, pieces: PackedPieces, *, language: int) -> Iterator[Draft]:
        """Windows in the order in which their clips come; their pieces are put after those that there are."""
        self._look_ahead()
        while self._waiting:
            drawn = self._drawn(len(pieces), language)
            is_packed = self._draw.random() < self._rules.packed_share
            yield self._packed(drawn, pieces) if is_packed else self._single(drawn, pieces)

    def _look_ahead(self) -> None:
        for row, samples in islice(self._clips, LOOK_AHEAD - len(self._waiting)):
            speed = self._draw.uniform(self._rules.augment.slowest, self._rules.augment.fastest)
            self._waiting.append(_Waiting(row, samples, max(speed, samples / self._whole)))

    def _drawn(self, first: int, language: int) -> Draft:
        """A window without pieces, and what chance says of it."""
        return Draft(
            first=first,
            count=0,
            straddles=False,
            language=language,
            has_times=self._draw.random() < self._rules.settings.timestamps,
            is_clean=self._draw.random() < self._rules.augment.clean,
            length=self._whole,
        )

    def _single(self, drawn: Draft, pieces: PackedPieces) -> Draft:
        clip = self._waiting.popleft()
        self._look_ahead()
        at = min(self._lead(), self._whole - self._length(clip, drawn))
        pieces.add(clip.row, at, self._speed(clip, drawn))
        is_short = self._rules.settings.short_context and self._draw.random() < SHORT_SINGLES
        end = at + self._length(clip, drawn)
        return replace(drawn, count=1, length=self._rules.lengths.of(end) if is_short else self._whole)

    def _packed(self, drawn: Draft, pieces: PackedPieces) -> Draft:
        """As many clips as fit; if the window has times, mostly the beginning of another."""
        drawn, limit = self._limited(drawn)
        at = min(self._lead(), limit - self._length(self._waiting[0], drawn))
        while (clip := self._taken(limit - at, drawn)) is not None:
            pieces.add(clip.row, at, self._speed(clip, drawn))
            at += self._length(clip, drawn) + self._gap()
        drawn = replace(drawn, count=len(pieces) - drawn.first)
        cut = self._cut(self._whole - at, drawn)
        if cut is None:
            return drawn
        pieces.add(cut.row, at, self._speed(cut, drawn))
        return replace(drawn, straddles=True)

    def _limited(self, drawn: Draft) -> tuple[Draft, int]:
        """The window with its input's length, and how many samples of whole clips it may hold."""
        length, limit = self._whole, self._whole
        shorter = self._rules.lengths.samples[:-1]
        if shorter and self._rules.settings.short_context and self._draw.random() < SHORT_PACKED:
            length = self._draw.choice(shorter)
            limit = longest_sound(length)
        elif drawn.has_times and self._draw.random() < STRADDLED:
            limit -= self._draw.randint(LEAST_STRADDLE_SAMPLES, MOST_STRADDLE_SAMPLES)
        if limit < self._length(self._waiting[0], drawn):
            return drawn, self._whole
        return replace(drawn, length=length), limit

    def _cut(self, room: int, drawn: Draft) -> _Waiting | None:
        """A clip that the window's end cuts; it is the next to come."""
        if not drawn.has_times or drawn.length < self._whole or room < LEAST_STRADDLE_SAMPLES:
            return None
        longer = (clip for clip in self._waiting if self._length(clip, drawn) > room)
        cut = next(longer, None)
        if cut is not None:
            self._waiting.remove(cut)
            self._waiting.appendleft(cut)
        return cut

    def _taken(self, room: int, drawn: Draft) -> _Waiting | None:
        """The next clip if it fits, else the longest that fits of those that come soon."""
        fitting = [clip for clip in self._waiting if self._length(clip, drawn) <= room]
        if not fitting:
            return None
        first = self._waiting[0]
        taken = first if fitting[0] is first else max(fitting, key=lambda clip: self._length(clip, drawn))
        self._waiting.remove(taken)
        self._look_ahead()
        return taken

    def _length(self, clip: _Waiting, drawn: Draft) -> int:
        """Of the clip's sound in the window."""
        return min(self._whole, -int(-clip.samples // self._speed(clip, drawn)))

    def _speed(self, clip: _Waiting, drawn: Draft) -> float:
        return 1.0 if drawn.is_clean else clip.speed

    def _gap(self) -> int:
        """Short ones are more frequent, since clips bring silence of their own: a mean of 0.33 s of 0.1 to 1."""
        settings = self._rules.settings
        span = settings.longest_gap - settings.shortest_gap
        return to_samples(settings.shortest_gap + span * self._draw.random() ** 3)

    def _lead(self) -> int:
        """Silence before the first clip; it may be none."""
        return self._gap() - to_samples(self._rules.settings.shortest_gap)
