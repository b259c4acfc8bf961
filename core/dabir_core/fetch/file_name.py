"""A file's name from a title that a stranger chose; pure.

Letters of any script stay, with the ZWNJ between them; what could leave the folder, hide the file, steer a terminal,
turn the reading direction, or be refused by Windows goes. Lengths count in bytes, as file systems do.
Source: Microsoft, "Naming Files, Paths, and Namespaces"; Unicode UAX #9 for direction characters.
"""

import re
import unicodedata
from typing import Final

LONGEST_BYTES: Final = 150
"""Below the 255 that most systems allow, with room for suffixes; a Persian letter takes two."""

_JOINERS: Final = "\u200c\u200d"
_FORBIDDEN: Final = str.maketrans(dict.fromkeys('<>:"/\\|?*', " "))
_RESERVED: Final = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?![^.\s])", re.IGNORECASE)


def safe_file_name(title: str, *, otherwise: str = "link") -> str:
    """A name without a suffix; `otherwise` where nothing of the title can stay."""
    kept = "".join(map(_shown, unicodedata.normalize("NFC", title))).translate(_FORBIDDEN)
    name = " ".join(kept.split()).lstrip(".-~ " + _JOINERS)
    name = _shortened(name).rstrip(". " + _JOINERS)
    if _RESERVED.match(name):
        name = f"_{name}"
    return name or otherwise


def _shown(letter: str) -> str:
    category = unicodedata.category(letter)
    if category[0] == "Z" or category == "Cc":
        return " "
    return letter if category[0] != "C" or letter in _JOINERS else ""


def _shortened(name: str) -> str:
    """Cut between two letters; a mark stays with its letter or goes with it."""
    cut = name.encode()[:LONGEST_BYTES].decode(errors="ignore")
    if cut == name or not unicodedata.combining(name[len(cut)]):
        return cut
    while cut and unicodedata.combining(cut[-1]):
        cut = cut[:-1]
    return cut[:-1]
