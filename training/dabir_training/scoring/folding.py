"""Texts as the error rates compare them: spellings that people use for the same words become one.

`folded_words` are our own rules, version `fa-score-1`; `strict_words` those of PESTE's `fa-v1`, so that figures can be
laid beside its table; `raw_words` none at all.

    presentation forms → their letters; ي ى ے → ی, ك ڪ → ک, ة ۀ هٔ → ه, أ إ ٱ → ا, ؤ → و; capitals → small
    vowel signs, tatweel, direction marks → nothing; half-spaces, punctuation and symbols → a space
    izafe after a silent he, هٔ and ه‌ی → ه; numbers → words; a letter three times or more → once («سلاااام»)

آ, ئ and ء stay, and so does everything that is said otherwise (می‌روم, میرم).

The tables are kept apart from core's on purpose. `text.folding` serves a search: it keeps a place for each sign, takes
half-spaces out and knows no numbers; `text.display` is for readers, and grows with them. A rule that changes here
changes every published figure, so it may change only with the version.
Source: facts of issue 7, sections 4.1 and 4.4; Unicode Character Database; ArmanJR/PESTE-Benchmark@0f393e2
src/peste/normalization.py (rules of fa-v1).
"""

import re
import unicodedata
from typing import Final

from dabir_training.scoring.numerals import spell_numbers, usual_spelling

VERSION: Final = "fa-score-1"

_ZWNJ: Final = "\u200c"
_TATWEEL: Final = "\u0640"
_BOUNDARIES: Final = frozenset("\u200b\u200c\u00ad")
"""The half-space, and what stands for it in old files."""
_LETTERS: Final = (
    dict.fromkeys("يىےۍې", "ی") | dict.fromkeys("كڪ", "ک") | dict.fromkeys("ةۀەہھ", "ه") | dict.fromkeys("أإٱ", "ا")
) | {"ؤ": "و"}
_STRICT_SIGNS: Final = (
    dict.fromkeys("يىےۍ", "ی") | {"ك": "ک"} | dict.fromkeys("ةۀە", "ه") | dict.fromkeys("أإٱ", "ا")
) | {"ؤ": "و", **dict(zip("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "0123456789" * 2, strict=True))}
_MARKS: Final = re.compile(r"[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]")
_IZAFE: Final = re.compile(rf"ه[{_ZWNJ} ]+ی(?=[{_ZWNJ} ]|$)")
_STRETCHED: Final = re.compile(r"(.)\1{2,}")
_SPACES: Final = re.compile(r"\s\s+")


class _Folded(dict[int, str]):
    """For `str.translate`: each sign is looked up once in Unicode's tables; what can be part of a number stays."""

    def __missing__(self, code: int) -> str:
        self[code] = _folded_sign(chr(code))
        return self[code]


class _Parted(dict[int, str]):
    """For `str.translate`: letters, digits and half-spaces stay, all else becomes a space."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        self[code] = sign if sign == _ZWNJ or unicodedata.category(sign)[0] in "LMN" else " "
        return self[code]


class _Strict(dict[int, str]):
    """For `str.translate`: one sign by the rules of fa-v1, after its marks are gone."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        is_parting = unicodedata.category(sign)[0] in "PSZ" or unicodedata.category(sign) in {"Cf", "Cc"}
        self[code] = " " if is_parting else _STRICT_SIGNS.get(sign, sign)
        return self[code]


_FOLDED: Final = _Folded()
_PARTED: Final = _Parted()
_STRICT: Final = _Strict()


def folded_words(text: str) -> list[str]:
    """The text's words by our rules, every number spelled."""
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_FOLDED)
    parted = spell_numbers(folded).translate(_PARTED)
    words = _IZAFE.sub("ه", parted).replace(_ZWNJ, " ").split()
    return [usual_spelling(squeezed(word)) for word in words]


def squeezed(word: str) -> str:
    """The word with letters that are drawn out written once."""
    return _STRETCHED.sub(r"\1", word)


def strict_words(text: str) -> list[str]:
    """The text's words by the rules of PESTE's fa-v1: half-spaces part words, numbers are compared as digits."""
    composed = unicodedata.normalize("NFKC", text).replace(_TATWEEL, "")
    return _MARKS.sub("", composed).translate(_STRICT).split()


def raw_words(text: str) -> list[str]:
    """What stands between spaces, as jiwer 4 and `evaluate` part a text when they are told nothing."""
    return [word for word in _SPACES.sub(" ", text).strip().split(" ") if word]


def _folded_sign(sign: str) -> str:
    if sign in _BOUNDARIES:
        return _ZWNJ
    if sign.isspace():
        return " "
    if sign == _TATWEEL or unicodedata.category(sign) in {"Cf", "Cc"} or _MARKS.match(sign):
        return ""
    return _LETTERS.get(sign, _latin_digit(sign))


def _latin_digit(sign: str) -> str:
    digit = unicodedata.decimal(sign, None)
    return sign if digit is None else str(digit)
