"""What one hypothesis gets wrong, counted in words and letters; utterances add up.

Letters are counted without spaces, so that where words are parted does not matter there either. Their distance is
core's: one way to compute it.
"""

from dataclasses import dataclass

from dabir_core.models.edit_distance import edit_distance
from dabir_training.scoring.alignment import LONGEST_RUN, word_errors
from dabir_training.scoring.folding import folded_words, raw_words, strict_words


@dataclass(frozen=True, slots=True)
class Counts:
    """Errors of one utterance, or of several together, and of how many.

    word      boundary-tolerant, by our rules; plain on the strings as they are where the score is raw
    strict    plain, by the rules of PESTE's fa-v1
    letter    by our rules, without spaces
    """

    word_errors: int = 0
    words: int = 0
    strict_errors: int = 0
    strict_words: int = 0
    letter_errors: int = 0
    letters: int = 0


def count(reference: str, hypothesis: str, *, is_raw: bool = False) -> Counts:
    """One utterance's errors; `is_raw` compares its words as they stand, as the student did."""
    said, heard = folded_words(reference), folded_words(hypothesis)
    strict_said, strict_heard = strict_words(reference), strict_words(hypothesis)
    letters, heard_letters = "".join(said), "".join(heard)
    words, errors = len(said), word_errors(said, heard, longest_run=LONGEST_RUN)
    if is_raw:
        raw_said, raw_heard = raw_words(reference), raw_words(hypothesis)
        words, errors = len(raw_said), word_errors(raw_said, raw_heard)
    return Counts(
        word_errors=errors,
        words=words,
        strict_errors=word_errors(strict_said, strict_heard),
        strict_words=len(strict_said),
        letter_errors=0 if letters == heard_letters else edit_distance(heard_letters, letters),
        letters=len(letters),
    )
