"""The engine in a child process, as an app sees it: jobs in, typed messages out.

A native crash, the system's out-of-memory killer or a stuck window costs the child, never the app: a thread waits for
the child's messages and its end at once, starts a new one, and gives it the jobs that are not done. The journal holds
the windows that were finished, so at most one is read twice. A window that ends its worker a second time fails its job
(EngineCrashed), and the others go on. No engine is imported here.
"""

import itertools
import logging
import queue
import threading
from collections.abc import Iterator
from multiprocessing.connection import wait
from pathlib import Path
from typing import Self

from dabir_core.asr.messages import (
    Cancel,
    Done,
    Failed,
    Hello,
    JobId,
    Leave,
    Message,
    Submit,
    WorkerOrder,
)
from dabir_core.asr.worker_jobs import WorkerJob
from dabir_core.asr.worker_process import Worker, spawn
from dabir_core.errors import DabirError, EngineCrashed
from dabir_core.options import TranscribeOptions
from dabir_core.paths import journal_file

_LOG = logging.getLogger(__name__)

CANCEL_GRACE_SECONDS = 3.0
"""How long a job that was asked to stop may stay in one native call before its worker is killed."""
CLOSE_GRACE_SECONDS = 1.5


class WorkerClient:
    """Runs jobs one after the other in a process of their own; may be used by many threads."""

    def __init__(self, order: WorkerOrder) -> None:
        self._order = order
        self._numbers = itertools.count(1)
        self._lock = threading.RLock()
        self._jobs: dict[JobId, WorkerJob] = {}  # in the worker's order: the first is the one that runs
        self._outbox: queue.SimpleQueue[Message | None] = queue.SimpleQueue()
        self._model = ""  # told by Hello; "" while the worker loads
        self._worker: Worker | None = None
        self._watcher: threading.Thread | None = None
        self._is_closed = False

    @classmethod
    def start(cls, model: str | Path, *, engine: str = "auto", journal: Path | None = None) -> Self:
        """Starts the worker and returns at once; Hello comes when the checkpoint is loaded.

        Args: journal: the database of finished windows; by default the one in our data folder.
        """
        client = cls(WorkerOrder(model, engine, journal or journal_file()))
        with client._lock:
            client._begin()
        return client

    def submit(self, source: Path, options: TranscribeOptions | None = None) -> JobId:
        """Queues a recording; its last message is Done or Failed. Rows stay in the journal until they are forgotten."""
        with self._lock:
            assert not self._is_closed, "submit after close"
            job = next(self._numbers)
            command = Submit(job, source, options or TranscribeOptions())
            self._jobs[job] = WorkerJob(command)
            if self._worker is None:
                self._begin()
            else:
                self._worker.tell(command)
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
            if self._model and self._first() is known:
                timer = threading.Timer(CANCEL_GRACE_SECONDS, self._put_down, [job])
                timer.daemon = True
                timer.start()
            else:  # it did not begin, and what runs before it is not waited for
                self._end(job, Done(job, known.partial(self._model)))

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

    def _first(self) -> WorkerJob | None:
        return next(iter(self._jobs.values()), None)

    def _begin(self) -> None:
        """Starts a worker with all jobs that are not done, and the thread that watches it."""
        self._watcher = threading.Thread(target=self._watch, args=[self._spawn()], daemon=True, name="worker-watch")
        self._watcher.start()

    def _spawn(self) -> Worker:
        self._model = ""
        self._worker = spawn(self._order)
        for job in self._jobs.values():
            self._worker.tell(job.submit)
            if job.is_cancelled:
                self._worker.tell(Cancel(job.submit.job))
        return self._worker

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

    def _receive(self, message: Message) -> None:
        if isinstance(message, Hello):
            self._model = message.model
            self._outbox.put(message)
        elif message.job is None:
            self._give_up(message.error)
        elif (known := self._jobs.get(message.job)) is not None and known.is_news(message):
            if isinstance(message, Done | Failed):
                del self._jobs[message.job]
            self._outbox.put(message)

    def _end(self, job: JobId, last: Done | Failed) -> None:
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
            self._settle_first()
        return self._spawn() if self._jobs and not self._is_closed else None

    def _settle_first(self) -> None:
        """The job that ran is over if it was to stop, or crashed twice on one window; else it goes on."""
        job, first = next(iter(self._jobs.items()))
        if first.is_cancelled:
            self._end(job, Done(job, first.partial(self._model)))
        elif first.crashed():
            self._end(job, Failed(job, EngineCrashed(str(first.submit.source))))

    def _put_down(self, job: JobId) -> None:
        """Kills a worker that did not obey a cancel in time."""
        with self._lock:
            if self._worker is not None and job in self._jobs:
                self._worker.process.kill()


def _next_message(worker: Worker) -> Message | None:
    """Waits for the worker's next message; None at its end. What it said before it ended is read first."""
    ready = wait([worker.pipe, worker.process.sentinel])
    if worker.pipe not in ready:
        return None
    try:
        return worker.pipe.recv()
    except (EOFError, OSError):
        return None
