"""What an app knows of a job that its worker runs: how far it came, what was told of it, where its worker crashed."""

from dataclasses import dataclass, field

from dabir_core.asr.messages import (
    Done,
    Failed,
    Finished,
    JobId,
    Listen,
    LiveOver,
    LiveTold,
    Progressed,
    Said,
    Submit,
)
from dabir_core.errors import EngineCrashed
from dabir_core.options import TranscribeOptions
from dabir_core.transcript import Cancelled, Segment
from dabir_core.units import Seconds


@dataclass(slots=True)
class WorkerJob:
    """One submitted job; a restarted worker tells it from the start, and only what is new is passed on.

    is_told     whether the worker that runs now was given it
    is_begun    whether that worker runs it
    is_suspect  whether a worker ended while it ran this job, which has not come past that place since
    """

    submit: Submit
    is_cancelled: bool = False
    is_told: bool = False
    is_begun: bool = False
    is_suspect: bool = False
    _told: list[Segment] = field(default_factory=list)
    _told_until: Seconds = -1.0
    _heard: int = 0
    _place: Seconds = 0.0
    _crashed_at: set[Seconds] = field(default_factory=set)

    def is_news(self, message: Said) -> bool:
        """Takes note of a message about this job; whether it says something that was not told before."""
        if isinstance(message, Progressed):
            self._place = message.progress.done
            self.is_suspect = self.is_suspect and self._place <= max(self._crashed_at)
            is_news, self._told_until = self._place >= self._told_until, max(self._place, self._told_until)
            return is_news
        if isinstance(message, Finished):
            self._heard += 1
            if self._heard <= len(self._told):
                return False
            self._told.append(message.segment)
        return True

    def crashed(self, *, alone: bool) -> bool:
        """Takes note that the worker ended while it ran this job, alone or with others.

        Gives whether the job is to blame: it ran alone, and a worker had ended on the same window before.
        """
        self.is_suspect = True
        return _is_second(self._crashed_at, self._place, alone=alone)

    def begin_anew(self) -> None:
        """Its worker ended; the next one knows nothing of it."""
        self.is_told = self.is_begun = False
        self._heard, self._place = 0, 0.0

    def stopped(self, model: str) -> Done:
        """The last message of a cancelled job that nobody can tell the end of any more."""
        if self.submit.redo is not None:
            return Done(self.submit.job, Cancelled(self.submit.redo.transcript))
        partial = Cancelled.after(self._told, model=model, language=self.submit.options.language or "")
        return Done(self.submit.job, partial)

    def blamed(self) -> Failed:
        """The last message of a job that ended its worker twice."""
        return Failed(self.submit.job, EngineCrashed(str(self.submit.source)))


@dataclass(slots=True)
class LiveJob:
    """The live text of one recording; see `WorkerJob`. A restarted worker goes on after the last ended utterance."""

    job: JobId
    options: TranscribeOptions
    is_cancelled: bool = False
    is_told: bool = False
    is_begun: bool = False
    is_suspect: bool = False
    _place: Seconds = 0.0
    _crashed_at: set[Seconds] = field(default_factory=set)

    @property
    def submit(self) -> Listen:
        """What a worker is told."""
        return Listen(self.job, self.options, self._place)

    def is_news(self, message: Said) -> bool:
        """Takes note of how far it came; all of it is new."""
        if isinstance(message, LiveTold) and message.update.ended:
            self._place = message.update.ended[-1].end
            self.is_suspect = False
        return True

    def crashed(self, *, alone: bool) -> bool:
        """Whether it is to blame for the end of its worker."""
        self.is_suspect = True
        return _is_second(self._crashed_at, self._place, alone=alone)

    def begin_anew(self) -> None:
        """Its worker ended."""
        self.is_told = self.is_begun = False

    def stopped(self, model: str) -> LiveOver:  # noqa: ARG002 — as of any job
        """The last message of one that was cancelled."""
        return LiveOver(self.job)

    def blamed(self) -> Failed:
        """The last message of one that ended its worker twice."""
        return Failed(self.job, EngineCrashed())


def _is_second(crashed_at: set[Seconds], place: Seconds, *, alone: bool) -> bool:
    """Whether a job that ran alone had ended a worker at this place before; notes the place."""
    is_second = alone and place in crashed_at
    crashed_at.add(place)
    return is_second
