"""The process that holds the engine: loads one checkpoint, runs jobs, and ends when its parent does.

Each job has a thread, `MOST_RUNNING` at a time; their windows meet in the transcriber's scheduler. A thread reads the
pipe all the while. So a cancel is seen at the next decoding step; and a parent that ended, however
it did, closes the pipe, upon which this process ends at once. Nothing needs to be put away, since finished windows are
in the journal. Processes are spawned, not forked: the same on all systems, and no engine's threads are copied.
"""

import logging
import os
import queue
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import TYPE_CHECKING

from dabir_core.asr.journal import Journal
from dabir_core.asr.live_desk import LiveDesk
from dabir_core.asr.messages import (
    Begun,
    Cancel,
    Command,
    Done,
    Failed,
    Finished,
    Grew,
    Hello,
    JobId,
    Leave,
    Listen,
    Noticed,
    Progressed,
    Said,
    Submit,
    WorkerOrder,
)
from dabir_core.errors import DabirError
from dabir_core.notices import Notice
from dabir_core.options import Urgency
from dabir_core.progress import CancelToken
from dabir_core.transcript import Cancelled, Transcript

if TYPE_CHECKING:
    from dabir_core.transcriber import Transcriber

_LOG = logging.getLogger(__name__)
_END_SECONDS = 1.0
_NICENESS = 5

MOST_RUNNING = 16
"""More jobs wait: each holds a decoder of sound and a dozen windows."""


@dataclass(frozen=True, slots=True)
class Worker:
    """A worker process as its parent holds it."""

    process: SpawnProcess
    pipe: "Connection[Command, Said]"

    def tell(self, command: Command) -> None:
        """Sends a command; a worker that is gone hears nothing, and is noticed where its messages are read."""
        try:
            self.pipe.send(command)
        except OSError:
            _LOG.debug("the worker is gone")

    def bury(self) -> int | None:
        """Frees what belongs to a worker that ended, or that closed its pipe and has to end; gives its exit code."""
        self.pipe.close()
        self.process.join(_END_SECONDS)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()
        code = self.process.exitcode
        self.process.close()
        return code


def spawn(order: WorkerOrder) -> Worker:
    """Starts a worker; its first message is Hello, or Failed without a job, or Noticed before one of these."""
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=serve, args=(theirs, order), daemon=True, name="dabir-worker")
    process.start()
    theirs.close()
    return Worker(process, ours)


def serve(pipe: "Connection[Said, Command]", order: WorkerOrder) -> None:
    """A worker's life."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all processes of a terminal; the parent decides
    if order.gives_way:
        _give_way()
    lives, voice = LiveDesk(), _Voice(pipe)
    inbox = _Inbox(pipe, lives)
    from dabir_core.transcriber import Transcriber

    try:
        transcriber = Transcriber.load(order.model, engine=order.engine, tell=voice.tell)
    except DabirError as error:
        voice.say(Failed(None, error))
        return
    voice.say(Hello(transcriber.model))
    threading.Thread(target=lives.serve, args=[transcriber, voice.say], daemon=True, name="live-text").start()
    places = threading.Semaphore(MOST_RUNNING)
    with nullcontext() if order.journal is None else Journal(order.journal) as journal:
        while True:
            places.acquire()
            running = _Running(*inbox.next(), voice, places, inbox.forget)
            threading.Thread(target=running.run, args=[transcriber, journal], daemon=True, name="job").start()


def _give_way() -> None:
    """On a machine that does nothing else, nothing gets slower."""
    if sys.platform == "win32":
        import psutil

        psutil.Process().nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
    else:
        os.nice(_NICENESS)


class _Voice:
    """The pipe to the parent, for many threads."""

    def __init__(self, pipe: "Connection[Said, Command]") -> None:
        self._pipe = pipe
        self._lock = threading.Lock()

    def say(self, message: Said) -> None:
        """Sends it whole."""
        with self._lock:
            self._pipe.send(message)

    def tell(self, notice: Notice) -> None:
        """Obeys `NoticeCallback`."""
        self.say(Noticed(notice))


class _Inbox:
    """Jobs, the most urgent first and else in the order they came, each with the flag that stops it."""

    def __init__(self, pipe: "Connection[Said, Command]", lives: LiveDesk) -> None:
        self._pipe = pipe
        self._lives = lives
        self._jobs: queue.PriorityQueue[tuple[int, JobId, Submit, CancelToken]] = queue.PriorityQueue()
        self._cancels: dict[JobId, CancelToken] = {}
        threading.Thread(target=self._listen, daemon=True, name="inbox").start()

    def next(self) -> tuple[Submit, CancelToken]:
        """Waits for a job."""
        *_, submit, cancel = self._jobs.get()
        return submit, cancel

    def forget(self, job: JobId) -> None:
        """A job that ended cannot be stopped any more."""
        self._cancels.pop(job, None)

    def _listen(self) -> None:
        try:
            while not isinstance(command := self._pipe.recv(), Leave):
                self._obey(command)
        except (EOFError, OSError):
            _LOG.debug("the parent is gone")
        os._exit(0)  # a native call may be running in the main thread, which no gentler way would end

    def _obey(self, command: Submit | Listen | Grew | Cancel) -> None:
        if isinstance(command, Submit):
            cancel = self._cancels[command.job] = CancelToken()
            asked = command.options.urgency
            urgency = Urgency.NOTE if asked is None else asked  # which of the two it is, its file would have to tell
            self._jobs.put((-urgency, command.job, command, cancel))
        elif isinstance(command, Listen):
            cancel = self._cancels[command.job] = CancelToken()
            self._lives.take(command, cancel)
        elif isinstance(command, Grew):
            self._lives.hear(command)
        elif (known := self._cancels.get(command.job)) is not None:  # it may end at any moment
            known.cancel()


@dataclass(frozen=True, slots=True)
class _Running:
    """One job under way, in one of the places for running jobs."""

    submit: Submit
    cancel: CancelToken
    voice: _Voice
    places: threading.Semaphore
    forget: Callable[[JobId], None]

    def run(self, transcriber: "Transcriber", journal: Journal | None) -> None:
        """Says what comes of it; the last message is Done or Failed."""
        job = self.submit.job
        try:
            self.voice.say(Begun(job))
            self.voice.say(Done(job, self._outcome(transcriber, journal)))
        except DabirError as error:
            self.voice.say(Failed(job, error))
        except Exception as error:  # the process' outermost edge: one job's error is not the others'
            _LOG.exception("a job failed")
            self.voice.say(Failed(job, DabirError(self.submit.source.name, detail=type(error).__name__)))
        finally:
            self.forget(job)
            self.places.release()

    def _outcome(self, transcriber: "Transcriber", journal: Journal | None) -> Transcript | Cancelled:
        job, submit = self.submit.job, self.submit
        if submit.redo is not None:
            transcript, part = submit.redo.transcript, submit.redo.part
            return transcriber.redo(transcript, part, source=submit.source, options=submit.options, cancel=self.cancel)
        stream = transcriber.stream(
            submit.source,
            submit.options,
            progress=lambda progress: self.voice.say(Progressed(job, progress)),
            cancel=self.cancel,
            journal=journal,
        )
        for segment in stream:
            self.voice.say(Finished(job, segment))
        return stream.outcome()
