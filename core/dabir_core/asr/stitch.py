"""Windows to one transcript: segments with absolute times, warnings, and the language of most of it.

Windows come in the order of the recording and are final: nothing that was given out is changed by a later one.
"""

from collections.abc import Iterator
from dataclasses import replace

from dabir_core.asr.doubts import INCOMPLETE, Doubt
from dabir_core.asr.segments import CueLimits, cut_words, join_words
from dabir_core.asr.window_result import Passage, WindowResult
from dabir_core.options import TranscribeOptions
from dabir_core.transcript import EndedBy, HeardLanguage, Segment, TranscriptWarning, WarningKind, Word, main_language
from dabir_core.units import Seconds


class Stitcher:
    """Takes windows one after the other and keeps what a Transcript is made of."""

    def __init__(self, options: TranscribeOptions, *, limits: CueLimits | None = None) -> None:
        """Segments that are cut from words obey `limits`."""
        self._options = options
        self._limits = limits or CueLimits()
        self._results: list[WindowResult] = []
        self._segments: list[Segment] = []

    def add(self, result: WindowResult) -> tuple[Segment, ...]:
        """The window's segments, none of which begins before the former ones end; none where it has no text."""
        reached = self._segments[-1].end if self._segments else 0.0
        segments = tuple(_not_before(reached, segment) for segment in window_segments(result, self._limits))
        self._results.append(result)
        self._segments.extend(segments)
        return segments

    @property
    def segments(self) -> tuple[Segment, ...]:
        """All segments so far."""
        return tuple(self._segments)

    @property
    def warnings(self) -> tuple[TranscriptWarning, ...]:
        """What is to be told of the windows so far: text that is missing, left out, or not to be trusted."""
        return tuple(_warning(result, kind) for result in self._results for kind in _troubles(result))

    @property
    def language(self) -> str:
        """The language of most of the speech so far; of silence, the forced or the first candidate."""
        return self._heard().language

    @property
    def language_probability(self) -> float:
        """The detector's belief in `language`: 1 if it was forced, 0 if nothing was heard."""
        return self._heard().probability

    def _heard(self) -> HeardLanguage:
        if self._options.language is not None:
            return HeardLanguage(self._options.language, 1.0)
        return main_language(self._segments) or HeardLanguage(self._options.candidates[0], 0.0)


def window_segments(result: WindowResult, limits: CueLimits) -> tuple[Segment, ...]:
    """Cut from words if there are any, else from timestamp tokens, else one over the window's speech."""
    if not result.text:
        return ()
    if result.words:
        groups = cut_words(result.words, limits, language=result.language)
        return tuple(_word_segment(result, words) for words in groups)
    passages = result.passages or (Passage(*result.speech, result.text),)
    return tuple(_segment(result, passage) for passage in passages)


def _word_segment(result: WindowResult, words: tuple[Word, ...]) -> Segment:
    text = join_words(words, language=result.language)
    return replace(_segment(result, Passage(words[0].start, words[-1].end, text)), words=words)


def _segment(result: WindowResult, passage: Passage) -> Segment:
    return Segment(
        passage.start,
        passage.end,
        passage.text,
        result.language,
        mean_log_probability=result.hypothesis.mean_log_probability,
        no_speech_probability=result.hypothesis.no_speech_probability,
        ended_by=result.hypothesis.ended_by,
        language_probability=result.language_probability,
    )


def _not_before(time: Seconds, segment: Segment) -> Segment:
    """The segment with all of its times at or after `time`."""
    words = tuple(replace(word, start=max(time, word.start), end=max(time, word.end)) for word in segment.words)
    return replace(segment, start=max(time, segment.start), end=max(time, segment.end), words=words)


def _troubles(result: WindowResult) -> Iterator[WarningKind]:
    """A text that is not whole is told as such; every other doubt means that the words themselves may be wrong."""
    if result.is_withheld:
        yield WarningKind.NO_SPEECH
        return
    if result.hypothesis.ended_by != EndedBy.END_OF_TEXT or Doubt.UNHEARD in result.doubts:
        yield WarningKind.TEXT_UNFINISHED
    if set(result.doubts) - INCOMPLETE:
        yield WarningKind.LOW_CONFIDENCE


def _warning(result: WindowResult, kind: WarningKind) -> TranscriptWarning:
    start, end = result.speech
    return TranscriptWarning(kind, start, end, end - start)
