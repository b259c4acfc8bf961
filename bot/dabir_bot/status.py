"""How far a sound is on its way to text, and the line that says so. Pure."""

from dataclasses import dataclass
from enum import StrEnum
from math import ceil

from dabir_bot.texts import (
    DOWNLOADING,
    HOURS_LEFT,
    MINUTES_LEFT,
    NEXT_IN_LINE,
    QUEUED,
    SECONDS_LEFT,
    WRITING,
)
from dabir_core.phrase import Phrase
from dabir_core.sentences import Language
from dabir_core.text import Digits
from dabir_core.text.digits import with_digits
from dabir_core.units import Seconds


class Stage(StrEnum):
    """What happens to a sound now."""

    WAITING = "waiting"
    FETCHING = "fetching"
    WRITING = "writing"


@dataclass(frozen=True, slots=True)
class Status:
    """What the person who waits may know.

    ahead      jobs that come first, None where nobody knows
    done       the part of this stage that is finished, in [0, 1], None where nobody knows
    left       how long it will still take, None where nobody knows
    text       what is written so far
    """

    stage: Stage
    ahead: int | None = None
    done: float | None = None
    left: Seconds | None = None
    text: str = ""


_STAGES = {Stage.WAITING: NEXT_IN_LINE, Stage.FETCHING: DOWNLOADING, Stage.WRITING: WRITING}


def status_line(status: Status, language: Language) -> str:
    """One line for the person who waits, in their digits."""
    if status.stage is Stage.WAITING and status.ahead:
        return QUEUED(language, ahead=number(status.ahead, language))
    line = _STAGES[status.stage](language)
    told = [part for part in (_percent(status.done, language), _time_left(status.left, language)) if part]
    comma = "، " if language == "fa" else ", "
    return f"{line} {comma.join(told)}" if told else line


def number(count: int, language: Language) -> str:
    """A number in the digits of that language."""
    return with_digits(str(count), Digits.PERSIAN if language == "fa" else Digits.LATIN)


def _percent(done: float | None, language: Language) -> str:
    if done is None:
        return ""
    return number(int(100 * min(max(done, 0.0), 1.0)), language) + ("٪" if language == "fa" else "%")


def _time_left(left: Seconds | None, language: Language) -> str:
    if left is None or left <= 0:
        return ""
    phrase, unit = _unit_of(left)
    return phrase(language, count=number(ceil(left / unit), language))


def _unit_of(left: Seconds) -> tuple[Phrase, Seconds]:
    if left <= 55:
        return SECONDS_LEFT, 1.0
    return (MINUTES_LEFT, 60.0) if left <= 5400 else (HOURS_LEFT, 3600.0)
