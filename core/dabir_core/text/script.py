"""The letters of Persian writing, and what is no Persian word: links, addresses, tags.

Source: The Unicode Standard, block Arabic (U+0600–U+06FF) and ArabicShaping.txt (which letters join to the next one).
"""

import re

ZWNJ = "\u200c"
"""The half-space: letters on its two sides do not join, and no space is seen."""
TATWEEL = "\u0640"

LETTERS = r"\u0621-\u063f\u0641-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06fc\u06ff"
"""Letters, for a regular expression's class; Arabic ones too, since a rule must work where another is off."""
MARKS = r"\u064b-\u065f\u0670"
"""Vowel signs and the small hamze, for a regular expression's class."""
NON_JOINING = "آأؤإاةدذرزژوۀء"
"""Letters that never join to the one after them, so that no half-space is needed there."""

_ARABIC_TO_PERSIAN = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "ڪ": "ک"})
_MARK = re.compile(f"[{MARKS}]")
_STRETCHED = re.compile(f"[{LETTERS}{MARKS}{TATWEEL}]+")
_NOT_PROSE = re.compile(r"://|^\W*www\.|\S@\S|^\W*[@#]\w|[A-Za-z0-9-]\.[A-Za-z]{2,}|_", re.IGNORECASE)


def is_prose(text: str) -> bool:
    """Whether this stretch between spaces is no link, e-mail address, @name, #tag or file name."""
    return not _NOT_PROSE.search(text)


def persian_letters(text: str) -> str:
    """The text with ی and ک for the Arabic letters that look like them.

    «ى» becomes «ی» in any place, for Persian has no other; «ة», «ۀ» and «هٔ» are Persian spellings and stay
    («دایرة‌المعارف», «نامهٔ»), and so does every hamze («مسئول», «رأی»).
    """
    return text.translate(_ARABIC_TO_PERSIAN)


def without_tatweel(text: str) -> str:
    """The text without stretched letters: «ســلام» → «سلام».

    A tatweel before a word («ـها», a suffix spoken of) or beside one letter («هـ», abbreviated) is meant, and stays.
    """
    return _STRETCHED.sub(lambda found: _unstretched(found[0]), text)


def bare(text: str) -> str:
    """The text as word lists have it: Persian letters, no vowel signs."""
    return _MARK.sub("", persian_letters(text))


def _unstretched(stretch: str) -> str:
    letters = stretch.replace(TATWEEL, "")
    lead = stretch[: len(stretch) - len(stretch.lstrip(TATWEEL))]
    return lead + letters if len(_MARK.sub("", letters)) > 1 else stretch
