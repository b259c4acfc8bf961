"""How wide a text is on a subtitle's line, in signs; the Unicode categories tell which signs take room."""

import unicodedata

_NO_WIDTH = frozenset({"Mn", "Me", "Cf"})


def shown_width(text: str) -> int:
    """Signs that take room: half-spaces, vowel signs and direction marks do not."""
    return sum(unicodedata.category(sign) not in _NO_WIDTH for sign in text)
