"""Text in messages that Telegram takes: cut where a reader pauses, each line in its right direction. Pure.

Telegram counts UTF-16 code units. A client takes a line's direction from its first strong letter (UAX 9, P2), so that
a Persian sentence that begins with «Telegram» would run from the left; a mark of the right direction before it helps.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from dabir_core.text.direction import is_right_to_left

LONGEST: Final = 4096
"""Code units of one message. Source: core.telegram.org/bots/api#sendmessage."""
_TO_LEFT: Final = "\u200f"
_TO_RIGHT: Final = "\u200e"
_STRONG: Final = frozenset({"L", "R", "AL"})
_SENTENCE_END: Final = re.compile(r"(?:[.!?؟…۔。！？]|\n)[»”’\"')\]]*(?=\s)")
_SPACE: Final = re.compile(r"\s")
_JOINERS: Final = "\u200c\u200d\ufe0f"


def units(text: str) -> int:
    """UTF-16 code units of a text."""
    return len(text) + sum(sign > "\uffff" for sign in text)


def split(text: str, *, longest: int = LONGEST) -> tuple[str, ...]:
    """The text in parts of at most `longest` units; a line that is cut goes on in its direction.

    A part ends with a paragraph or a sentence, else with a word, else where it must; nothing but white space is lost.
    """
    return tuple(_parts(text.strip(), longest))


def directed(text: str, *, language: str) -> str:
    """The text with a mark before each line whose first strong letter tells another direction than its language's."""
    return "\n".join(_marked(line, runs_to_left=_runs_to_left(line, language)) for line in text.split("\n"))


def isolated(name: str) -> str:
    """A foreign word that does not turn the sentence around it; nothing stays nothing. Source: UAX 9, FSI and PDI."""
    return f"\u2068{name}\u2069" if name else ""


def beginning(text: str, longest: int) -> str:
    """The text up to the end of a sentence, if it can be; the whole where it is no longer than that."""
    return text if units(text) <= longest else text[: _place(text, longest - 2)].rstrip() + " …"


def ending(text: str, longest: int) -> str:
    """The last words of a text; the whole where it is no longer than that."""
    if units(text) <= longest:
        return text
    tail = text[-_fitting(text[::-1], longest - 2) :]
    space = _SPACE.search(tail)
    return "… " + tail[space.end() if space else 0 :].lstrip()


def _parts(text: str, longest: int) -> Iterator[str]:
    while units(text) > longest:
        place = _place(text, longest)
        line = text[:place].rpartition("\n")[2]
        is_torn = text[place : place + 1] != "\n"
        yield text[:place].rstrip()
        text = text[place:].lstrip()
        if is_torn:
            text = _marked(text, runs_to_left=_is_drawn_to_left(line, otherwise=False))
    if text:
        yield text


def _marked(line: str, *, runs_to_left: bool) -> str:
    seen = _is_drawn_to_left(line, otherwise=runs_to_left)
    return line if not line or seen is runs_to_left else (_TO_LEFT if runs_to_left else _TO_RIGHT) + line


def _is_drawn_to_left(line: str, *, otherwise: bool) -> bool:
    """As Telegram's apps draw it: its first letter decides. Source: Unicode Standard Annex 9, rules P2 and P3."""
    strong = (kind for kind in map(unicodedata.bidirectional, line) if kind in _STRONG)
    return next((kind != "L" for kind in strong), otherwise)


def _runs_to_left(line: str, language: str) -> bool:
    """The language's direction where the line has letters of it; else that of the letters which it has."""
    sides = {kind in {"R", "AL"} for kind in map(unicodedata.bidirectional, line) if kind in _STRONG}
    wanted = is_right_to_left("", language=language)
    return wanted if wanted in sides or not sides else not wanted


def _place(text: str, longest: int) -> int:
    """Where to cut: after the last line or sentence of the second half, else after its last word, else at the end."""
    most = _fitting(text, longest)
    places = (
        text.rfind("\n", most // 2, most + 1),
        max((found.end() for found in _SENTENCE_END.finditer(text, most // 2, most + 1)), default=-1),
        max((found.start() for found in _SPACE.finditer(text, most // 2, most + 1)), default=-1),
    )
    return next((place for place in places if place > 0), _unbroken(text, most))


def _fitting(text: str, longest: int) -> int:
    """How many signs of a text make at most that many units."""
    taken = text[:longest]
    while units(taken) > longest:
        taken = taken[: len(taken) - max(1, (units(taken) - longest) // 2)]
    return len(taken)


def _unbroken(text: str, place: int) -> int:
    """That place, or one before it where no sign is torn from its letter."""
    for earlier in range(place, max(0, place - 16), -1):
        if earlier < len(text) and not unicodedata.combining(text[earlier]) and text[earlier] not in _JOINERS:
            return earlier
    return place
