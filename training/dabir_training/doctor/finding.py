"""One thing that the doctor found, in one line of both languages. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from dabir_core.errors import DabirError
from dabir_core.phrase import Phrase
from dabir_core.sentences import Language
from dabir_training.errors import sentence


class Grade(StrEnum):
    """WRONG: the run would fail or spoil its figures. COSTLY: it would take longer or give less than it could."""

    GOOD = "good"
    COSTLY = "costly"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """A phrase with its values, and how bad that is."""

    grade: Grade
    phrase: Phrase
    values: Mapping[str, str] = field(default_factory=dict)

    def __call__(self, language: Language) -> str:
        """The line."""
        return self.phrase(language, **self.values)


def good(phrase: Phrase, **values: str) -> Finding:
    """All is as it should be."""
    return Finding(Grade.GOOD, phrase, values)


def costly(phrase: Phrase, **values: str) -> Finding:
    """The run works, and could do better."""
    return Finding(Grade.COSTLY, phrase, values)


def wrong(phrase: Phrase, **values: str) -> Finding:
    """The run must not be started so."""
    return Finding(Grade.WRONG, phrase, values)


def refused(error: DabirError) -> Finding:
    """What the step itself would refuse, in that error's own words."""
    told = {language: sentence(error, language) for language in ("en", "fa")}
    return wrong(Phrase("{en}", "{fa}"), **told)
