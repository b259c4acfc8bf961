"""Text folded for searching: what people type in different ways and mean alike becomes the same. Pure.

    letters     ي ى → ی, ك ڪ → ک, presentation forms → their letters, capitals → small; hamze and other marks over a
                letter go (أ → ا, ئ → ی, ۀ → ه), but آ stays a letter of its own
    invisible   half-spaces (ZWNJ), direction marks, vowel signs and tatweel go
    digits      Persian and Arabic digits → 0 to 9
    spaces      each white space → one plain space

Every sign is folded by itself, so that each sign of the folded text is known to come from one sign of the original:
what is found is shown, and replaced, where it stands.
Source: Unicode character database (decompositions, general categories, decimal digits).
"""

import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from dabir_core.text.script import TATWEEL, persian_letters

_ALEF_WITH_MADDE = "آ"
_HE = str.maketrans("ەہھ", "ههه")
"""«ۀ» is taken apart into another he than the one that people type."""
_UNSEEN = frozenset({"Mn", "Me", "Cf"})
_OF_ITS_LETTER = frozenset({"Mn", "Me"})


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a text: signs `first` up to, not including, `last`."""

    first: int
    last: int


class _Table(dict[int, str]):
    """For `str.translate`: fills itself, each sign folded once; the same sign always folds alike."""

    def __missing__(self, code: int) -> str:
        self[code] = _folded_sign(chr(code))
        return self[code]


class Folding:
    """Folds texts, and finds in them; keeps what it learned about signs, so that one is made and used on."""

    def __init__(self) -> None:
        self._table = _Table()

    def fold(self, text: str) -> str:
        """The text as it is compared; `sought` texts must be folded too."""
        return text.translate(self._table)

    def places(self, text: str, sought: str) -> Iterator[Place]:
        """Where the text says what is sought, from its start on, no two places overlapping; none for nothing sought.

        A place begins and ends with a sign that counts; vowel signs over its last letter are part of it.
        """
        wanted = self.fold(sought)
        folded = self.fold(text)
        at = folded.find(wanted) if wanted else -1
        if at < 0:
            return
        ends = list(accumulate(len(self._table[ord(sign)]) for sign in text))
        while at >= 0:
            first, last = bisect_right(ends, at), bisect_right(ends, at + len(wanted) - 1) + 1
            yield Place(first, _after_marks(text, last))
            at = folded.find(wanted, ends[last - 1])


def _after_marks(text: str, at: int) -> int:
    while at < len(text) and unicodedata.category(text[at]) in _OF_ITS_LETTER:
        at += 1
    return at


def _folded_sign(sign: str) -> str:
    if sign.isspace():
        return " "
    whole = unicodedata.normalize("NFKC", sign)
    return "".join(map(_folded_letter, persian_letters(whole).casefold()))


def _folded_letter(letter: str) -> str:
    if letter == _ALEF_WITH_MADDE:
        return letter
    digit = unicodedata.decimal(letter, None)
    if digit is not None:
        return str(digit)
    parts = persian_letters(unicodedata.normalize("NFD", letter)).translate(_HE)
    return "".join(part for part in parts if part != TATWEEL and unicodedata.category(part) not in _UNSEEN)
