"""A transcript as rows, so that an edit writes what it changed and not an hour of words. Pure.

The head is core's own JSON of the transcript without its segments. A segment is its start and text, which are searched,
and the rest of it as a JSON list without names, since words are many: nothing is rounded.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dabir_core.formats.json_text import from_json, to_json
from dabir_core.transcript import EndedBy, Segment, Transcript, Word
from dabir_core.units import Seconds
from dabir_desktop.folding import folded_words

_FIRST_LINE_LETTERS = 160
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class SegmentRow:
    """A segment as it is stored."""

    start: Seconds
    text: str
    rest: str


@dataclass(frozen=True, slots=True)
class Body:
    """A text as it is searched, a line for each segment: its words, and the words inside its compounds."""

    lines: str
    inner: str


def to_head(transcript: Transcript) -> str:
    """All of a transcript but its segments."""
    return to_json(replace(transcript, segments=()))


def to_rows(segments: Iterable[Segment]) -> list[SegmentRow]:
    """The segments of a transcript."""
    return [_to_row(segment) for segment in segments]


def from_rows(head: str, rows: Iterable[SegmentRow]) -> Transcript:
    """The transcript of a head and its segments. Raises: ValueError, KeyError, TypeError for what we did not write."""
    return replace(from_json(head), segments=tuple(_from_row(row) for row in rows))


def first_line(transcript: Transcript) -> str:
    """The beginning of its text: as much as a line of the list may show."""
    line = ""
    for segment in transcript.segments:
        line = f"{line} {' '.join(segment.text.split())}".strip()
        if len(line) >= _FIRST_LINE_LETTERS:
            break
    return line[:_FIRST_LINE_LETTERS]


def to_body(texts: Sequence[str], known: Mapping[str, tuple[str, str]] | None = None) -> Body:
    """The texts of all segments, folded; `known` are lines of texts that were folded before."""
    known = known or {}
    lines = [known.get(text) or _folded(text) for text in texts]
    return Body("\n".join(line for line, _ in lines), "\n".join(inner for _, inner in lines))


def known_lines(texts: Sequence[str], body: Body) -> dict[str, tuple[str, str]]:
    """What `to_body` made of each of these texts."""
    return dict(zip(texts, zip(body.lines.split("\n"), body.inner.split("\n"), strict=False), strict=False))


def _folded(text: str) -> tuple[str, str]:
    words = list(folded_words(text))
    return " ".join(word.text for word in words), " ".join(part for word in words for part in word.parts[1:])


def _to_row(segment: Segment) -> SegmentRow:
    words = [[word.text, word.start, word.end, word.probability] for word in segment.words]
    rest = [
        segment.end,
        segment.language,
        segment.mean_log_probability,
        segment.no_speech_probability,
        segment.ended_by,
        segment.language_probability,
        words,
    ]
    return SegmentRow(segment.start, segment.text, _ENCODER.encode(rest))


def _from_row(row: SegmentRow) -> Segment:
    rest: list[Any] = json.loads(row.rest)
    end, language, log_probability, no_speech, ended_by, language_probability, words = rest
    return Segment(
        start=row.start,
        end=end,
        text=row.text,
        language=language,
        words=tuple(Word(*word) for word in words),
        mean_log_probability=log_probability,
        no_speech_probability=no_speech,
        ended_by=EndedBy(ended_by),
        language_probability=language_probability,
    )
