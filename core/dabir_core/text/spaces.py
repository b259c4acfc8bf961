"""Which languages write no spaces between words."""

from typing import Final

UNSPACED_LANGUAGES: Final = frozenset({"zh", "ja", "th", "lo", "my", "yue"})
_FIRST_UNSPACED_LETTER: Final = "\u0e00"
"""Thai, Lao, Burmese, kana and Han all come after it; Latin, Cyrillic, Arabic and Indian letters before."""


def is_unspaced(character: str) -> bool:
    """Whether the character is of a script that writes no spaces, in a text of an unspaced language."""
    return character >= _FIRST_UNSPACED_LETTER
