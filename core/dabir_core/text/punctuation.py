"""Persian punctuation: ، ؛ ؟ for , ; ? in Persian text, no space before a mark, one after it.

A mark has the script of the nearest letter before it, or after it where none is before. Marks inside numbers («1,000»,
«12:30»), after Latin words and in links stay; so do quotation marks, and dots in a row (words left out).
Source: Academy of Persian Language and Literature, Dastur-e Khatt-e Farsi (1401), on punctuation and spaces.
"""

import re
from dataclasses import replace

from dabir_core.text.pieces import Piece, to_text
from dabir_core.text.script import LETTERS, MARKS, is_prose

_TO_PERSIAN = {",": "،", ";": "؛", "?": "؟"}
_LETTER_OR_MARK = re.compile(r"[^\W\d_]|(?<!\d)[,;?]|[,;?](?!\d)")
_PERSIAN_LETTER = re.compile(f"[{LETTERS}]")
# After a full stop three letters before and two behind are asked for: «ه.ق» and «بی.بی.سی» are abbreviations.
_MISSING_SPACE = re.compile(
    rf"(?<=[،؛؟!])(?=[{LETTERS}«])|(?<!\d[،؛؟])(?<=[،؛؟])(?=\w)"
    rf"|(?<=[{LETTERS}]{{3}}\.)(?=[{LETTERS}]{{2}})|(?<=[{LETTERS}]:)(?=[{LETTERS}«])"
)
_PERSIAN_MARKS_ALONE = re.compile(r"[،؛؟][،؛؟!]*[»”)\]]*")
_MARKS_ALONE = re.compile(r"!+[»”)\]]*|[.:]")
_TAKES_PERSIAN_MARKS = re.compile(rf"[\w{MARKS}»”)\]،؛؟!]$")
_TAKES_MARKS = re.compile(rf"[{LETTERS}{MARKS}\d»”)\]؟!]$")


def punctuated(pieces: list[Piece]) -> list[Piece]:
    """The pieces with Persian marks that touch the word before them and no word after them."""
    attached: list[Piece] = []
    for piece in _spaced(_in_persian(pieces)):
        if attached and _belongs_to(attached[-1], piece):
            attached[-1] = attached[-1].joined_to(piece, by="")
        else:
            attached.append(piece)
    return attached


def _in_persian(pieces: list[Piece]) -> list[Piece]:
    line = _turned(to_text(pieces))
    turned, at = [], 0
    for piece in pieces:
        text = line[at : at + len(piece.text)]
        turned.append(replace(piece, text=text) if is_prose(piece.text) else piece)
        at += len(piece.text) + len(piece.gap)
    return turned


def _turned(line: str) -> str:
    first = re.search(r"[^\W\d_]", line)
    is_persian = bool(first and _PERSIAN_LETTER.match(first[0]))
    signs = list(line)
    for found in _LETTER_OR_MARK.finditer(line):
        if found[0] not in _TO_PERSIAN:
            is_persian = bool(_PERSIAN_LETTER.match(found[0]))
        elif is_persian:
            signs[found.start()] = _TO_PERSIAN[found[0]]
    return "".join(signs)


def _spaced(pieces: list[Piece]) -> list[Piece]:
    return [part for piece in pieces for part in _split(piece)]


def _split(piece: Piece) -> list[Piece]:
    return piece.split(_MISSING_SPACE.split(piece.text)) if is_prose(piece.text) else [piece]


def _belongs_to(word: Piece, marks: Piece) -> bool:
    """Whether a piece is nothing but marks that should touch this word; a link keeps its distance."""
    if word.is_line_end or not is_prose(word.text):
        return False
    if _PERSIAN_MARKS_ALONE.fullmatch(marks.text):
        return bool(_TAKES_PERSIAN_MARKS.search(word.text))
    return bool(_MARKS_ALONE.fullmatch(marks.text) and _TAKES_MARKS.search(word.text))
