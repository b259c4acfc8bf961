"""The digits that numbers are shown with, and the separators that belong to them.

«12.5» is «۱۲٫۵» with Persian digits, «1,000» is «۱٬۰۰۰»; times, dates and versions change their digits only.
Numbers that are part of a Latin word (mp3, COVID-19) stay.
Source: Unicode CLDR, locale fa (decimal ٫ U+066B, group ٬ U+066C); ISIRI 6219.
"""

import re
from enum import StrEnum

_LATIN = "0123456789"
_PERSIAN = "۰۱۲۳۴۵۶۷۸۹"
_ARABIC = "٠١٢٣٤٥٦٧٨٩"
_TO_PERSIAN = str.maketrans(_LATIN + _ARABIC, _PERSIAN * 2)
_TO_LATIN = str.maketrans(_PERSIAN + _ARABIC, _LATIN * 2)
_LATIN_LETTER = re.compile(r"[A-Za-zÀ-ɏ]")
_NUMBER = re.compile(r"(?<![\d.,٫٬])(?:\d{1,3}(?:[,٬]\d{3})+|\d+)(?:[.٫]\d+)?(?![.,٫٬]?\d)")
_SEPARATORS_TO_PERSIAN = str.maketrans(".,", "٫٬")
_SEPARATORS_TO_LATIN = str.maketrans("٫٬", ".,")


class Digits(StrEnum):
    """Which digits a number is shown with."""

    KEEP = "keep"
    PERSIAN = "persian"
    LATIN = "latin"


def with_digits(text: str, digits: Digits) -> str:
    """The text of one piece with its numbers in these digits."""
    if digits is Digits.KEEP or _LATIN_LETTER.search(text):
        return text
    to_persian = digits is Digits.PERSIAN
    separators = _SEPARATORS_TO_PERSIAN if to_persian else _SEPARATORS_TO_LATIN
    text = _NUMBER.sub(lambda number: number[0].translate(separators), text)
    return text.translate(_TO_PERSIAN if to_persian else _TO_LATIN)
