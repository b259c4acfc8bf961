"""Numbers in Persian words, as they are read: «۱۴۰۲» → «هزار و چهارصد و دو», «۲٫۵» → «دو ممیز پنج».

Texts are given with Latin digits. What is spelled:

    groups of three    2,500 and 2٬500 are one number
    one . ٫ or /       a decimal mark; more of them (dates, versions) part numbers
    zeros in front     are said one by one («021»), and so is a number of more than fifteen digits
    % and ٪            «درصد»
    ordinals           20م, 20ام → «بیستم»; 3م → «سوم»; 30م → «سی ام»
"""

import re
from typing import Final

_ONES: Final = (
    *("صفر", "یک", "دو", "سه", "چهار", "پنج", "شش", "هفت", "هشت", "نه"),
    *("ده", "یازده", "دوازده", "سیزده", "چهارده", "پانزده", "شانزده", "هفده", "هجده", "نوزده"),
)
_TENS: Final = ("بیست", "سی", "چهل", "پنجاه", "شصت", "هفتاد", "هشتاد", "نود")
_HUNDREDS: Final = ("صد", "دویست", "سیصد", "چهارصد", "پانصد", "ششصد", "هفتصد", "هشتصد", "نهصد")
_SCALES: Final = ("", "هزار", "میلیون", "میلیارد", "تریلیون")
_MOST_DIGITS: Final = 3 * len(_SCALES)
_AND: Final = " و "
_USUAL: Final = {
    "یکصد": "صد",
    "یکهزار": "هزار",
    "هیفده": "هفده",
    "هیجده": "هجده",
    "ملیون": "میلیون",
    "ملیارد": "میلیارد",
}
_GROUPED: Final = re.compile(r"(?<!\d)\d{1,3}(?:[,٬،]\d{3})+(?!\d)")
_SEPARATOR: Final = re.compile(r"[,٬،]")
_NUMBER: Final = re.compile(r"\d+(?:[.٫/]\d+)*")
_DECIMAL_MARK: Final = re.compile(r"[.٫/]")
_ORDINAL: Final = re.compile(r"(?<![\d.٫/])(\d+)[\u200c ]?ا?م(ین)?(?!\w)")
_PERCENT: Final = re.compile(r"[%٪]")


def spell(number: int) -> str:
    """The number in words. Raises: ValueError below zero and above fifteen digits."""
    if not 0 <= number < 10**_MOST_DIGITS:
        raise ValueError(number)
    groups = [(number // 1000**place % 1000, place) for place in reversed(range(len(_SCALES)))]
    return _AND.join(_group(size, place) for size, place in groups if size) or _ONES[0]


def spell_numbers(text: str) -> str:
    """The text with its numbers, given with Latin digits, in words that spaces part from their neighbours."""
    text = _GROUPED.sub(lambda found: _SEPARATOR.sub("", found[0]), text)
    text = _ORDINAL.sub(lambda found: f" {_ordinal(_digits(found[1]))}{found[2] or ''} ", text)
    text = _NUMBER.sub(lambda found: f" {_number(found[0])} ", text)
    return _PERCENT.sub(" درصد ", text)


def usual_spelling(word: str) -> str:
    """A word of a number as `spell` has it, where there are two spellings; any other word itself."""
    return _USUAL.get(word, word)


def _group(size: int, place: int) -> str:
    """«چهارصد و دو هزار»; a thousand goes without its one."""
    words = [] if size == 1 and place == 1 else [_below_thousand(size)]
    return " ".join([*words, _SCALES[place]]).strip()


def _below_thousand(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    words = [_HUNDREDS[hundreds - 1]] if hundreds else []
    if rest >= 20:
        tens, rest = divmod(rest, 10)
        words.append(_TENS[tens - 2])
    return _AND.join([*words, _ONES[rest]] if rest else words)


def _number(written: str) -> str:
    parts = [_digits(part) for part in _DECIMAL_MARK.split(written)]
    return (" ممیز " if len(parts) == 2 else " ").join(parts)


def _digits(written: str) -> str:
    if len(written) > _MOST_DIGITS:
        return " ".join(_ONES[int(digit)] for digit in written)
    rest = written.lstrip("0")
    zeros = [_ONES[0]] * (len(written) - len(rest))
    return " ".join([*zeros, spell(int(rest))] if rest else zeros)


def _ordinal(words: str) -> str:
    if words.endswith("سه"):
        return words.removesuffix("سه") + "سوم"
    return f"{words} ام" if words.endswith("سی") else f"{words}م"
