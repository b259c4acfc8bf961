"""What a checkpoint's short inputs are worth: notes read with the short and the whole input, counted and judged. Pure.

A length is earned where its notes run away no more often than 0.5 % and lose no more than 0.3 points of character error
rate (CER) with what chance may hide in that: twice its standard error. Few notes cannot show such small rates, so they
are judged strictly by the same rule: of less than 200 none may run away, and of less than 1,000 letters not one may be
lost. Even that leaves much open: of n notes without a fault, up to 3 / n may be faulty (at 95 %), and notes of one
recording that overlap count as if each were another. So a verdict is worth what its speech is, and the guards watch
every window afterwards.

Without a reference the whole input's text stands for it. That is the strict side: what parts the two texts is at least
the difference of what parts each from the truth. Notes whose whole-input text is empty or itself not believed say
nothing of the input's length, and do not count.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from dabir_core.models.edit_distance import edit_distance, nearest_stretch
from dabir_core.units import Seconds

FEWEST: Final = 4
"""Notes of one length without which nothing is said of it; the bundled sample has as many of each."""
MOST_RUNAWAYS_PERCENT: Final = 0.5
MOST_CER_POINTS: Final = 0.3


class Outcome(StrEnum):
    """What became of one length."""

    PASSED = "passed"
    TOO_FEW = "too-few-notes"
    RUNAWAYS = "runaways"
    WORSE = "worse-text"


@dataclass(frozen=True, slots=True)
class Spoken:
    """What is known of a note's words: `text` is all of them, or that of the recording it is a part of."""

    text: str
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class Comparison:
    """One note. Errors are letters against what was said, or against the whole input's text where nobody knows.

    `apart` letters part the two texts; `ran_away` says that the guards doubt the short input's text.
    """

    letters: int
    full_errors: int
    short_errors: int
    apart: int
    ran_away: bool


def compare(full: str, short: str, *, spoken: Spoken | None, ran_away: bool) -> Comparison:
    """Compares a note's two texts; of a longer reference the part nearest to the whole input's text is the note's."""
    full, short = _folded(full), _folded(short)
    reference = full if spoken is None else _folded(spoken.text)
    if spoken is not None and not spoken.is_whole:
        reference = nearest_stretch(full, reference)
    return Comparison(
        letters=len(reference),
        full_errors=edit_distance(full, reference),
        short_errors=edit_distance(short, reference),
        apart=edit_distance(short, full),
        ran_away=ran_away,
    )


def _folded(text: str) -> str:
    return " ".join(text.split())


@dataclass(frozen=True, slots=True)
class LengthFigures:
    """All notes that were read with inputs of `seconds`; `left_out` are those that say nothing.

    `deviation` is the standard error, in letters, of the difference between `short_errors` and `full_errors`.
    """

    seconds: Seconds
    notes: int
    left_out: int
    runaways: int
    worse: int
    letters: int
    full_errors: int
    short_errors: int
    apart: int
    deviation: float = 0.0

    @property
    def apart_percent(self) -> float:
        """CER between the two texts."""
        return 100 * self.apart / max(1, self.letters)

    @property
    def full_cer_percent(self) -> float:
        """CER of the whole input's text; 0 where no reference is known."""
        return 100 * self.full_errors / max(1, self.letters)

    @property
    def short_cer_percent(self) -> float:
        """CER of the short input's text."""
        return 100 * self.short_errors / max(1, self.letters)

    @property
    def outcome(self) -> Outcome:
        """The judgement; see the module."""
        if self.notes < FEWEST:
            return Outcome.TOO_FEW
        if 100 * self.runaways > MOST_RUNAWAYS_PERCENT * self.notes:
            return Outcome.RUNAWAYS
        most_lost = self.short_errors - self.full_errors + 2 * self.deviation
        return Outcome.WORSE if 100 * most_lost > MOST_CER_POINTS * self.letters else Outcome.PASSED


def figures(seconds: Seconds, comparisons: Sequence[Comparison], *, left_out: int = 0) -> LengthFigures:
    """Adds the notes of one length up."""
    return LengthFigures(
        seconds=seconds,
        notes=len(comparisons),
        left_out=left_out,
        runaways=sum(each.ran_away for each in comparisons),
        worse=sum(each.short_errors > each.full_errors for each in comparisons),
        letters=sum(each.letters for each in comparisons),
        full_errors=sum(each.full_errors for each in comparisons),
        short_errors=sum(each.short_errors for each in comparisons),
        apart=sum(each.apart for each in comparisons),
        deviation=_deviation(comparisons),
    )


def _deviation(comparisons: Sequence[Comparison]) -> float:
    """Of a sum over notes that are as long as they are: what each lost beyond its share of the letters, squared."""
    letters = sum(each.letters for each in comparisons)
    lost = [each.short_errors - each.full_errors for each in comparisons]
    rate = sum(lost) / max(1, letters)
    squares = ((loss - rate * each.letters) ** 2 for loss, each in zip(lost, comparisons, strict=True))
    return round(math.sqrt(math.fsum(squares)), 3)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a checkpoint has earned: its lengths from the longest down, as far as they were tried."""

    lengths: tuple[LengthFigures, ...]

    @property
    def shortest(self) -> Seconds | None:
        """The shortest length that passed together with all longer ones; None if the longest did not."""
        earned = None
        for each in self.lengths:
            if each.outcome is not Outcome.PASSED:
                break
            earned = each.seconds
        return earned

    def grants_more_on_less(self, known: "Verdict") -> bool:
        """Whether it grants a length that another verdict on the same checkpoint refused, which had heard more notes.

        Such a verdict is luck: few notes hide what many show.
        """
        refused = next((each for each in known.lengths if each.outcome is not Outcome.PASSED), None)
        if refused is None or self.shortest is None or self.shortest > refused.seconds:
            return False
        return all(each.notes < refused.notes for each in self.lengths if each.seconds == refused.seconds)
