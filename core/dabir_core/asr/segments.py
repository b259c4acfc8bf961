"""Words cut into segments that fit a subtitle cue; pure functions.

Limits come first: no cue has more lines, seconds or silence inside than it may, and as few words as can be stand in
cues that are gone before they are read. Of all ways to cut that keep them the cheapest is taken: after sentences, then
after commas and in pauses, rather than in the flow of words, into few and even parts. It is found by dynamic
programming over the words, as a paragraph is broken into lines (Knuth and Plass 1981). A mark that stands alone is
never parted from the word that it belongs to.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from dabir_core.asr.punctuation import ends_clause, ends_sentence, is_closing, is_opening
from dabir_core.text.spaces import UNSPACED_LANGUAGES, is_unspaced
from dabir_core.text.width import shown_width
from dabir_core.transcript import Word
from dabir_core.units import Seconds

_FLOW_CUT_COST = 0.3
"""Of a cut between two words that follow each other at once, where a whole part costs 1 to 2: a comma is preferred
unless it leaves less than about an eighth of a cue alone."""
_SENTENCE_KEPT_COST = 1.0
"""Of a sentence end inside a part: as much as one more part can cost at most, so that sentences have their own cues."""


@dataclass(frozen=True, slots=True)
class CueLimits:
    """What one cue may hold; a single word beyond that stands alone.

    pause                   a longer silence always cuts; a shorter one is a good place to
    duration, shortest      seconds on the screen, at most and at least
    characters_per_second   how fast it is read, spaces and marks counted
    lines, line_characters  signs that take room, so without half-spaces and vowel signs

    Source: Netflix Timed Text Style Guide: general requirements (5/6 to 7 s, two lines), Arabic (42 signs), and 20
    signs a second, its limit for subtitles that write down every word; we found no guide for Persian there.
    """

    pause: Seconds = 1.5
    duration: Seconds = 7.0
    shortest: Seconds = 5 / 6
    characters_per_second: float = 20.0
    lines: int = 2
    line_characters: int = 42

    @property
    def characters(self) -> int:
        """Most signs of a cue, spaces included."""
        return self.lines * self.line_characters

    def reading_time(self, text: str) -> Seconds:
        """How long a cue with this text must be seen."""
        return max(self.shortest, shown_width(text) / self.characters_per_second)


def join_words(words: Sequence[Word], *, language: str) -> str:
    """The words' text; where no spaces are written, they stand only between neighbouring foreign words."""
    gaps = [_gap(before.text, after.text, language) for before, after in pairwise(words)]
    return "".join(word.text + gap for word, gap in zip(words, [*gaps, ""], strict=False))


def cut_words(
    words: Sequence[Word], limits: CueLimits, *, language: str, until: Seconds = math.inf
) -> tuple[tuple[Word, ...], ...]:
    """The words in the groups that make one segment each; no group is empty and no word left out.

    Args: until: when something else is shown, at which the last cue must be gone.
    """
    units = _units(words, language=language)
    best: list[_Way] = [_Way(0, 0.0, 0)] + [_Way(len(words) + 1, math.inf, 0)] * len(units)
    for first in range(len(units)):
        for last, part in _parts_from(units, first, limits):
            next_start = units[last].start if last < len(units) else until
            way = best[first].then(part, first=first, is_readable=part.is_readable(next_start))
            way = way if last == len(units) else way.cut_before(units[last], limits)
            best[last] = min(best[last], way, key=lambda each: (each.unreadable, each.cost))
    return tuple(tuple(word for unit in units[first:last] for word in unit.words) for first, last in _cuts(best))


def _cuts(best: "Sequence[_Way]") -> list[tuple[int, int]]:
    """First and last unit of each part of the cheapest way."""
    last, parts = len(best) - 1, []
    while last > 0:
        parts.append((best[last].first, last))
        last = best[last].first
    return parts[::-1]


@dataclass(frozen=True, slots=True)
class _Unit:
    """Words that stay together: a word with the marks that stand alone beside it."""

    words: tuple[Word, ...]
    width: int
    gap: int
    """The width of the space before it, within a line."""
    breath: Seconds
    """The silence before it."""
    after_sentence: bool
    after_clause: bool

    @property
    def start(self) -> Seconds:
        return self.words[0].start

    @property
    def end(self) -> Seconds:
        return self.words[-1].end


