"""Which way a text runs: as most of its letters do, and where it has none the language it is in.

«Whisper یک مدل است.» is Persian though its first letter is not; as a paragraph from the left its full stop would stand
in its midst. Unicode lets the first strong letter decide where nobody knows better (rule P2); here it breaks a tie.
Source: Unicode Standard Annex 9, rules P2, P3 and HL1 (who knows better), W7 (digits after Latin), N1 and N2 (marks).
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

_RIGHT_TO_LEFT_LANGUAGES = frozenset({"ar", "fa", "he", "ps", "sd", "ur", "yi"})
_RIGHT = frozenset({"R", "AL"})
_DEPENDENT = frozenset({"NSM", "BN"})
"""Vowel signs, half-spaces and other invisible signs: they go with the sign before them."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Neighbouring signs that run one way."""

    text: str
    is_right_to_left: bool


def is_right_to_left(text: str, *, language: str) -> bool:
    """Whether most of its letters are of a right-to-left script; without any, whether its language is."""
    strong = [kind in _RIGHT for kind in map(unicodedata.bidirectional, text) if kind == "L" or kind in _RIGHT]
    if not strong:
        return language in _RIGHT_TO_LEFT_LANGUAGES
    lead = 2 * sum(strong) - len(strong)
    return lead > 0 or (lead == 0 and strong[0])


def stretches(text: str, *, is_right_to_left: bool) -> Iterator[Stretch]:
    """The text in stretches of one direction, in logical order, in a paragraph that runs this way.

    Digits after a Latin letter run with it. Marks and spaces run with the letters around them where those agree, and
    with the paragraph where they do not.
    """
    sides = _around_neutrals(_strong_sides(text), is_right_to_left=is_right_to_left)
    for side, places in groupby(range(len(text)), key=sides.__getitem__):
        first, *rest = places
        yield Stretch(text[first : first + len(rest) + 1], side)


def _strong_sides(text: str) -> list[bool | None]:
    """Of each sign, whether it runs to the left; None for marks and spaces."""
    sides: list[bool | None] = []
    last_is_latin = False
    for sign in text:
        kind = unicodedata.bidirectional(sign)
        if kind in _DEPENDENT:
            sides.append(sides[-1] if sides else None)
        elif kind == "L" or kind in _RIGHT:
            last_is_latin = kind == "L"
            sides.append(not last_is_latin)
        else:
            sides.append({"EN": not last_is_latin, "AN": True}.get(kind))
    return sides


def _around_neutrals(sides: list[bool | None], *, is_right_to_left: bool) -> list[bool]:
    settled: list[bool] = []
    before = is_right_to_left
    for side, run in groupby(sides):
        length = len(list(run))
        if side is None:
            end = len(settled) + length
            after = sides[end] if end < len(sides) else is_right_to_left
            side = before if before == after else is_right_to_left
        else:
            before = side
        settled += [side] * length
    return settled
