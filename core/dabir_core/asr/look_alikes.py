"""Which of the languages that are taken for each other a text is written in, told by the letters that only one has.

Persian, Arabic, Urdu, Pashto and Central Kurdish share most of the Arabic script; Tajik is Persian in Cyrillic.
Many Persian data sets have Arabic ي and ك throughout, and Persian has Arabic words: neither makes a text Arabic.
Whisper itself has no Central Kurdish; checkpoints that were taught it may have the token, and others write it as
something else, which its letters betray.
Source: The Unicode Standard, block Arabic; the alphabets of the languages.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

LOOK_ALIKES: Final = frozenset({"fa", "ar", "ur", "ps", "ckb", "tg"})

_OWN: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "ur": frozenset("ٹڈڑںےہ"),
        "ps": frozenset("ټډړږښڼېۍځڅ"),
        "ckb": frozenset("ێۆڵڕە"),
    }
)
"""Letters that none of the others has; ے and ہ also stand in Pashto now and then, beside more of its own."""
_OWN_FEWEST: Final = 2
_OWN_SHARE: Final = 0.03

_PERSIAN: Final = frozenset("پچژگ")
"""Letters that Arabic lacks."""
_PERSIAN_FORMS: Final = _PERSIAN | frozenset("یک")
"""Persian's ی and ک are other characters than Arabic's."""
_ARABIC: Final = frozenset("ةىيك")
_ARABIC_SHARE: Final = 0.08
_ARABIC_WORDS: Final = 3
_ARABIC_WORD = re.compile(r"(?<!\S)ال[\u0621-\u064a]{2,}|[ةى](?!\w)|إ")
_PERSIAN_WORD = re.compile(r"(?<!\S)(?:است|را|از|که|كه|این|ن?م[یى]|برا[یيى])(?![^\s\u200c.،؟!])")
"""Frequent, and no Arabic words: with Arabic letters, ى at the end of words among them, Persian is Persian still."""

FEWEST_LETTERS: Final = 10
"""«OK» and a name say nothing about a window's language."""
_MOSTLY: Final = 0.5


def script(letter: str) -> str:
    """The first word of the character's Unicode name, which for letters is the script."""
    return unicodedata.name(letter, "").partition(" ")[0]


def written_language(text: str) -> str | None:
    """The look-alike that the text's letters say; None where they say none, or not clearly."""
    letters = [letter for letter in text if letter.isalpha()]
    scripts = Counter(map(script, letters))
    if scripts["CYRILLIC"] >= max(FEWEST_LETTERS, _MOSTLY * len(letters)):
        return "tg"
    own = _own_letters(letters)
    if own is not None:
        return own
    if scripts["ARABIC"] < max(FEWEST_LETTERS, _MOSTLY * len(letters)):
        return None
    if _is_arabic(text, letters):
        return "ar"
    return "fa" if _is_persian(letters) else None


def _own_letters(letters: list[str]) -> str | None:
    """The language with most letters of its own, if these are two at least and some percent."""
    counts = {language: sum(letter in own for letter in letters) for language, own in _OWN.items()}
    language = max(counts, key=counts.__getitem__)
    return language if counts[language] >= max(_OWN_FEWEST, _OWN_SHARE * len(letters)) else None


def _is_arabic(text: str, letters: list[str]) -> bool:
    """Arabic letters in quantity, several words that only Arabic writes so, and no letter or word that Arabic lacks."""
    if any(letter in _PERSIAN for letter in letters) or _PERSIAN_WORD.search(text):
        return False
    count = sum(letter in _ARABIC for letter in letters)
    return count >= _ARABIC_SHARE * len(letters) and len(_ARABIC_WORD.findall(text)) >= _ARABIC_WORDS


def _is_persian(letters: list[str]) -> bool:
    """Persian forms, and no letter of any of the others."""
    if any(letter in others for others in (_ARABIC, *_OWN.values()) for letter in letters):
        return False
    count = sum(letter in _PERSIAN_FORMS for letter in letters)
    return count >= max(_OWN_FEWEST, _OWN_SHARE * len(letters))