@dataclass(frozen=True, slots=True)
class _Way:
    """A way to cut the words up to some place; `first` is the unit with which its last part begins."""

    unreadable: int
    """Words in cues that cannot be read in time."""
    cost: float
    first: int

    def then(self, part: "_Part", *, first: int, is_readable: bool) -> "_Way":
        unreadable = self.unreadable + (0 if is_readable else part.words)
        return _Way(unreadable, self.cost + part.cost, first)

    def cut_before(self, unit: _Unit, limits: CueLimits) -> "_Way":
        """Nothing after a sentence or a comma, less in a breath than in the flow of words."""
        if unit.after_sentence or unit.after_clause:
            return self
        cost = _FLOW_CUT_COST * (1 - min(1.0, max(0.0, unit.breath) / limits.pause))
        return _Way(self.unreadable, self.cost + cost, self.first)


class _Part:
    """A part that grows unit by unit."""

    def __init__(self, unit: _Unit, limits: CueLimits) -> None:
        self._limits = limits
        self._start, self._end = unit.start, unit.end
        self.words = len(unit.words)
        self._width = unit.width
        self._lines, self._used = 1, unit.width
        self._kept_cost = 0.0

    def take(self, unit: _Unit) -> None:
        self.words += len(unit.words)
        self._end = unit.end
        self._width += unit.gap + unit.width
        self._used += unit.gap + unit.width
        if unit.gap and self._used > self._limits.line_characters:  # without spaces a line may end anywhere
            self._lines, self._used = self._lines + 1, unit.width
        self._kept_cost += _SENTENCE_KEPT_COST if unit.after_sentence else 0.0
        self._kept_cost += (max(0.0, unit.breath) / self._limits.pause) ** 2

    @property
    def fits(self) -> bool:
        limits = self._limits
        lines_fit = self._lines <= limits.lines and self._width <= limits.characters
        return lines_fit and self._end - self._start <= limits.duration

    def is_readable(self, next_start: Seconds) -> bool:
        """Whether it can be seen for long enough before the next cue comes, for which it may outlast its words."""
        limits = self._limits
        seen = max(self._end, min(next_start, self._start + limits.duration)) - self._start
        return seen >= max(limits.shortest, self._width / limits.characters_per_second)

    @property
    def cost(self) -> float:
        """1, so that parts are few, the square of the fullness, so that they are even, and what was not cut inside."""
        limits = self._limits
        fullness = max(self._width / limits.characters, (self._end - self._start) / limits.duration)
        return 1 + fullness**2 + self._kept_cost


def _parts_from(units: Sequence[_Unit], first: int, limits: CueLimits) -> Iterator[tuple[int, _Part]]:
    """The parts that begin with a unit, shortest first, and where each ends; the unit alone is always allowed.

    The part is the same object each time.
    """
    part = _Part(units[first], limits)
    yield first + 1, part
    for place in range(first + 1, len(units)):
        if units[place].breath >= limits.pause:
            return
        part.take(units[place])
        if not part.fits:
            return
        yield place + 1, part


def _units(words: Sequence[Word], *, language: str) -> list[_Unit]:
    starts = [place for place in range(len(words)) if place == 0 or not _belong(words[place - 1], words[place])]
    units = []
    for first, last in pairwise([*starts, len(words)]):
        before = words[first - 1] if first else None
        together = tuple(words[first:last])
        units.append(
            _Unit(
                words=together,
                width=shown_width(join_words(together, language=language)),
                gap=len(_gap(before.text, together[0].text, language)) if before else 0,
                breath=together[0].start - before.end if before else 0.0,
                after_sentence=before is not None and ends_sentence(before.text),
                after_clause=before is not None and ends_clause(before.text),
            )
        )
    return units


def _belong(before: Word, after: Word) -> bool:
    return is_closing(after.text) or is_opening(before.text)


def _gap(before: str, after: str, language: str) -> str:
    spaced = language not in UNSPACED_LANGUAGES
    return " " if spaced or not (is_unspaced(before[-1]) or is_unspaced(after[0])) else ""
