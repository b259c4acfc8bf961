"""Core's worker clients, one per checkpoint, spoken to from a thread of their own.

A client may take a second to answer while it buries a worker that crashed, which the window must not wait for. One
checkpoint at a time is held in memory: when work for another one comes, clients that run nothing are closed.
"""

import logging
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from dabir_core import TranscribeOptions, Transcript
from dabir_core.asr import Done, Excerpt, Failed, Hello, JobId, LiveOver, Message, Noticed, Redo, Restarted
from dabir_core.errors import DabirError
from dabir_core.record import Growth

if TYPE_CHECKING:
    from dabir_core import WorkerClient

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Work:
    """A recording to be transcribed, or a part of its transcript to be made again.

    model   a checkpoint's folder, an installed one's name, or «demo»
    redo    the transcript and the part; the outcome is the whole transcript with that part made again
    """

    source: Path
    model: str
    options: TranscribeOptions = field(default_factory=TranscribeOptions)
    redo: Redo | None = None


@dataclass(frozen=True, slots=True)
class LiveWork:
    """A recording that this process makes, whose text is to be written along; `model` as of any work."""

    growth: Growth
    model: str
    options: TranscribeOptions = field(default_factory=TranscribeOptions)


class RunsJobs(Protocol):
    """What is needed of `WorkerClient`."""

    def submit(self, source: Path, options: TranscribeOptions | None = None) -> JobId:
        """Begins or queues a recording."""

    def redo(
        self, transcript: Transcript, part: Excerpt, *, source: Path, options: TranscribeOptions | None = None
    ) -> JobId:
        """Begins to make a part of a transcript again."""

    def listen(self, growth: Growth, options: TranscribeOptions | None = None) -> JobId:
        """Begins live text."""

    def cancel(self, job: JobId) -> None:
        """Asks a job to stop."""

    def events(self) -> Iterator[Message]:
        """Messages as they come, until it is closed."""

    def close(self) -> None:
        """Ends the worker."""


def start_worker(model: str) -> "WorkerClient":
    """A worker that gives way: the window's longest wait on two busy cores fell from 66 to 31 ms."""
    from dabir_core import WorkerClient

    return WorkerClient.start(model, gives_way=True)


StartsWorker = Callable[[str], RunsJobs]
Hears = Callable[[JobId | None, Message], object]
"""Called in any thread with our own number of a job, None for what is of no job, and what is said."""


class Workers:
    """Jobs by our own numbers, which are known before a client gives one of its own."""

    def __init__(self, start: StartsWorker, hear: Hears) -> None:
        self._start = start
        self._hear = hear
        self._orders = ThreadPoolExecutor(1, "engine-orders")
        self._hired: dict[str, _Hired] = {}
        self._is_closed = False

    def submit(self, job: JobId, work: Work | LiveWork) -> None:
        """Begins a job, and a worker for it if there is none; whatever goes wrong is said as Failed."""
        self._orders.submit(self._submit, job, work).add_done_callback(partial(self._look, job))

    def prepare(self, model: str) -> None:
        """Begins a worker for a model, if there is none."""
        self._orders.submit(self._hire, model)

    def cancel(self, job: JobId) -> None:
        """Asks a job to stop."""
        self._orders.submit(self._cancel, job)

    def rest(self) -> None:
        """Ends workers that run nothing, which gives their memory back."""
        self._orders.submit(self._dismiss_idle, "")

    def close(self) -> None:
        """Ends all workers, in about two seconds at most; nothing is heard of jobs that were under way.

        Calling it again changes nothing.
        """
        if not self._is_closed:
            self._is_closed = True
            self._orders.submit(self._close)
            self._orders.shutdown(wait=True)

    def _submit(self, job: JobId, work: Work | LiveWork) -> None:
        self._hire(work.model).submit(job, work)

    def _hire(self, model: str) -> "_Hired":
        self._dismiss_idle(model)
        if model not in self._hired:
            self._hired[model] = _Hired(self._start(model), self._hear)
        return self._hired[model]

    def _cancel(self, job: JobId) -> None:
        for hired in self._hired.values():
            hired.cancel(job)

    def _dismiss_idle(self, needed: str) -> None:
        idle = [model for model, hired in self._hired.items() if hired.is_idle and model != needed]
        for model in idle:
            self._hired.pop(model).client.close()

    def _close(self) -> None:
        for hired in self._hired.values():
            hired.client.close()
        self._hired.clear()

    def _look(self, job: JobId, submitted: "Future[None]") -> None:
        error = submitted.exception()
        if error is not None:
            _LOG.error("a job could not be begun", exc_info=error)
            known = error if isinstance(error, DabirError) else DabirError(detail=type(error).__name__)
            self._hear(job, Failed(None, known))


class _Hired:
    """A client, the thread that reads its messages, and our numbers of its jobs."""

    def __init__(self, client: RunsJobs, hear: Hears) -> None:
        self.client = client
        self._hear = hear
        self._lock = threading.Lock()
        self._jobs: dict[JobId, JobId] = {}  # the client's number → ours
        threading.Thread(target=self._listen, daemon=True, name="engine-reader").start()

    @property
    def is_idle(self) -> bool:
        """Whether it runs nothing."""
        return not self._jobs

    def submit(self, job: JobId, work: Work | LiveWork) -> None:
        """The lock keeps the reader from a message about a job whose number is not noted yet."""
        with self._lock:
            self._jobs[_begun(self.client, work)] = job

    def cancel(self, job: JobId) -> None:
        """Nothing happens if the job is not this client's."""
        with self._lock:
            numbers = [number for number, ours in self._jobs.items() if ours == job]
        for number in numbers:
            self.client.cancel(number)

    def _listen(self) -> None:
        for message in self.client.events():
            self._hear(self._ours(message), message)

    def _ours(self, message: Message) -> JobId | None:
        if isinstance(message, Hello | Noticed | Restarted) or message.job is None:
            return None
        with self._lock:
            is_last = isinstance(message, Done | LiveOver | Failed)
            return self._jobs.pop(message.job, None) if is_last else self._jobs.get(message.job)


def _begun(client: RunsJobs, work: Work | LiveWork) -> JobId:
    """The client's number for it."""
    if isinstance(work, LiveWork):
        return client.listen(work.growth, work.options)
    if work.redo is None:
        return client.submit(work.source, work.options)
    return client.redo(work.redo.transcript, work.redo.part, source=work.source, options=work.options)
