"""Words cut into segments that fit a subtitle cue; pure functions.

A segment ends at each pause and each sentence end. What is still too long for a cue is cut where it hurts least: into
few and even parts, after a comma or in a breath rather than in the flow of words. The cheapest set of cuts is found by
dynamic programming over the words, as a paragraph is broken into lines (Knuth and Plass 1981).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from dabir_core.asr.punctuation import ends_clause, ends_sentence
from dabir_core.asr.words import UNSPACED_LANGUAGES, is_unspaced
from dabir_core.transcript import Word
from dabir_core.units import Seconds

_FLOW_CUT_COST = 0.3
"""Of a cut between two words that follow each other at once, where a whole part costs 1 to 2: a comma is preferred
unless it leaves less than about an eighth of a cue alone."""


@dataclass(frozen=True, slots=True)
class CueLimits:
    """What one cue may hold; a single word beyond that stands alone. A silence of `pause` always cuts."""

    pause: Seconds = 0.6
    duration: Seconds = 7.0
    lines: int = 2
    line_characters: int = 42

    @property
    def characters(self) -> int:
        """Most characters of a cue, spaces included."""
        return self.lines * self.line_characters


def join_words(words: Sequence[Word], *, language: str) -> str:
    """The words' text; where no spaces are written, they stand only between neighbouring foreign words."""
    spaced = language not in UNSPACED_LANGUAGES
    gaps = [
        " " if spaced or not (is_unspaced(before.text[-1]) or is_unspaced(after.text[0])) else ""
        for before, after in pairwise(words)
    ]
    return "".join(word.text + gap for word, gap in zip(words, [*gaps, ""], strict=False))


def cut_words(words: Sequence[Word], limits: CueLimits, *, language: str) -> tuple[tuple[Word, ...], ...]:
    """The words in the groups that make one segment each; no group is empty and no word left out."""
    starts = [place for place in range(len(words)) if place == 0 or _must_cut(words[place - 1], words[place], limits)]
    phrases = [words[first:last] for first, last in pairwise([*starts, len(words)])]
    return tuple(part for phrase in phrases for part in _fitting_parts(phrase, limits, language=language))


def _must_cut(before: Word, after: Word, limits: CueLimits) -> bool:
    return after.start - before.end >= limits.pause or ends_sentence(before.text)


def _fitting_parts(words: Sequence[Word], limits: CueLimits, *, language: str) -> list[tuple[Word, ...]]:
    """The cheapest way to cut a phrase; `cheapest[n]` is the cost and the cuts of its first n words."""
    cheapest: list[tuple[float, tuple[int, ...]]] = [(0.0, (0,))]
    for last in range(1, len(words) + 1):
        cut_cost = _cut_cost(words, last, limits)
        ways = (
            (cheapest[first][0] + part_cost + cut_cost, (*cheapest[first][1], last))
            for first, part_cost in _last_parts(words[:last], limits, language=language)
        )
        cheapest.append(min(ways))
    return [tuple(words[first:last]) for first, last in pairwise(cheapest[-1][1])]


def _last_parts(words: Sequence[Word], limits: CueLimits, *, language: str) -> Iterator[tuple[int, float]]:
    """Where the last part of so many words may begin, and what it costs; the last word alone is always allowed."""
    for first in reversed(range(len(words))):
        part = words[first:]
        if len(part) > 1 and not _fits(part, limits, language=language):
            return
        yield first, _part_cost(part, limits, language=language)


def _cut_cost(words: Sequence[Word], place: int, limits: CueLimits) -> float:
    """What a cut before the word at `place` costs: nothing at the phrase's end and after a comma, less in a breath."""
    if place == len(words) or ends_clause(words[place - 1].text):
        return 0.0
    breath = words[place].start - words[place - 1].end
    return _FLOW_CUT_COST * (1 - breath / limits.pause)


def _part_cost(words: Sequence[Word], limits: CueLimits, *, language: str) -> float:
    """1, so that parts are few, and the square of the fullness, so that they are even."""
    characters = len(join_words(words, language=language)) / limits.characters
    return 1 + max(characters, _duration(words) / limits.duration) ** 2


def _fits(words: Sequence[Word], limits: CueLimits, *, language: str) -> bool:
    text = join_words(words, language=language)
    if len(text) > limits.characters or _duration(words) > limits.duration:
        return False
    return language in UNSPACED_LANGUAGES or _line_count(text, limits.line_characters) <= limits.lines


def _duration(words: Sequence[Word]) -> Seconds:
    return words[-1].end - words[0].start


def _line_count(text: str, width: int) -> int:
    """Lines of at most `width` characters that the text fills when each takes as many words as it can."""
    lines, used = 1, 0
    for word in text.split():
        used += len(word) + (used > 0)
        if used > width and used > len(word):
            lines, used = lines + 1, len(word)
    return lines
