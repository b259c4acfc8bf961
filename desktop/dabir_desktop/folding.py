"""Text as it is searched in the library: by words, in whatever way they are written. Pure.

«می‌روم», «میروم» and «می روم» are one word, as are «كتاب» and «کتاب», «نامهٔ» and «نامه», «مسؤول» and «مسوول», «۱۲» and
«12». A folded text is words with single spaces between them, so that a plain search in it is a search by words.

Signs are folded by core; here, where nothing is replaced, «آ» is «ا» too, «ة» is «ه», and «ء» goes. A half-space joins
its two sides. Where people leave a space instead, the parts join that belong together whatever they stand beside: «می»,
«نمی» before what ends like a verb, the signs of plural and degree, and what follows a silent «ه». Other compounds
written with a space («دانش آموز») are met by whoever searches, with `FoldedWord.parts`.
Source: the word lists of `dabir_core.text`, after the Academy of Persian Language and Literature.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from dabir_core.text.folding import Folding
from dabir_core.text.half_space_words import (
    AFTER_SILENT_HE,
    COMPARATIVES,
    NOT_VERBS,
    PLURALS,
    PREFIXES,
    SUPERLATIVES,
)
from dabir_core.text.script import TATWEEL, ZWNJ

_FURTHER: Final = str.maketrans({"آ": "ا", "ة": "ه", "ے": "ی", "ٱ": "ا", "ء": "", "٬": ""})
"""What core's folding keeps apart, since it also finds what is to be replaced; «٬» stands between thousands."""
_SIGNS: Final = Folding()
_WORD = re.compile(rf"[^\W_]+(?:{ZWNJ}+[^\W_]+)*")
_BETWEEN_PARTS = f" {ZWNJ}"
_VERB_ENDINGS = "میدتهنش"


@dataclass(frozen=True, slots=True)
class FoldedWord:
    """A word as it is searched; `parts` are those that its half-spaces part, without prefixes and endings.

    There are none, or two and more: («دانش», «اموزان») for «دانش‌آموزان», none for «می‌روم» and «کتاب‌ها».
    """

    text: str
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Folded:
    """A text as it is searched, and for each of its letters the place in what was written."""

    text: str
    places: tuple[int, ...]

    def written(self, text: str, start: int, end: int) -> tuple[int, int]:
        """Where the folded letters from `start` to `end` (> start) stand in `text`, which is what was folded.

        Marks and stretches after the last letter belong to it.
        """
        after = self.places[end - 1] + 1
        while after < len(text) and (text[after] == TATWEEL or unicodedata.combining(text[after])):
            after += 1
        return self.places[start], after


def fold(text: str) -> str:
    """The text as it is searched; quicker than `folded`, which knows places too."""
    return " ".join("".join(part[0].replace(ZWNJ, "") for part in word) for word in _words(_letters(text)))


def folded_words(text: str) -> Iterator[FoldedWord]:
    """The words of `fold`, one by one, with their parts."""
    for word in _words(_letters(text)):
        written = ZWNJ.join(part[0] for part in word)
        yield FoldedWord(written.replace(ZWNJ, ""), _parts(written) if ZWNJ in written else ())


def folded(text: str) -> Folded:
    """The text as it is searched, with places."""
    letters = {sign: _letters(sign) for sign in set(text)}
    placed = [(letter, place) for place, sign in enumerate(text) for letter in letters[sign]]
    kept: list[tuple[str, int]] = []
    for word in _words("".join(letter for letter, _ in placed)):
        if kept:
            kept.append((" ", placed[word[0].start()][1]))
        for part in word:
            kept.extend(pair for pair in placed[part.start() : part.end()] if pair[0] != ZWNJ)
    return Folded("".join(letter for letter, _ in kept), tuple(place for _, place in kept))


def _letters(text: str) -> str:
    """The signs folded, half-spaces kept, with a white space for each that was written."""
    folded_signs = ZWNJ.join(map(_SIGNS.fold, text.split(ZWNJ))) if ZWNJ in text else _SIGNS.fold(text)
    return folded_signs.translate(_FURTHER)


_PREFIXES = frozenset(map(_letters, PREFIXES))
_NOT_VERBS = frozenset(map(_letters, NOT_VERBS))
_PLURALS_AND_DEGREES = frozenset(map(_letters, PLURALS | SUPERLATIVES | COMPARATIVES))
_AFTER_SILENT_HE = frozenset(map(_letters, AFTER_SILENT_HE))
_ENDINGS = _PLURALS_AND_DEGREES | _AFTER_SILENT_HE


def _words(letters: str) -> Iterator[Sequence[re.Match[str]]]:
    """The words, each as what was written of it between spaces."""
    word: list[re.Match[str]] = []
    for found in _WORD.finditer(letters):
        if word and _belongs(found[0], after=word[-1][0]) and _is_near(letters[word[-1].end() : found.start()]):
            word.append(found)
            continue
        if word:
            yield word
        word = [found]
    if word:
        yield word


def _is_near(gap: str) -> bool:
    return not gap.strip(_BETWEEN_PARTS)


def _belongs(word: str, *, after: str) -> bool:
    """Whether a word is one with that before it."""
    if after in _PREFIXES:
        return len(word) > 1 and word[-1] in _VERB_ENDINGS and word not in _NOT_VERBS
    if word in _PLURALS_AND_DEGREES:
        return after[-1] > "\u0620"  # a letter of ours, no Latin one and no digit
    return word in _AFTER_SILENT_HE and len(after) > 2 and after[-1] == "ه"


def _parts(written: str) -> tuple[str, ...]:
    parts = [part for part in written.split(ZWNJ) if part]
    while parts and parts[-1] in _ENDINGS:
        parts.pop()
    return tuple(parts) if len(parts) > 1 and parts[0] not in _PREFIXES else ()
