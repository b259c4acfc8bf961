"""Segments whose text a person has changed: what stays of their words and times. Pure.

Typing, pasting, cutting, splitting and merging are one thing here: some neighbouring segments become some lines. The
words of both are aligned (difflib, Ratcliff and Obershelp), compared by their folded letters, so that a comma or a
half-space makes no other word of one. A word that stays keeps its time and its probability; words that replace others
share their time; new ones share the silence they stand in. What a person wrote is certain: its probability is 1.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import accumulate, pairwise

from dabir_core.formats import CueLimits
from dabir_core.text.folding import Folding
from dabir_core.text.pieces import Piece, from_text, from_words
from dabir_core.text.spaces import UNSPACED_LANGUAGES, is_unspaced
from dabir_core.transcript import EndedBy, Segment, Word
from dabir_core.units import Seconds

_LONGEST_EMPTY = CueLimits().duration
_GROUP = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class _Token:
    """A timed word and the segment that it stood in; None for one that a person wrote."""

    piece: Piece
    source: int | None


class Rewriter:
    """Makes segments of changed lines."""

    def __init__(self) -> None:
        self._folding = Folding()

    def rewritten(self, segments: Sequence[Segment], lines: Sequence[str], *, until: Seconds) -> tuple[Segment, ...]:
        """One segment for each line, in the place of these segments, of which there is at least one.

        They reach from the first one's start to the last one's end; an empty line at the end may reach into the
        silence `until` something follows. Where a segment had no word times, the new ones have none either.
        """
        language = segments[0].language
        new = [_tokens(line, language) for line in lines]
        old = list(_old_tokens(segments)) if any(new) else []
        timed = self._timed(old, [text for line in new for text in line], segments)
        ends = list(accumulate(map(len, new)))
        parts = [timed[end - len(line) : end] for line, end in zip(new, ends, strict=True)]
        bounds = _bounds(parts, segments, until=until)
        has_words = all(segment.words or not segment.text.strip() for segment in segments)
        sources = [_sources(part, segments, place=place) for place, part in enumerate(parts)]
        return tuple(
            replace(source, start=start, end=end, text=line, words=_words(part) if has_words else ())
            for line, part, source, (start, end) in zip(lines, parts, sources, bounds, strict=True)
        )

    def _timed(self, old: list[_Token], texts: list[str], segments: Sequence[Segment]) -> list[_Token]:
        keys = [self._key(token.piece.text) for token in old]
        matcher = SequenceMatcher(None, keys, list(map(self._key, texts)), autojunk=False)
        timed: list[_Token] = []
        for change, first, last, begin, end in matcher.get_opcodes():
            if change == "equal":
                timed += map(_respelt, old[first:last], texts[begin:end])
            elif last - first == end - begin:
                timed += map(_renamed, old[first:last], texts[begin:end])
            elif end > begin:
                since, until = _room(old, first, last, segments)
                timed += (_Token(piece, None) for piece in Piece("", "", since, until).split(texts[begin:end]))
        return timed

    def _key(self, text: str) -> str:
        folded = self._folding.fold(text)
        return "".join(sign for sign in folded if sign.isalnum()) or folded


def _old_tokens(segments: Sequence[Segment]) -> Iterator[_Token]:
    for place, segment in enumerate(segments):
        pieces = from_words(segment.words) if segment.words else _guessed(segment)
        if segment.language in UNSPACED_LANGUAGES:
            pieces = [part for piece in pieces for part in piece.split(_tokens(piece.text, segment.language))]
        yield from (_Token(piece, place) for piece in pieces)


def _guessed(segment: Segment) -> list[Piece]:
    """Words without times share their segment's, by their letters: enough to say where it is split."""
    texts = [piece.text for piece in from_text(segment.text) if piece.text]
    return Piece("", "", segment.start, segment.end).split(texts) if texts else []


def _tokens(text: str, language: str) -> list[str]:
    """The words of a line; where no spaces are written, each letter is one and foreign words stay whole."""
    groups = _GROUP.findall(text)
    return groups if language not in UNSPACED_LANGUAGES else [part for group in groups for part in _letters(group)]


def _letters(group: str) -> Iterator[str]:
    starts = [at for at in range(len(group)) if at == 0 or _begins_letter(group[at - 1], group[at])]
    for first, last in pairwise([*starts, len(group)]):
        yield group[first:last]


def _begins_letter(before: str, sign: str) -> bool:
    return unicodedata.category(sign)[0] not in "MP" and (is_unspaced(before) or is_unspaced(sign))


def _respelt(token: _Token, text: str) -> _Token:
    return _Token(replace(token.piece, text=text), token.source)


def _renamed(token: _Token, text: str) -> _Token:
    """Another word at the same time."""
    return _Token(replace(token.piece, text=text, probability=1.0), token.source)


def _room(old: list[_Token], first: int, last: int, segments: Sequence[Segment]) -> tuple[Seconds, Seconds]:
    """The time of the tokens that are replaced; if there are none, the silence there."""
    if first < last:
        return old[first].piece.start, old[last - 1].piece.end
    since = old[first - 1].piece.end if first else segments[0].start
    until = old[first].piece.start if first < len(old) else segments[-1].end
    return since, max(since, until)


def _bounds(
    parts: Sequence[Sequence[_Token]], segments: Sequence[Segment], *, until: Seconds
) -> list[tuple[Seconds, Seconds]]:
    """When each line begins and ends: with its words, but for the first one's start and the last one's end."""
    bounds: list[tuple[Seconds, Seconds]] = []
    for part in parts:
        reached = bounds[-1][1] if bounds else segments[0].start
        start = max(reached, part[0].piece.start) if part and bounds else reached
        bounds.append((start, max(start, part[-1].piece.end) if part else start))
    start, end = bounds[-1]
    if not parts[-1] and end >= segments[-1].end:
        return [*bounds[:-1], (start, max(start, min(until, start + _LONGEST_EMPTY)))]
    return [*bounds[:-1], (start, max(end, segments[-1].end))]


def _words(part: Sequence[_Token]) -> tuple[Word, ...]:
    pieces = (token.piece for token in part)
    return tuple(Word(piece.text, piece.start, piece.end, piece.probability) for piece in pieces)


def _sources(part: Sequence[_Token], segments: Sequence[Segment], *, place: int) -> Segment:
    """What is known of the decoding of a line: of the segment its words come from, or of several together."""
    known = sorted({token.source for token in part if token.source is not None})
    sources = [segments[at] for at in known] or [segments[min(place, len(segments) - 1)]]
    if len(sources) == 1:
        return sources[0]
    return replace(
        sources[0],
        mean_log_probability=sum(source.mean_log_probability for source in sources) / len(sources),
        no_speech_probability=max(source.no_speech_probability for source in sources),
        ended_by=next(
            (each.ended_by for each in sources if each.ended_by is not EndedBy.END_OF_TEXT), EndedBy.END_OF_TEXT
        ),
    )
