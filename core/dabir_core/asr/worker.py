"""The engine in a child process, as an app sees it: jobs in, typed messages out.

A native crash, the system's out-of-memory killer or a stuck window costs the child, never the app: a thread waits for
the child's messages and its end at once, starts a new one, and gives it the jobs that are not done. The journal holds
the windows that were finished, so only those under way are read twice. A window that ends its worker a second time
fails its job (EngineCrashed), and the others go on. Where several jobs ran, any of them may be to blame: each runs
alone in the next worker until it has come past the place where that one ended. No engine is imported here.
"""

import itertools
import logging
import queue
import threading
import time
from collections.abc import Iterator
from multiprocessing.connection import wait
from pathlib import Path
from typing import TYPE_CHECKING, Self

from dabir_core.asr.messages import (
    Begun,
    Cancel,
    Done,
    Failed,
    Grew,
    Hello,
    JobId,
    Leave,
    LiveOver,
    Message,
    Noticed,
    Redo,
    Restarted,
    Said,
    Submit,
    WorkerOrder,
)
from dabir_core.asr.redo import Excerpt
from dabir_core.asr.worker_jobs import LiveJob, WorkerJob
from dabir_core.asr.worker_process import Worker, spawn
from dabir_core.errors import DabirError
from dabir_core.notices import Notice
from dabir_core.options import TranscribeOptions
from dabir_core.paths import journal_file
from dabir_core.transcript import Transcript

if TYPE_CHECKING:
    from dabir_core.record import Growth

_LOG = logging.getLogger(__name__)

CANCEL_GRACE_SECONDS = 3.0
"""How long a job that was asked to stop may stay in one native call before its worker is killed."""
CLOSE_GRACE_SECONDS = 1.5
_EARS_SECONDS = 0.05
"""How often the worker is told how far a recording is."""


