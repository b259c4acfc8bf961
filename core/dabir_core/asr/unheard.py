"""Speech that no word stands for: what a decoder passed over, also where it ended its text as if all was said.

The alignment leaves no sound without a word: what was passed over makes its neighbours long. So each word is taken to
last as long as the window's own pace lets it, and what speech is left before the next one is unheard. Measured on the
demo note in seven synthetic voices: at most 0.3 s in 32 recordings that were read right, 0.7 to 1.9 s in 22 of which
the demo checkpoint left out a sentence.
"""

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from dabir_core.asr.window_result import WindowResult
from dabir_core.asr.word_times import LONGEST_LETTER
from dabir_core.asr.words import spoken_letters
from dabir_core.speech.spans import SpeechSpan
from dabir_core.transcript import Word
from dabir_core.units import Seconds, to_samples, to_seconds

_SLOWER = 1.5
_LINGERING: Seconds = 0.2
"""A word may last one and a half times its letters at the window's pace, and this: the last one before a pause does."""


def longest_unheard(result: WindowResult) -> Seconds:
    """The longest speech before, between or after the words; 0 where no word has a time."""
    words = result.words
    if not words:
        return 0.0
    first, last = result.speech
    pace = _pace(words)
    ends = [min(word.end, word.start + _longest(word, pace)) for word in words]
    silent = [(first, words[0].start), (ends[-1], last)]
    silent += [(end, after.start) for end, (_, after) in zip(ends, pairwise(words), strict=False)]
    return max(_speech_between(result, start, end) for start, end in silent)


def _pace(words: Sequence[Word]) -> Seconds:
    """Of one letter; few words that are all too long do not set it."""
    return min(LONGEST_LETTER, median((word.end - word.start) / _letters(word) for word in words))


def _longest(word: Word, pace: Seconds) -> Seconds:
    return _LINGERING + _SLOWER * pace * _letters(word)


def _letters(word: Word) -> int:
    return max(1, spoken_letters(word.text))


def _speech_between(result: WindowResult, start: Seconds, end: Seconds) -> Seconds:
    spans = result.spans or (SpeechSpan(to_samples(result.start), to_samples(result.end)),)
    overlaps = (min(to_seconds(span.end_samples), end) - max(to_seconds(span.start_samples), start) for span in spans)
    return sum(max(0.0, overlap) for overlap in overlaps)
