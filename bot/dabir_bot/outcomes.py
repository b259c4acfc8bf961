"""What a job came to, as a workflow's row holds it: the answer's id or what went wrong, never the text itself. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dabir_bot.job_errors import JobFailed
from dabir_bot.store import AnswerId
from dabir_core.errors import AudioError, DabirError, EngineCrashed, ModelError, OutputError


@dataclass(frozen=True, slots=True)
class Answered:
    """There is a transcript, perhaps one without words."""

    answer: AnswerId

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        return {"answer": self.answer}


@dataclass(frozen=True, slots=True)
class Refused:
    """There is none, for this reason."""

    error: DabirError

    def to_json(self) -> dict[str, Any]:
        """Plain values; the detail is for the log and stays out."""
        return {"error": type(self.error).__name__, "subject": self.error.subject}


Outcome = Answered | Refused


def outcome_of(values: dict[str, Any]) -> Outcome:
    """The inverse of both `to_json`; a class that does not exist any more becomes JobFailed."""
    if "answer" in values:
        return Answered(AnswerId(values["answer"]))
    kinds = {kind.__name__: kind for kind in _kinds(DabirError)}
    return Refused(kinds.get(values["error"], JobFailed)(values["subject"]))


def refused(error: DabirError, *, job: str, name: str) -> Refused:
    """What an error is to the one who asked.

    Of sound it speaks by the sender's name for the file, not by our path; what the operator has to mend is nothing that
    the sender can.
    """
    if isinstance(error, AudioError | EngineCrashed):
        return Refused(type(error)(name))
    return Refused(JobFailed(job) if isinstance(error, ModelError | OutputError) else error)


def _kinds(kind: type[DabirError]) -> Iterator[type[DabirError]]:
    yield kind
    for narrower in kind.__subclasses__():
        yield from _kinds(narrower)
