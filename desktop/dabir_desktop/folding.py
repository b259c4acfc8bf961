"""Text as it is searched: ways of writing that people take for the same become one. Pure.

«می‌روم», «میروم» and «می روم» are one word, as are «كتاب» and «کتاب», «نامهٔ» and «نامه», «مسؤول» and «مسوول», «۱۲» and
«12». A folded text is words with single spaces between them, so that a plain search in it is a search by words.

Letters go by Unicode's compatibility decomposition, one at a time: آ أ إ become ا, ؤ و, ئ ی; marks and stretches go. A
half-space joins its two sides. Where people leave a space instead, the parts join that belong together whatever they
stand beside: «می», «نمی» before what ends like a verb, the signs of plural and degree, and what follows a silent «ه».
Other compounds written with a space («دانش آموز») are met by whoever searches, with `FoldedWord.parts`.
Sources: Unicode Standard Annexes 15 and 44; the word lists of `dabir_core.text`.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from dabir_core.text.half_space_words import (
    AFTER_SILENT_HE,
    COMPARATIVES,
    NOT_VERBS,
    PLURALS,
    PREFIXES,
    SUPERLATIVES,
)
from dabir_core.text.script import TATWEEL, ZWNJ

_MARK_RANGES = (
    *((0x0300, 0x036F), (0x0591, 0x05BD), (0x05BF, 0x05BF), (0x05C1, 0x05C2), (0x05C4, 0x05C5), (0x05C7, 0x05C7)),
    *((0x0610, 0x061A), (0x064B, 0x065F), (0x0670, 0x0670), (0x06D6, 0x06DC), (0x06DF, 0x06E4), (0x06E7, 0x06E8)),
    *((0x06EA, 0x06ED), (0x08D3, 0x08FF), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF), (0xFE00, 0xFE0F)),
    (0xFE20, 0xFE2F),
)
_DIRECTION_MARKS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_UNSEEN = _DIRECTION_MARKS + "\u00ad\u034f\u200b\u200d\u2060\ufeff"
_THOUSANDS = "٬"
_LOOK_ALIKES = dict(zip("يىےېۍكڪةەہھۃٱ", "یییییککههههها", strict=True))
_DIGITS = dict(zip("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "0123456789" * 2, strict=True))
_TABLE: Final[Mapping[int, str | None]] = MappingProxyType(
    {mark: None for first, last in _MARK_RANGES for mark in range(first, last + 1)}
    | {ord(letter): None for letter in _UNSEEN + _THOUSANDS + TATWEEL + "ء"}
    | {ord(letter): other for letter, other in (_LOOK_ALIKES | _DIGITS).items()}
)
_WORD = re.compile(rf"[^\W_]+(?:{ZWNJ}+[^\W_]+)*")
_BETWEEN_PARTS = f" \u00a0\t{ZWNJ}"
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
    placed = [(letter, place) for place, written in enumerate(text) for letter in _letters(written)]
    kept: list[tuple[str, int]] = []
    for word in _words("".join(letter for letter, _ in placed)):
        if kept:
            kept.append((" ", placed[word[0].start()][1]))
        for part in word:
            kept.extend(pair for pair in placed[part.start() : part.end()] if pair[0] != ZWNJ)
    return Folded("".join(letter for letter, _ in kept), tuple(place for _, place in kept))


def _letters(text: str) -> str:
    return unicodedata.normalize("NFKD", text).casefold().translate(_TABLE)


_PREFIXES = frozenset(map(_letters, PREFIXES))
_NOT_VERBS = frozenset(map(_letters, NOT_VERBS))
_SIGNS = frozenset(map(_letters, PLURALS | SUPERLATIVES | COMPARATIVES))
_AFTER_SILENT_HE = frozenset(map(_letters, AFTER_SILENT_HE))
_ENDINGS = _SIGNS | _AFTER_SILENT_HE


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
    if word in _SIGNS:
        return after[-1] > "\u0620"  # a letter of ours, no Latin one and no digit
    return word in _AFTER_SILENT_HE and len(after) > 2 and after[-1] == "ه"


def _parts(written: str) -> tuple[str, ...]:
    parts = [part for part in written.split(ZWNJ) if part]
    while parts and parts[-1] in _ENDINGS:
        parts.pop()
    return tuple(parts) if len(parts) > 1 and parts[0] not in _PREFIXES else ()
