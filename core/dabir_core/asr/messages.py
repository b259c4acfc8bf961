"""What is said over the pipe between an app and the process that holds the engine: typed, frozen, pickled."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dabir_core.asr.redo import Excerpt
from dabir_core.errors import DabirError
from dabir_core.notices import Notice
from dabir_core.options import TranscribeOptions
from dabir_core.progress import Progress
from dabir_core.transcript import Cancelled, Segment, Transcript
from dabir_core.units import Seconds

if TYPE_CHECKING:
    from dabir_core.record import Grown, LiveUpdate

JobId = int
"""Counts from 1 within one `WorkerClient`."""


@dataclass(frozen=True, slots=True)
class WorkerOrder:
    """What a worker process is started with.

    journal    the database's path; None keeps no finished windows
    gives_way  whether all else on the machine goes before it
    """

    model: str | Path
    engine: str
    journal: Path | None
    gives_way: bool = False


@dataclass(frozen=True, slots=True)
class Redo:
    """A part of a transcript is to be made again, and the rest kept."""

    transcript: Transcript
    part: Excerpt


@dataclass(frozen=True, slots=True)
class Submit:
    """To the worker: transcribe this, together with what came before; `options.urgency` says what goes first.

    With `redo`, only that part; the outcome is the whole transcript, and no segments are told on the way.
    """

    job: JobId
    source: Path
    options: TranscribeOptions
    redo: Redo | None = None


@dataclass(frozen=True, slots=True)
class Listen:
    """To the worker: write live text of a recording that the app makes, from `start` on."""

    job: JobId
    options: TranscribeOptions
    start: Seconds = 0.0


@dataclass(frozen=True, slots=True)
class Grew:
    """To the worker: how far that recording is on disk by now; None before its first sound."""

    job: JobId
    grown: "Grown | None"
    is_over: bool


@dataclass(frozen=True, slots=True)
class Cancel:
    """To the worker: stop this job, running or waiting."""

    job: JobId


@dataclass(frozen=True, slots=True)
class Leave:
    """To the worker: end now; what is finished is in the journal."""


Command = Submit | Listen | Grew | Cancel | Leave


@dataclass(frozen=True, slots=True)
class Hello:
    """The checkpoint is loaded; jobs begin. It comes again after each restart."""

    model: str


@dataclass(frozen=True, slots=True)
class Restarted:
    """The worker's process ended by itself; its jobs go on in another one, whose Hello follows."""


@dataclass(frozen=True, slots=True)
class Noticed:
    """What to know of how the engine does its work, each thing once, also before Hello; `sentences` has the words."""

    notice: Notice


@dataclass(frozen=True, slots=True)
class Begun:
    """A job is no longer waiting; it is not passed on to the app."""

    job: JobId


@dataclass(frozen=True, slots=True)
class Progressed:
    """More of a job's recording is finished; never less than was told before."""

    job: JobId
    progress: Progress


@dataclass(frozen=True, slots=True)
class Finished:
    """One more segment of a job, in order of time; each comes once, however often the worker is restarted."""

    job: JobId
    segment: Segment


@dataclass(frozen=True, slots=True)
class LiveTold:
    """How the live text of a recording stands; what has ended comes once, however often the worker is restarted."""

    job: JobId
    update: "LiveUpdate"


@dataclass(frozen=True, slots=True)
class LiveOver:
    """The last message of a live text: its recording was heard to its end, or it was asked to stop."""

    job: JobId


@dataclass(frozen=True, slots=True)
class Failed:
    """A job's last message if it came to nothing; without a job, the checkpoint could not be loaded."""

    job: JobId | None
    error: DabirError


@dataclass(frozen=True, slots=True)
class Done:
    """A job's last message."""

    job: JobId
    outcome: Transcript | Cancelled


Said = Hello | Noticed | Begun | Progressed | Finished | LiveTold | LiveOver | Failed | Done
"""What a worker says over the pipe."""
Message = Said | Restarted
"""What an app hears: all of it but Begun, and what the worker cannot say itself."""
