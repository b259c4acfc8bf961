"""The parts of a transcript that are most likely wrong, the worst first. Pure.

A list and not coloured words: people who check every red word spend as much time as those who listen to all of it. A
part is a run of words of one segment that the decoder was unsure of, with at most one surer word between two of them,
and counts as many wrong words as its probabilities say. What the recording's warnings speak of comes before all.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from dabir_core.transcript import Segment, Transcript, WarningKind, Word
from dabir_core.units import Seconds
from dabir_desktop.word_places import word_places

DOUBTFUL = 0.5
"""A word below this probability is more likely wrong than right, as far as the decoder can tell."""
_MANY = 200
"""Nobody steps through more."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Where to look: in segment number `segment`, from sign `first` to `last`; `warning` if more than words is doubted.

    `wrong_words` is how many are expected to be wrong.
    """

    start: Seconds
    end: Seconds
    segment: int
    first: int
    last: int
    wrong_words: float
    warning: WarningKind | None = None


@dataclass(frozen=True, slots=True)
class _Unsure:
    word: Word
    first: int
    last: int


class DoubtSearch:
    """The search through one transcript, a slice at a time, since ten hours of words take longer than a key may."""

    def __init__(self, transcript: Transcript) -> None:
        self._warned = tuple(_warned(transcript))
        self._numbered = enumerate(transcript.segments)
        self._unsure: list[Doubt] = []

    def go_on(self, segments: int) -> bool:
        """Looks through so many more segments; whether any is left."""
        part = tuple(islice(self._numbered, segments))
        for number, segment in part:
            found = _unsure_parts(segment, number)
            self._unsure += (doubt for doubt in found if not any(_holds(each, doubt) for each in self._warned))
        return len(part) == segments

    def ranked(self) -> tuple[Doubt, ...]:
        """What is worth hearing again, the worst first; of equally bad ones the earlier first."""
        ranked = sorted(self._unsure, key=lambda doubt: (-doubt.wrong_words, doubt.start))
        return (*self._warned, *ranked)[:_MANY]


def doubts(transcript: Transcript) -> tuple[Doubt, ...]:
    """The whole search at once."""
    search = DoubtSearch(transcript)
    search.go_on(len(transcript.segments))
    return search.ranked()


def _warned(transcript: Transcript) -> Iterator[Doubt]:
    for warning in transcript.warnings:
        if warning.kind is not WarningKind.AUDIO_LOST:
            number = _nearest(transcript.segments, warning.start, warning.end)
            length = len(transcript.segments[number].text) if number is not None else 0
            yield Doubt(warning.start, warning.end, number or 0, 0, length, 0.0, warning.kind)


def _nearest(segments: Sequence[Segment], start: Seconds, end: Seconds) -> int | None:
    """The segment that shares most time with the part, or stands nearest to it."""

    def shared(number: int) -> Seconds:
        return min(end, segments[number].end) - max(start, segments[number].start)

    return max(range(len(segments)), key=shared, default=None)


def _holds(warned: Doubt, doubt: Doubt) -> bool:
    return warned.start <= (doubt.start + doubt.end) / 2 < warned.end


def _unsure_parts(segment: Segment, number: int) -> Iterator[Doubt]:
    if all(word.probability >= DOUBTFUL for word in segment.words):
        return
    part: list[_Unsure] = []
    surer = 0
    for word, first, last in word_places(segment):
        if word.probability < DOUBTFUL:
            part.append(_Unsure(word, first, last))
            surer = 0
            continue
        surer += 1
        if part and surer > 1:
            yield _doubt(part, number)
            part = []
    if part:
        yield _doubt(part, number)


def _doubt(part: Sequence[_Unsure], number: int) -> Doubt:
    wrong = sum(1 - each.word.probability for each in part)
    return Doubt(part[0].word.start, part[-1].word.end, number, part[0].first, part[-1].last, wrong)
