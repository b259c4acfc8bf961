"""The places of what was found in one item: which segments, and how they are shown. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from dabir_desktop.folding import fold, folded
from dabir_desktop.library.items import Snippet
from dabir_desktop.library.wanted import Term, Wanted

_LETTERS: Final = 110
"""How long a snippet may be; a segment that is longer is cut between words."""
_LEAD_LETTERS: Final = 30
"""How much stands before the first mark of one that is cut."""
_ELLIPSIS = "…"


def places(wanted: Wanted, body: str) -> list[int]:
    """The numbers of the segments (lines of the body) to show: those that hold most of what is wanted.

    Words that stand in no segment together may stand in two neighbours; the first of them is given then.
    """
    lines = [_lines_of(term, body) for term in wanted.terms]
    if not any(lines):
        return []
    held = sorted(set().union(*lines))
    alone = {line: sum(line in found for found in lines) for line in held}
    most = max(alone.values())
    if most < sum(map(bool, lines)):
        paired = {line: sum(line in found or line + 1 in found for found in lines) for line in held}
        if max(paired.values()) > most:
            return [line for line in held if paired[line] == max(paired.values())]
    return [line for line in held if alone[line] == most]


def holds_all(wanted: Wanted, text: str) -> bool:
    """Whether a segment's text holds all that is wanted by itself."""
    whole = fold(text)
    return all(term.places(whole) for term in wanted.terms)


def snippet(wanted: Wanted, text: str) -> Snippet:
    """A segment's text with its marks, in the letters that were written, cut to what fits a line or two."""
    return _cut(" ".join(text.split("\n")), _merged(_marks(wanted, text)))


def first_sign(wanted: Wanted, text: str) -> int | None:
    """Where in a segment's text the first of what is wanted begins; None where there is nothing of it."""
    return next((start for start, _ in _marks(wanted, text)), None)


def _lines_of(term: Term, body: str) -> set[int]:
    lines: set[int] = set()
    line = counted = 0
    for start, _ in term.places(body):
        line += body.count("\n", counted, start)
        counted = start
        lines.add(line)
    return lines


def _marks(wanted: Wanted, text: str) -> list[tuple[int, int]]:
    whole = folded(text)
    spans = {span for term in wanted.terms for span in term.places(whole.text)}
    return sorted(whole.written(text, start, end) for start, end in spans)


def _merged(marks: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in marks:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


@dataclass(frozen=True, slots=True)
class _Window:
    start: int
    end: int


def _cut(text: str, marks: Sequence[tuple[int, int]]) -> Snippet:
    window = _window(text, marks[0] if marks else (0, 0))
    lead = _ELLIPSIS if window.start else ""
    trail = _ELLIPSIS if window.end < len(text) else ""
    shift = len(lead) - window.start
    inside = [
        (max(start, window.start) + shift, min(end, window.end) + shift)
        for start, end in marks
        if start < window.end and end > window.start
    ]
    return Snippet(lead + text[window.start : window.end] + trail, tuple(inside))


def _window(text: str, mark: tuple[int, int]) -> _Window:
    if len(text) <= _LETTERS:
        return _Window(0, len(text))
    start = 0 if mark[1] <= _LETTERS // 2 else max(0, mark[0] - _LEAD_LETTERS)
    if start and (space := text.find(" ", start, mark[0])) >= 0:
        start = space + 1
    end = min(len(text), max(start + _LETTERS, mark[1]))
    if end < len(text) and (space := text.rfind(" ", mark[1], end)) >= 0:
        end = space
    return _Window(start, end)
