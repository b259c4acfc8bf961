"""Segments as subtitle cues: whole milliseconds and one or two lines, for srt, vtt and tsv.

Times are rounded once, to whole milliseconds, and only then split into fields. Segments are cut to fit two lines
before they come here; a text that does not is still put on two lines, never lost.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from dabir_core.transcript import Segment, Transcript
from dabir_core.units import Seconds

LINE_WIDTH = 42
"""Signs on a line, the usual limit of subtitles (Netflix Timed Text Style Guide; BBC Subtitle Guidelines: 37 to 42)."""

_NO_WIDTH = {"Mn", "Me", "Cf"}
_WIDE = {"W", "F"}


@dataclass(frozen=True, slots=True)
class Cue:
    """One subtitle: `start_ms` < `end_ms`, and `text` on one line without needless spaces, never empty."""

    start_ms: int
    end_ms: int
    text: str

    @property
    def lines(self) -> tuple[str, ...]:
        """The text on one line if it fits, else on two that are as even as its words allow."""
        return _lines(self.text)


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


def _lines(text: str) -> tuple[str, ...]:
    places = [] if _width(text) <= LINE_WIDTH else [at for at in range(1, len(text)) if _may_break(text, at)]
    if not places:
        return (text,)
    best = min(places, key=lambda at: max(_width(text[:at]), _width(text[at:].lstrip())))
    return (text[:best], text[best:].lstrip())


def _may_break(text: str, at: int) -> bool:
    """Before a space, or between two signs of a script that writes none and whose second is no mark."""
    before, after = text[at - 1], text[at]
    is_wide = unicodedata.east_asian_width(before) in _WIDE and unicodedata.east_asian_width(after) in _WIDE
    return after == " " or (is_wide and after.isalpha())


def _width(line: str) -> int:
    """Signs that take room: half-spaces, vowel signs and direction marks do not."""
    return sum(unicodedata.category(sign) not in _NO_WIDTH for sign in line)
