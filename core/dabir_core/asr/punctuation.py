"""Which marks open, close, end a sentence or end a clause, in Persian, Latin and East Asian writing.

Used to put a mark that stands alone to the word it belongs to, and to find good places for the end of a cue.
"""

import unicodedata

OPENING = frozenset("«‹([{“‘„¿¡「『《〈（【\"'")
"""Straight quotes that stand alone are taken for opening ones, as Whisper takes them."""
INVISIBLE = frozenset("\u200b\u200c\u200d\u200e\u200f\ufeff")
"""Joiners and direction marks: one that stands alone between spaces is no word, and joins the one before it."""
CLOSING = frozenset("»›)]}”’،؛؟٪.,;:!?…%۔。，、！？：；」』》〉）】") | INVISIBLE
SENTENCE_END = frozenset(".!?؟…۔。！？")
CLAUSE_END = frozenset("،,؛;:，、；：")
_AFTER_THE_END = "»›)]}”’\"'」』》〉）】"


def is_mark(text: str) -> bool:
    """Whether the text has no letter, vowel sign or digit."""
    return all(unicodedata.category(character)[0] not in "LMN" for character in text)


def is_opening(text: str) -> bool:
    """Whether the text is nothing but marks that belong to the word after them."""
    return all(character in OPENING for character in text)


def is_closing(text: str) -> bool:
    """Whether the text is nothing but marks, the first of which belongs to the word before it."""
    return text[:1] in CLOSING and is_mark(text)


def ends_sentence(text: str) -> bool:
    """Whether a sentence ends with this word, quotes and brackets that close after the mark aside."""
    return text.rstrip(_AFTER_THE_END)[-1:] in SENTENCE_END


def ends_clause(text: str) -> bool:
    """Whether a clause ends with this word, quotes and brackets that close after the mark aside."""
    return text.rstrip(_AFTER_THE_END)[-1:] in CLAUSE_END
