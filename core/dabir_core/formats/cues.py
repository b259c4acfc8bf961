"""Segments as cues, for srt, vtt and tsv: times in whole milliseconds, and text on lines.

Times are rounded once, to whole milliseconds, and only then split into fields. `regroup` cuts segments that fit their
lines; a text that does not, for want of words to cut at, is still put on as many lines as there are, never lost.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from dabir_core.asr.punctuation import CLOSING
from dabir_core.asr.segments import CueLimits
from dabir_core.text.width import shown_width
from dabir_core.transcript import Segment, Transcript
from dabir_core.units import Seconds

_WIDE = {"W", "F"}


@dataclass(frozen=True, slots=True)
class Cue:
    """One subtitle: `start_ms` < `end_ms`, and `text` on one line without needless spaces, never empty."""

    start_ms: int
    end_ms: int
    text: str


def cues(transcript: Transcript) -> Iterator[Cue]:
    """The transcript's cues in order; segments without text are left out, and starts never go back."""
    earliest_ms = 0
    for segment in transcript.segments:
        if text := one_line(segment.text):
            cue = _cue(segment, text, earliest_ms=earliest_ms)
            earliest_ms = cue.start_ms
            yield cue


def one_line(text: str) -> str:
    """The text with every stretch of white space, line breaks among them, as one space."""
    return " ".join(text.split())


def broken_lines(text: str, limits: CueLimits) -> tuple[str, ...]:
    """A cue's text on one line if it fits, else on as few as it can, as even as its words allow."""
    ways = (_even_lines(text, count, limits.line_characters) for count in range(1, limits.lines + 1))
    return min(ways, key=lambda lines: max(0, _widest(lines) - limits.line_characters))


def clock(time_ms: int, *, decimal: str) -> str:
    """«01:02:03,004», with this sign before the milliseconds; hours have two digits or more."""
    seconds, millisecond = divmod(time_ms, 1000)
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour:02d}:{minute:02d}:{second:02d}{decimal}{millisecond:03d}"


def _cue(segment: Segment, text: str, *, earliest_ms: int) -> Cue:
    start_ms = max(earliest_ms, _milliseconds(segment.start))
    return Cue(start_ms, max(start_ms + 1, _milliseconds(segment.end)), text)


def _milliseconds(seconds: Seconds) -> int:
    return round(seconds * 1000)


def _even_lines(text: str, count: int, width: int) -> tuple[str, ...]:
    """The text on at most so many lines, the widest of which is as narrow as can be."""
    places = (
        [] if count == 1 or shown_width(text) <= width else [at for at in range(1, len(text)) if _may_break(text, at)]
    )
    ways = ((text[:at], *_even_lines(text[at:].lstrip(), count - 1, width)) for at in places)
    return min(ways, key=_widest, default=(text,))


def _widest(lines: tuple[str, ...]) -> int:
    return max(map(shown_width, lines))


def _may_break(text: str, at: int) -> bool:
    """Before a space that no closing mark follows, or between two signs of a script that writes no spaces."""
    before, after = text[at - 1], text[at]
    is_wide = unicodedata.east_asian_width(before) in _WIDE and unicodedata.east_asian_width(after) in _WIDE
    return (after == " " and text[at + 1] not in CLOSING) or (is_wide and after.isalpha())