class WorkerClient:
    """Runs jobs in a process of their own, many at once; may be used by many threads."""

    def __init__(self, order: WorkerOrder) -> None:
        self._order = order
        self._numbers = itertools.count(1)
        self._lock = threading.RLock()
        self._jobs: dict[JobId, WorkerJob | LiveJob] = {}  # in the order in which they came
        self._outbox: queue.SimpleQueue[Message | None] = queue.SimpleQueue()
        self._notices: set[Notice] = set()  # a restarted worker notices the same again
        self._model = ""  # told by Hello; "" while the worker loads
        self._worker: Worker | None = None
        self._watcher: threading.Thread | None = None
        self._is_closed = False

    @classmethod
    def start(
        cls, model: str | Path, *, engine: str = "auto", journal: Path | None = None, gives_way: bool = False
    ) -> Self:
        """Starts the worker and returns at once; Hello comes when the checkpoint is loaded.

        Args: journal: the database of finished windows; by default the one in our data folder.
              gives_way: whether all else on the machine, such as the app's own window, goes before the worker.
        """
        client = cls(WorkerOrder(model, engine, journal or journal_file(), gives_way))
        with client._lock:
            client._begin()
        return client

    def submit(self, source: Path, options: TranscribeOptions | None = None) -> JobId:
        """Begins a recording, or queues it where many run; `options.urgency` says which go first.

        Its last message is Done or Failed. Rows stay in the journal until they are forgotten.
        """
        job = next(self._numbers)
        self._add(job, WorkerJob(Submit(job, source, options or TranscribeOptions())))
        return job

    def redo(
        self, transcript: Transcript, part: Excerpt, *, source: Path, options: TranscribeOptions | None = None
    ) -> JobId:
        """Begins to make a part of a transcript of `source` again; see `Transcriber.redo`. Done has the whole of it."""
        job = next(self._numbers)
        self._add(job, WorkerJob(Submit(job, source, options or TranscribeOptions(), Redo(transcript, part))))
        return job

    def listen(self, growth: "Growth", options: TranscribeOptions | None = None) -> JobId:
        """Begins the live text of a recording that this process makes (`session.live().growth`), before all other jobs.

        The worker reads the recording's file; only how far it is crosses the pipe. LiveTold messages come, and the
        last one is LiveOver or Failed. Two recordings at once are listened to one after the other.
        """
        job = next(self._numbers)
        self._add(job, LiveJob(job, options or TranscribeOptions()))
        threading.Thread(target=self._pass_on, args=[job, growth], daemon=True, name="live-ears").start()
        return job

    def cancel(self, job: JobId) -> None:
        """Asks a job to stop; Done with what was finished follows. A job that is over is left alone."""
        with self._lock:
            known = self._jobs.get(job)
            if known is None:
                return
            known.is_cancelled = True
            if self._worker is not None:
                self._worker.tell(Cancel(job))
            if known.is_begun:
                timer = threading.Timer(CANCEL_GRACE_SECONDS, self._put_down, [job])
                timer.daemon = True
                timer.start()
            else:  # what runs before it is not waited for
                self._end(job, known.stopped(self._model))

    def events(self) -> Iterator[Message]:
        """Messages as they come, until `close`; for one reader."""
        while (message := self._outbox.get()) is not None:
            yield message

    def close(self) -> None:
        """Ends the worker and `events`; jobs under way end without a last message. Calling it again changes nothing."""
        with self._lock:
            is_first, self._is_closed = not self._is_closed, True
            worker, watcher = self._worker, self._watcher
            if worker is not None:
                worker.tell(Leave())
        if watcher is not None:
            watcher.join(CLOSE_GRACE_SECONDS)
            if worker is not None and watcher.is_alive():
                worker.process.kill()
                watcher.join()
        if is_first:
            self._outbox.put(None)

    def _add(self, job: JobId, known: WorkerJob | LiveJob) -> None:
        with self._lock:
            assert not self._is_closed, "submit after close"
            self._jobs[job] = known
            if self._worker is None:
                self._begin()
            else:
                self._feed(self._worker)

    def _pass_on(self, job: JobId, growth: "Growth") -> None:
        """Tells whichever worker listens how far the recording is, as long as that is wanted."""
        told: tuple[Worker, Grew] | None = None
        while True:
            grew = Grew(job, growth.now(), growth.is_over)
            with self._lock:
                known, worker = self._jobs.get(job), self._worker
                if known is None or self._is_closed:
                    return
                if worker is not None and known.is_told and told != (worker, grew):
                    worker.tell(grew)
                    told = worker, grew
            time.sleep(_EARS_SECONDS)

    def _begin(self) -> None:
        """Starts a worker with all jobs that are not done, and the thread that watches it."""
        self._watcher = threading.Thread(target=self._watch, args=[self._spawn()], daemon=True, name="worker-watch")
        self._watcher.start()

    def _spawn(self) -> Worker:
        self._model = ""
        self._worker = spawn(self._order)
        self._feed(self._worker)
        return self._worker

    def _feed(self, worker: Worker) -> None:
        """Gives the worker the jobs that it may run now: all of them, or the first suspect if there are suspects."""
        suspects = [job for job in self._jobs.values() if job.is_suspect]
        for job in suspects[:1] or self._jobs.values():
            if not job.is_told:
                job.is_told = True
                worker.tell(job.submit)

    def _watch(self, first: Worker) -> None:
        """Reads messages until there is no worker any more; follows from one worker to the next."""
        worker: Worker | None = first
        while worker is not None:
            message = _next_message(worker)
            with self._lock:
                if message is None:
                    worker = self._mourn(worker)
                else:
                    self._receive(message)
                    self._feed(worker)

    def _receive(self, message: Said) -> None:
        if isinstance(message, Hello):
            self._model = message.model
            self._outbox.put(message)
        elif isinstance(message, Noticed):
            self._notice(message)
        elif message.job is None:
            self._give_up(message.error)
        elif isinstance(message, Begun):
            if message.job in self._jobs:
                self._jobs[message.job].is_begun = True
        elif (known := self._jobs.get(message.job)) is not None and known.is_news(message):
            if isinstance(message, Done | LiveOver | Failed):
                del self._jobs[message.job]
            self._outbox.put(message)

    def _notice(self, message: Noticed) -> None:
        if message.notice not in self._notices:
            self._notices.add(message.notice)
            self._outbox.put(message)

    def _end(self, job: JobId, last: Done | LiveOver | Failed) -> None:
        del self._jobs[job]
        self._outbox.put(last)

    def _give_up(self, error: DabirError) -> None:
        """The checkpoint cannot be loaded: all jobs fail; one that is submitted later tries again."""
        self._outbox.put(Failed(None, error))
        for job in tuple(self._jobs):
            self._end(job, Failed(job, error))

    def _mourn(self, worker: Worker) -> Worker | None:
        """Buries a worker that ended; gives the next one, which goes on from the journal, if any job needs it."""
        code = worker.bury()
        self._worker = None
        if self._jobs and not self._is_closed:
            _LOG.warning("the engine's process ended with code %s", code)
            is_crash = self._settle()
            if is_crash and self._jobs:
                self._outbox.put(Restarted())
        for job in self._jobs.values():
            job.begin_anew()
        return self._spawn() if self._jobs and not self._is_closed else None

    def _settle(self) -> bool:
        """Jobs that ran are over if they were to stop, or are to blame; the others go on.

        Gives whether the worker ended by itself.

        A worker that ran nothing yet ended over the job that it was given first. Where a job was to stop, the worker
        was killed for that, and no other job is to blame.
        """
        told = [(job, known) for job, known in self._jobs.items() if known.is_told]
        running = [(job, known) for job, known in told if known.is_begun] or told[:1]
        stopped = [(job, known) for job, known in running if known.is_cancelled]
        for job, known in stopped:
            self._end(job, known.stopped(self._model))
        for job, known in [] if stopped else running:
            if known.crashed(alone=len(running) == 1):
                self._end(job, known.blamed())
        return not stopped

    def _put_down(self, job: JobId) -> None:
        """Kills a worker that did not obey a cancel in time."""
        with self._lock:
            if self._worker is not None and job in self._jobs:
                self._worker.process.kill()


def _next_message(worker: Worker) -> Said | None:
    """Waits for the worker's next message; None at its end. What it said before it ended is read first."""
    ready = wait([worker.pipe, worker.process.sentinel])
    if worker.pipe not in ready:
        return None
    try:
        return worker.pipe.recv()
    except (EOFError, OSError):
        return None
