"""Tokens to words: which tokens spell a word, and what the alignment says of its time.

A byte-level vocabulary may split one Persian letter between two tokens, so letters are put together first. Words are
then split at spaces, as Whisper does, which leaves the zero-width non-joiner inside them; in languages that write no
spaces each of Whisper's letter groups is a word. A mark that stands alone joins the word it belongs to, but a word's
time and probability are those of its letters: the mark's token is where the decoder waits out the pause.

Source: semantics of openai/whisper@c0d2f62 tokenizer.py (split_to_word_tokens) and timing.py (merge_punctuations).
"""

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from dabir_core.asr.punctuation import is_closing, is_mark, is_opening
from dabir_core.text.spaces import UNSPACED_LANGUAGES, is_unspaced
from dabir_core.transcript import Word
from dabir_core.units import Seconds

LETTERS_OF_A_DIGIT = 3
"""Persian digits are words of two to four letters: یک, سه, پنج, چهار."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """A stretch of text, and the tokens [first, last) that say when it is spoken."""

    text: str
    first: int
    last: int

    @property
    def tokens(self) -> range:
        """Their places in the text."""
        return range(self.first, self.last)


def spell_words(token_bytes: Sequence[bytes], *, language: str) -> tuple[Spelling, ...]:
    """The words that text tokens spell, without outer spaces; joined, they are the text but for its spaces.

    Args: token_bytes: of each text token, none empty; what is no UTF-8 gives U+FFFD.
    """
    letters = _letter_groups(token_bytes)
    begins = _begins_unspaced_word if language in UNSPACED_LANGUAGES else _is_after_space
    starts = [place for place, group in enumerate(letters) if place == 0 or begins(letters[place - 1].text, group.text)]
    words = [_spell(letters[first:last]) for first, last in pairwise([*starts, len(letters)])]
    return tuple(_attach_opening(_attach_closing([word for word in words if word.text])))


def spoken_letters(text: str) -> int:
    """How many letters it takes to say the text: its own, and a few for each digit."""
    return sum(LETTERS_OF_A_DIGIT if character.isdigit() else character.isalnum() for character in text)


def letters_of_tokens(token_bytes: Sequence[bytes]) -> list[float]:
    """How many spoken letters each token spells; one that is split between tokens is shared evenly."""
    groups = _letter_groups(token_bytes)
    return [spoken_letters(group.text) / (group.last - group.first) for group in groups for _ in group.tokens]


def time_words(
    words: Sequence[Spelling],
    boundaries: NDArray[np.float64],
    *,
    log_probabilities: Sequence[float],
    offset: Seconds = 0.0,
) -> tuple[Word, ...]:
    """Words with their times, `offset` seconds after those of the tokens, and how likely their tokens were on average.

    The average is the geometric mean; marks do not count, for how sure the decoder is of a comma says nothing of it.

    Args: boundaries: (n + 1,) seconds as `token_boundaries` gives them; log_probabilities: one of each of the n tokens.
    """
    return tuple(
        Word(
            word.text,
            start=offset + float(boundaries[word.first]),
            end=offset + float(boundaries[word.last]),
            probability=_mean_probability(log_probabilities[word.first : word.last]),
        )
        for word in words
    )


def _mean_probability(log_probabilities: Sequence[float]) -> float:
    return math.exp(math.fsum(log_probabilities) / len(log_probabilities))


def _letter_groups(token_bytes: Sequence[bytes]) -> list[Spelling]:
    """The shortest runs of tokens that hold whole letters: none begins with a UTF-8 continuation byte (10xxxxxx)."""
    starts = [place for place, spelled in enumerate(token_bytes) if place == 0 or spelled[0] & 0xC0 != 0x80]
    return [
        Spelling(b"".join(token_bytes[first:last]).decode("utf-8", errors="replace"), first, last)
        for first, last in pairwise([*starts, len(token_bytes)])
    ]


def _is_after_space(before: str, text: str) -> bool:
    return before[-1].isspace() or text[0].isspace()


def _begins_unspaced_word(before: str, text: str) -> bool:
    """Whether a new word begins where no spaces are written; vowel signs and foreign words are not torn apart."""
    if _is_after_space(before, text):
        return True
    if unicodedata.category(text[0]).startswith("M"):
        return False
    return is_unspaced(before[-1]) or is_unspaced(text[0])


def _spell(groups: Sequence[Spelling]) -> Spelling:
    """One word of letter groups; its tokens are those from the first to the last with a letter in it."""
    spoken = [group for group in groups if not is_mark(group.text)] or groups
    return Spelling("".join(group.text for group in groups).strip(), spoken[0].first, spoken[-1].last)


def _attach_closing(words: Sequence[Spelling]) -> list[Spelling]:
    attached: list[Spelling] = []
    for word in words:
        if attached and is_closing(word.text):
            attached[-1] = _join(attached[-1], word)
        else:
            attached.append(word)
    return attached


def _attach_opening(words: Sequence[Spelling]) -> list[Spelling]:
    attached: list[Spelling] = []
    for word in reversed(words):
        if attached and is_opening(word.text):
            attached[-1] = _join(word, attached[-1])
        else:
            attached.append(word)
    return attached[::-1]


def _join(left: Spelling, right: Spelling) -> Spelling:
    """Both texts as one word, spoken when the one with letters is."""
    spoken = right if is_mark(left.text) and not is_mark(right.text) else left
    return Spelling(left.text + right.text, spoken.first, spoken.last)
