"""Text that repeats itself: loops of tokens or words, while decoding and afterwards, and a compression ratio.

A loop is a unit of at most 20 tokens or words, said at least four times in a row. Persian doubles and trebles words
(«خیلی خیلی», «یواش یواش», «بله بله بله») and people say short words four or five times: so a loop must also cover
a minimum of tokens or words, and while decoding, where stopping costs text, more of both.
Source of the ratio: openai/whisper@c0d2f62 decoding.py, whose 2.4 was set for one byte a letter; UTF-8 gives Persian
two, which compress to the same size. Here each letter counts one byte, and Persian prose has 1.5 as English has 1.7.
"""

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dabir_core.arrays import TokenIds
from dabir_core.text.script import bare

_NO_LETTER = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class LoopRule:
    """A unit of 1 to `longest_unit` items, at least `repeats` times in a row, over at least `cover` items in all."""

    cover: int
    repeats: int = 4
    longest_unit: int = 20

    def repeats_of(self, unit: int) -> int:
        """How often a unit of this length must follow itself."""
        return max(self.repeats, -(-self.cover // unit))


TOKEN_LOOP = LoopRule(cover=24)
WORD_LOOP = LoopRule(cover=6)
RUN_AWAY = LoopRule(cover=36, repeats=6)
"""While decoding: what is stopped there may be honest (a prayer, a song), and its end would be lost."""


def has_loop(items: Sequence[int], rule: LoopRule) -> bool:
    """Whether a loop stands anywhere in the sequence."""
    row = np.asarray(items, dtype=np.int64)
    units = range(1, min(rule.longest_unit, len(row) // rule.repeats) + 1)
    return any(_longest_run(row[unit:] == row[:-unit]) >= unit * (rule.repeats_of(unit) - 1) for unit in units)


def ends_in_loop(items: TokenIds, rule: LoopRule) -> bool:
    """Whether the (n,) sequence ends in a loop."""
    for unit in range(1, min(rule.longest_unit, len(items) // rule.repeats) + 1):
        length = unit * rule.repeats_of(unit)
        if length <= len(items) and bool((items[unit - length :] == items[-length:-unit]).all()):
            return True
    return False


def word_ids(text: str) -> list[int]:
    """The text's words as numbers, equal for words that differ only in case, vowel signs and punctuation."""
    numbers: dict[str, int] = {}
    return [numbers.setdefault(word, len(numbers)) for word in plain_words(text)]


def plain_words(text: str) -> list[str]:
    """The text's words without case, vowel signs, punctuation and half-spaces."""
    words = (_NO_LETTER.sub("", word) for word in bare(text).casefold().split())
    return [word for word in words if word]


def compression_ratio(text: str) -> float:
    """Letters for each byte of the compressed text, whatever the script; 0 for no text."""
    letters = bytes(ord(letter) & 0xFF for letter in text)
    return len(letters) / len(zlib.compress(letters))


def _longest_run(is_equal: NDArray[np.bool_]) -> int:
    """The longest run of True."""
    breaks = np.flatnonzero(~np.concatenate(([False], is_equal, [False])))
    return int(np.diff(breaks).max()) - 1


@dataclass(frozen=True, slots=True)
class LoopGuard:
    """Obeys `decoding.StepGuard`: stops a row that runs away in a loop. Timestamps between the repeats do not hide it.

    It looks at each eighth token only, some tens of microseconds against milliseconds for a step.
    """

    first_timestamp: int
    every: int = 8

    def stops(self, tokens: TokenIds) -> bool:
        """See StepGuard."""
        if len(tokens) % self.every or len(tokens) < RUN_AWAY.cover:
            return False
        return ends_in_loop(tokens[tokens < self.first_timestamp], RUN_AWAY)
