"""One part of a transcript made again, and the rest kept: where to cut, and what is put together. Pure.

What is decoded again is a little more than was asked for: up to a silence nearby, so that no word is cut in two and the
decoder hears whole phrases. Segments outside are the same objects; one that reaches across a cut keeps the words that
lie outside. A segment without words of its own (none were asked for, or its text was edited) is kept or replaced whole.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from dabir_core.asr.segments import join_words
from dabir_core.errors import OptionError
from dabir_core.transcript import Segment, Transcript, TranscriptWarning, WarningKind, Word, main_language
from dabir_core.units import Seconds

_REACH: Seconds = 2.0
"""How far from the asked time a silence is looked for."""
_LONG: Seconds = 0.5
"""A silence of so much is as good as any longer one."""
_MARGIN: Seconds = 0.3
"""The silence that is left beside a word, where there is so much: a soft beginning, a fading end."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """From `start` to `end` of a recording."""

    start: Seconds
    end: Seconds


def excerpt_around(transcript: Transcript, part: Excerpt) -> Excerpt:
    """What has to be decoded again, so that all of the part is: from silence to silence, if there is any nearby.

    Raises: OptionError if the part is empty or outside the recording.
    """
    start, end = part.start, part.end
    if not 0 <= start < end <= transcript.duration:
        raise OptionError(f"part {start:g} to {end:g} s (0 to {transcript.duration:g})")
    silences = _silences(transcript)
    first = max((each for each in silences if each.start <= start), key=lambda each: _worth(each, start))
    last = max((each for each in silences if each.end >= end), key=lambda each: _worth(each, end))
    return Excerpt(
        max(first.start, min(start, first.end - _margin(first))),
        min(last.end, max(end, last.start + _margin(last))),
    )


def replaced(transcript: Transcript, again: Transcript, excerpt: Excerpt) -> Transcript:
    """The transcript with what was made of the excerpt, whose times count from the excerpt's start."""
    before = [kept for each in transcript.segments if (kept := _outside(each, excerpt, is_before=True))]
    after = [kept for each in transcript.segments if (kept := _outside(each, excerpt, is_before=False))]
    made = [_shifted(segment, excerpt) for segment in again.segments]
    segments = (*before, *made, *after)
    heard = main_language(segments)
    language = heard.language if heard else transcript.language
    source = transcript if language == transcript.language else again
    return replace(
        transcript,
        segments=segments,
        language=language,
        language_probability=source.language_probability,
        model=_models(transcript.model, again.model),
        warnings=tuple(_warnings(transcript, again, excerpt)),
    )


def _silences(transcript: Transcript) -> list[Excerpt]:
    """Between the words, of no length where they follow at once; and the recording's ends, whatever is said there."""
    units = sorted(_units(transcript.segments))
    reached = accumulate((end for _, end in units), max, initial=0.0)
    starts = [*(start for start, _ in units), transcript.duration]
    between = [Excerpt(end, start) for end, start in zip(reached, starts, strict=True) if start >= end]
    return [Excerpt(0.0, 0.0), *between, Excerpt(transcript.duration, transcript.duration)]


def _units(segments: Sequence[Segment]) -> Iterator[tuple[Seconds, Seconds]]:
    """What is kept or replaced whole: words, and segments without any of their own."""
    for segment in segments:
        if segment.is_spelt:
            yield from ((word.start, word.end) for word in segment.words)
        else:
            yield segment.start, segment.end


def _worth(silence: Excerpt, time: Seconds) -> tuple[bool, Seconds, Seconds]:
    """Near before far, then long before short, then the nearest."""
    away = max(0.0, silence.start - time, time - silence.end)
    is_near = away <= _REACH
    return is_near, min(_LONG, silence.end - silence.start) if is_near else 0.0, -away


def _margin(silence: Excerpt) -> Seconds:
    return min(_MARGIN, (silence.end - silence.start) / 2)


def _outside(segment: Segment, excerpt: Excerpt, *, is_before: bool) -> Segment | None:
    """What of the segment lies on one side of the excerpt."""

    def is_kept(start: Seconds, end: Seconds) -> bool:
        middle = (start + end) / 2
        return middle < excerpt.start if is_before else middle >= excerpt.end

    if not segment.is_spelt:
        return segment if is_kept(segment.start, segment.end) else None
    words = tuple(word for word in segment.words if is_kept(word.start, word.end))
    if len(words) == len(segment.words):
        return segment
    return _of_words(segment, words) if words else None


def _of_words(segment: Segment, words: tuple[Word, ...]) -> Segment:
    return replace(
        segment,
        start=segment.start if words[0] is segment.words[0] else words[0].start,
        end=segment.end if words[-1] is segment.words[-1] else words[-1].end,
        text=join_words(words, language=segment.language),
        words=words,
    )


def _shifted(segment: Segment, excerpt: Excerpt) -> Segment:
    def place(time: Seconds) -> Seconds:
        return min(excerpt.start + time, excerpt.end)

    words = tuple(replace(word, start=place(word.start), end=place(word.end)) for word in segment.words)
    return replace(segment, start=place(segment.start), end=place(segment.end), words=words)


def _models(first: str, second: str) -> str:
    """Both names, each once."""
    return ", ".join(dict.fromkeys([*first.split(", "), second]))


def _warnings(transcript: Transcript, again: Transcript, excerpt: Excerpt) -> Iterator[TranscriptWarning]:
    """Sound that is lost stays so; of the others, those of the excerpt are the new ones'."""
    kept = [part for each in transcript.warnings for part in _warning_outside(each, excerpt)]
    new = [
        replace(each, start=excerpt.start + each.start, end=excerpt.start + each.end)
        for each in again.warnings
        if each.kind is not WarningKind.AUDIO_LOST
    ]
    yield from sorted([*kept, *new], key=lambda each: (each.kind is not WarningKind.AUDIO_LOST, each.start))


def _warning_outside(warning: TranscriptWarning, excerpt: Excerpt) -> Iterator[TranscriptWarning]:
    if warning.kind is WarningKind.AUDIO_LOST or warning.end <= excerpt.start or warning.start >= excerpt.end:
        yield warning
        return
    sides = (warning.start, min(warning.end, excerpt.start)), (max(warning.start, excerpt.end), warning.end)
    for start, end in sides:
        if start < end:
            yield replace(warning, start=start, end=end, seconds=end - start)
