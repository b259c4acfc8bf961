"""Whether a text is written in the letters of the language that was decoded.

Stock checkpoints take Persian for Urdu or Arabic, or write it in Latin letters; the letters betray it.
"""

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Final

from dabir_core.asr.look_alikes import FEWEST_LETTERS, LOOK_ALIKES, script, written_language

_OWN_SCRIPT: Mapping[str, str] = MappingProxyType(
    dict.fromkeys(("ar", "ckb", "fa", "ps", "sd", "ur"), "ARABIC") | {"en": "LATIN", "tg": "CYRILLIC"}
)
_FOREIGN: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "fa": frozenset({"ar", "ur", "ps", "ckb"}),
        "ar": frozenset({"ur", "ps", "ckb"}),
        "ur": frozenset({"ps", "ckb"}),
        "ps": frozenset({"ckb"}),
    }
)
"""Whose letters a text in the language never has; what is not listed may be a quotation or a dialect's spelling."""
_MOSTLY: Final = 0.5


def is_wrong_script(text: str, language: str, *, candidates: Collection[str] = ()) -> bool:
    """Whether the letters are not those of the language; False for languages whose letters are not listed here.

    Args: candidates: what the language was detected among; of these, letters decide against any sound.
    """
    if other_language(text, language, candidates=candidates) is not None:
        return True
    if written_language(text) in _FOREIGN.get(language, frozenset()):
        return True
    letters = [letter for letter in text if letter.isalpha()]
    own = _OWN_SCRIPT.get(language)
    if own is None or len(letters) < FEWEST_LETTERS:
        return False
    return sum(script(letter) == own for letter in letters) < _MOSTLY * len(letters)


def other_language(text: str, language: str, *, candidates: Collection[str]) -> str | None:
    """The candidate that the letters of a text say, where it was decoded as another look-alike; else None."""
    written = written_language(text)
    is_other = written != language and written in candidates and language in LOOK_ALIKES
    return written if is_other else None
