"""Which three checkpoints the cards offer for Persian on this machine: fast, balanced, accurate. Pure.

Only those come into question that no other beats in both time and errors. Three neighbours among these are taken, with
the recommended one in their middle where it has neighbours on both sides.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from dabir_core.models import Candidate, Entry, Machine, Recommendation, recommended

LONGEST_MINUTES: Final = 120.0
"""For an hour of sound: a card that takes longer than twice the time of listening helps nobody."""
_CARDS: Final = 3


class Grade(StrEnum):
    """What a card stands for."""

    FAST = "fast"
    BALANCED = "balanced"
    ACCURATE = "accurate"


@dataclass(frozen=True, slots=True)
class Card:
    """One choice; `minutes` are those of an hour of sound, None until this machine is measured."""

    grade: Grade
    entry: Entry
    minutes: float | None = None
    is_recommended: bool = False


def cards_for(recommendation: Recommendation) -> tuple[Card, ...]:
    """Cards from what was found out about this machine, the fastest first; fewer than three where less fits."""
    usable = [each for each in recommendation.candidates if _is_offered(each)]
    chosen = _neighbours(_unbeaten(usable), recommendation.best)
    grades = _GRADES[len(chosen)]
    return tuple(
        Card(grade, each.entry, each.minutes, is_recommended=each is recommendation.best or len(chosen) == 1)
        for grade, each in zip(grades, chosen, strict=True)
    )


def cards_unmeasured() -> tuple[Card, ...]:
    """Cards for a machine that is not measured, or cannot be; the lightest is recommended, since it runs anywhere."""
    by_grade = {
        Grade.FAST: Machine.LAPTOP,
        Grade.BALANCED: Machine.STRONG_CPU,
        Grade.ACCURATE: Machine.GPU,
    }
    return tuple(
        Card(grade, recommended(machine), is_recommended=machine is Machine.LAPTOP)
        for grade, machine in by_grade.items()
    )


_GRADES: Final = {
    0: (),
    1: (Grade.BALANCED,),
    2: (Grade.FAST, Grade.ACCURATE),
    3: (Grade.FAST, Grade.BALANCED, Grade.ACCURATE),
}


def _is_offered(candidate: Candidate) -> bool:
    entry = candidate.entry
    is_known = entry.licence is not None and entry.published is not None
    return is_known and candidate.fits and candidate.minutes <= LONGEST_MINUTES


def _unbeaten(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Those than which no other is both faster and better, the fastest first."""
    found: list[Candidate] = []
    for each in sorted(candidates, key=lambda candidate: (candidate.minutes, _errors(candidate))):
        if not found or _errors(each) < _errors(found[-1]):
            found.append(each)
    return found


def _neighbours(candidates: Sequence[Candidate], best: Candidate | None) -> Sequence[Candidate]:
    middle = candidates.index(best) if best in candidates else 0
    first = max(0, min(middle - 1, len(candidates) - _CARDS))
    return candidates[first : first + _CARDS]


def _errors(candidate: Candidate) -> float:
    published = candidate.entry.published
    assert published is not None, "those without figures are not offered"
    return published.wer
