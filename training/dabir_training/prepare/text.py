"""A clip's text: as the model is to write it, and as a key by which the same sentence is known in other spellings.

The text is mended by core's display rules, after what only files have is taken out: byte order marks, direction marks,
presentation forms, and the signs that stood for a half-space. Digits are Persian, as readers are shown them.
The key knows letters and digits alone and folds more than scoring does: it decides what could leak into a test, where a
false match costs one clip and a missed one the test.
Source: Unicode 16, ArabicShaping.txt and the block Arabic Presentation Forms.
"""

import hashlib
import re
import unicodedata
from typing import Final

from dabir_core.text.digits import Digits
from dabir_core.text.display import DisplayRules, mend
from dabir_core.text.script import ZWNJ

DISPLAY_VERSION: Final = "display-1"
"""Named in what a set was made of; raised when the rules here or in core change what texts come out."""
_RULES: Final = DisplayRules(digits=Digits.PERSIAN)
_INVISIBLE: Final = re.compile("[\u200d-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\x00-\x08\x0e-\x1f\x7f-\x84]")
_OLD_HALF_SPACE: Final = re.compile("(?<=[\u0621-\u06d3])[\u200b\u00ad\u00ac]+(?=[\u0621-\u06d3])")
_USELESS_SIGN: Final = re.compile("[\u200b\u00ad]")
_PRESENTATION: Final = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]+")
_NOT_SPOKEN: Final = re.compile(r"[\W_]+")
_FOLD: Final = str.maketrans(
    "\u064a\u0649\u06d2\u0626\u0643\u06aa\u0629\u06c0\u06d5\u06c1\u06be\u0622\u0623\u0625\u0671\u0624"
    "۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩",
    "ییییککههههه" + "اااا" + "و" + "0123456789" * 2,
)
_ARABIC_SCRIPT: Final = frozenset({"fa", "ar", "ur", "ps", "sd"})


def training_text(written: str, *, language: str) -> str:
    """The text as the model is to write it; only Persian is mended, other languages are cleaned of what is not seen."""
    text = _INVISIBLE.sub("", _OLD_HALF_SPACE.sub(ZWNJ, written))
    text = _PRESENTATION.sub(lambda found: unicodedata.normalize("NFKC", found[0]), _USELESS_SIGN.sub("", text))
    if text.count('"') % 2:  # one of a pair, left over where a longer text was cut into sentences
        text = text.replace('"', "")
    return mend(" ".join(text.split()), _RULES, language=language)


def spoken_letters(text: str) -> str:
    """The letters and digits alone: no spaces, marks or punctuation."""
    return _NOT_SPOKEN.sub("", text)


def sentence_key(text: str) -> int:
    """64 bits with a sign; equal for two spellings of one sentence."""
    folded = spoken_letters(unicodedata.normalize("NFKC", text).casefold()).translate(_FOLD)
    return short_hash(folded)


def short_hash(text: str) -> int:
    """64 bits with a sign, as SQLite holds them; the same on every machine."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)


def is_in_wrong_script(text: str, *, language: str) -> bool:
    """Whether a text of a language in Arabic script has Latin letters alone, as «NA» and «null» have."""
    letters = [letter for letter in text if letter.isalpha()]
    return language in _ARABIC_SCRIPT and bool(letters) and all(letter < "\u0250" for letter in letters)
