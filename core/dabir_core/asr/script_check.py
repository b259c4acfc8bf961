"""Whether a text is written in the letters of the language that was decoded.

Stock checkpoints take Persian for Urdu or Arabic, or write it in Latin letters; the letters betray it.
Many Persian data sets have Arabic ي and ك throughout: these alone do not make a text Arabic.
Source: The Unicode Standard, block Arabic; the alphabets of the languages.
"""

import re
import unicodedata
from typing import Final

_ARABIC_SCRIPT: Final = frozenset({"ar", "fa", "ps", "sd", "ur"})
_LATIN_SCRIPT: Final = frozenset({"en"})
_NO_URDU: Final = frozenset({"ar", "fa"})

_URDU: Final = frozenset("ٹڈڑےںہ")
_PERSIAN: Final = frozenset("پچژگ")
_ARABIC: Final = frozenset("ةىيك")
_ARABIC_WORD = re.compile(r"(?<!\S)ال[\u0621-\u064a]{2,}|[ةى](?!\w)|إ")

_FEWEST_LETTERS: Final = 10
"""«OK» and a name say nothing about a window's language."""
_MOSTLY: Final = 0.5
_URDU_SHARE: Final = 0.03
_ARABIC_SHARE: Final = 0.08
_ARABIC_WORDS: Final = 3


def is_wrong_script(text: str, language: str) -> bool:
    """Whether the letters are not those of the language; False for languages whose letters are not listed here."""
    letters = [letter for letter in text if letter.isalpha()]
    if language in _NO_URDU and _is_urdu(letters):
        return True
    if len(letters) < _FEWEST_LETTERS:
        return False
    if language == "fa" and _is_arabic(text, letters):
        return True
    own = _own_script(language)
    return own is not None and sum(_script(letter) == own for letter in letters) < _MOSTLY * len(letters)


def _own_script(language: str) -> str | None:
    if language in _ARABIC_SCRIPT:
        return "ARABIC"
    return "LATIN" if language in _LATIN_SCRIPT else None


def _script(letter: str) -> str:
    """The first word of the character's Unicode name, which for letters is the script."""
    return unicodedata.name(letter, "").partition(" ")[0]


def _is_urdu(letters: list[str]) -> bool:
    """At least two letters, and some percent, that neither Persian nor Arabic has."""
    count = sum(letter in _URDU for letter in letters)
    return count >= 2 and count >= _URDU_SHARE * len(letters)


def _is_arabic(text: str, letters: list[str]) -> bool:
    """Arabic letters in quantity, several words that only Arabic writes so, and no letter that only Persian has."""
    if any(letter in _PERSIAN for letter in letters):
        return False
    count = sum(letter in _ARABIC for letter in letters)
    return count >= _ARABIC_SHARE * len(letters) and len(_ARABIC_WORD.findall(text)) >= _ARABIC_WORDS
