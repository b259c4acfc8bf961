"""Which word is said when, and where it stands in the text: between the player's seconds and the page's signs. Pure."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dabir_core.transcript import Segment, Word
from dabir_core.units import Seconds


@dataclass(frozen=True, slots=True)
class WordPlace:
    """Signs `first` up to, not including, `last` of the text of segment number `segment`."""

    segment: int
    first: int
    last: int


def word_places(segment: Segment) -> Iterator[tuple[Word, int, int]]:
    """The segment's words with their first and last sign; none where its words do not say its text."""
    if not segment.is_spelt:
        return
    at = 0
    for word in segment.words:
        first = segment.text.find(word.text, at)
        if first < 0:
            return
        at = first + len(word.text)
        yield word, first, at


def place_at(segments: Sequence[Segment], seconds: Seconds) -> WordPlace | None:
    """The word that is said at this moment, or the whole segment where its words have no times; None in silence."""
    number = bisect_right(segments, seconds, key=lambda segment: segment.start) - 1
    if number < 0 or seconds >= segments[number].end:
        return None
    segment = segments[number]
    if not segment.is_spelt:
        return WordPlace(number, 0, len(segment.text)) if segment.text.strip() else None
    said = [(first, last) for word, first, last in word_places(segment) if word.start <= seconds < word.end]
    return WordPlace(number, *said[0]) if said else None


def word_at(segments: Sequence[Segment], start: Seconds, sign: int) -> WordPlace | None:
    """The word at this sign of the segment that begins then, or began last before it; None where nothing is said.

    Where its words have no times, from this sign to the segment's end.
    """
    if not segments:
        return None
    number = bisect_left(segments, start, key=lambda segment: segment.start)
    if number == len(segments) or segments[number].start > start:
        number = max(0, number - 1)
    text = segments[number].text
    words = ((first, last) for _, first, last in word_places(segments[number]) if sign < last)
    first, last = next(words, (min(sign, len(text)), len(text)))
    return WordPlace(number, first, last)


def moment_of(segment: Segment, sign: int) -> Seconds:
    """When the word at this sign of the text begins, or the next one's; without word times a share by letters."""
    places = list(word_places(segment))
    if not places:
        share = sign / max(1, len(segment.text))
        return segment.start + (segment.end - segment.start) * min(1.0, share)
    after = (word.start for word, _, last in places if sign < last)
    return next(after, places[-1][0].start)
