"""A text as pieces between spaces, each with its time, so that text and word times are mended in one go.

A piece is what stands between two stretches of white space, with the white space after it. Joining the pieces gives
the text back, whatever its spaces were. Pure text has pieces without times.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from dabir_core.transcript import Word
from dabir_core.units import Seconds

_PIECE = re.compile(r"(\S*)(\s*)")


@dataclass(frozen=True, slots=True)
class Piece:
    """`text` without white space and the white space `gap` that follows; only a first piece may be without text."""

    text: str
    gap: str = ""
    start: Seconds = 0.0
    end: Seconds = 0.0
    probability: float = 1.0

    @property
    def is_line_end(self) -> bool:
        """Whether a line break follows: nothing is joined across it."""
        return "\n" in self.gap

    def joined_to(self, follower: "Piece", *, by: str) -> "Piece":
        """Both as one piece: as sure as the less sure of them, from the first's start to the second's end."""
        return Piece(
            text=self.text + by + follower.text,
            gap=follower.gap,
            start=self.start,
            end=follower.end,
            probability=min(self.probability, follower.probability),
        )

    def split(self, parts: Sequence[str]) -> "list[Piece]":
        """One piece for each part of the text, one space between them, the time shared by their letters."""
        pace = (self.end - self.start) / max(1, sum(map(len, parts)))
        pieces, start = [], self.start
        for part in parts:
            pieces.append(replace(self, text=part, gap=" ", start=start, end=start + pace * len(part)))
            start = pieces[-1].end
        pieces[-1] = replace(pieces[-1], gap=self.gap, end=self.end)
        return pieces


def from_text(text: str) -> list[Piece]:
    """The pieces of a text without times."""
    return [Piece(part, gap) for part, gap in _PIECE.findall(text) if part or gap]


def from_words(words: Iterable[Word]) -> list[Piece]:
    """The pieces of timed words with one space between them; a word with a space in it becomes two."""
    pieces = list(_pieces_of(words))
    return pieces[:-1] + [replace(piece, gap="") for piece in pieces[-1:]]


def to_text(pieces: Iterable[Piece]) -> str:
    """The text that the pieces make."""
    return "".join(piece.text + piece.gap for piece in pieces)


def to_words(pieces: Iterable[Piece]) -> tuple[Word, ...]:
    """The timed words that the pieces make."""
    return tuple(Word(piece.text, piece.start, piece.end, piece.probability) for piece in pieces if piece.text)


def rewrite(pieces: Iterable[Piece], mend: Callable[[str], str]) -> list[Piece]:
    """Each piece's text mended by itself; a piece that is left without text goes, and its gap joins the one before."""
    kept: list[Piece] = []
    for piece in pieces:
        text = mend(piece.text)
        if text or not kept:
            kept.append(replace(piece, text=text))
        else:
            kept[-1] = replace(kept[-1], gap=kept[-1].gap + piece.gap)
    return kept


def single_spaced(pieces: Iterable[Piece]) -> list[Piece]:
    """One space between pieces and none at the ends; line breaks stay."""
    spoken = [replace(piece, gap="\n" * piece.gap.count("\n") or " ") for piece in pieces if piece.text]
    return spoken[:-1] + [replace(piece, gap="") for piece in spoken[-1:]]


def _pieces_of(words: Iterable[Word]) -> Iterator[Piece]:
    for word in words:
        if parts := word.text.split():
            yield from Piece(word.text, " ", word.start, word.end, word.probability).split(parts)
