"""Speech that no word stands for: what a decoder passed over, also where it ended its text as if all was said.

The alignment leaves no sound without a word: what was passed over makes its neighbours long. So each word is taken to
last as long as the window's own pace lets it, and what speech is left before the next one is unheard. One stretch of
speech without a pause is judged at a time: people hesitate before and after a pause, and what checkpoints rightly leave
out of both sides («e…», a cough) is no sentence, whereas somebody who says one hardly pauses in it for long.

Measured on the demo note in seven synthetic voices, from 110 to 240 words a minute: at most 0.4 s in 63 recordings that
were read right, more than 1.0 s in 14 of 21 of which something was left out; the same 14 as with both sides added up.

Where words have no times, the gaps between decoded timestamps are judged. Without both («--no-words») nothing tells
where in the window a text belongs, and what was passed over inside it is not seen.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from dabir_core.asr.window_result import WindowResult
from dabir_core.asr.word_times import LONGEST_LETTER, SHORTEST_PAUSE
from dabir_core.asr.words import spoken_letters
from dabir_core.speech.spans import SpeechSpan
from dabir_core.transcript import Word
from dabir_core.units import Seconds, to_samples, to_seconds

_SLOWER = 1.5
_LINGERING: Seconds = 0.2
"""A word may last one and a half times its letters at the window's pace, and this: the last one before a pause does."""

Place = tuple[Seconds, Seconds]
"""Start and end."""


def longest_unheard(result: WindowResult) -> Seconds:
    """The longest speech without a pause before, between or after the text; 0 where nothing of it has a time."""
    said = _said(result)
    if not said:
        return 0.0
    first, last = result.speech
    silent = [(end, start) for (_, end), (start, _) in pairwise([(first, first), *said, (last, last)])]
    return max(_overlap(stretch, place) for stretch in _stretches(result) for place in silent)


def _said(result: WindowResult) -> list[Place]:
    """When something is said that stands in the text, in order."""
    words = result.words
    if words is None:
        return [(passage.start, passage.end) for passage in result.passages or ()]
    pace = _pace(words) if words else 0.0
    return [(word.start, min(word.end, word.start + _longest(word, pace))) for word in words]


def _pace(words: Sequence[Word]) -> Seconds:
    """Of one letter; few words that are all too long do not set it."""
    return min(LONGEST_LETTER, median((word.end - word.start) / _letters(word) for word in words))


def _longest(word: Word, pace: Seconds) -> Seconds:
    return _LINGERING + _SLOWER * pace * _letters(word)


def _letters(word: Word) -> int:
    return max(1, spoken_letters(word.text))


def _stretches(result: WindowResult) -> Iterator[list[Place]]:
    """The spans, together where the gap between them is no pause."""
    spans = result.spans or (SpeechSpan(to_samples(result.start), to_samples(result.end)),)
    stretch: list[Place] = []
    for span in spans:
        start, end = to_seconds(span.start_samples), to_seconds(span.end_samples)
        if stretch and start - stretch[-1][1] >= SHORTEST_PAUSE:
            yield stretch
            stretch = []
        stretch.append((start, end))
    yield stretch


def _overlap(stretch: Sequence[Place], place: Place) -> Seconds:
    return sum(max(0.0, min(end, place[1]) - max(start, place[0])) for start, end in stretch)
