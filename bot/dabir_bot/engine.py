"""The engine for asyncio: one worker process of core's for all jobs of this process, each awaited by itself.

Messages are read in a thread and handed to the loop that waits for them. What the worker's crash or a cancel means for
a job is core's business: a job ends here with its last message, whatever happened on the way. Finished windows are in
the journal, so that a job which is begun again after a crash of ours goes on after them.
"""

import asyncio
import logging
import sqlite3
import threading
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, Protocol

from dabir_bot.errors import DatabaseClosed
from dabir_core import Cancelled, Progress, Segment, TranscribeOptions, Transcript
from dabir_core.asr import Done, Failed, Finished, Hello, JobId, Journal, Message, Progressed, Restarted, WorkerClient
from dabir_core.errors import DabirError

_LOG = logging.getLogger(__name__)
_BROKEN: Final = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})

Heard = Callable[[Progress, Sequence[Segment]], None]
"""Told on the loop how much is finished, and all segments so far; a DabirError that it raises ends the job."""


@dataclass(frozen=True, slots=True)
class EngineState:
    """is_ready: whether the model is loaded and its process lives; restarts: how often that process ended by itself."""

    is_ready: bool
    restarts: int = 0


class Engine(Protocol):
    """Makes text of sounds, many at once."""

    @property
    def state(self) -> EngineState:
        """How it is."""
        ...

    async def transcribe(self, sound: Path, options: TranscribeOptions, *, heard: Heard) -> Transcript | Cancelled:
        """Ends with the transcript; being cancelled stops the work. Raises: DabirError."""
        ...

    async def forget(self, sound: Path) -> None:
        """Drops what was kept of a sound to go on after a crash."""
        ...

    async def close(self) -> None:
        """Ends at once; what is under way goes on at the next start."""
        ...


class Client(Protocol):
    """What is used of `WorkerClient`."""

    submit: Callable[[Path, TranscribeOptions | None], JobId]
    cancel: Callable[[JobId], None]


@dataclass(slots=True)
class _Job:
    heard: Heard
    ended: "asyncio.Future[Transcript | Cancelled]"
    segments: list[Segment] = field(default_factory=list)


class WorkerEngine:
    """Core's worker process; it is started by the first job, or by `start`."""

    def __init__(self, model: str | Path, *, journal: Path, engine: str = "auto") -> None:
        self._model = model
        self._engine = engine
        self._journal = journal
        self._client: WorkerClient | None = None
        self._jobs: dict[JobId, _Job] = {}
        self._state = EngineState(is_ready=False)

    @property
    def state(self) -> EngineState:
        """See `Engine`."""
        return self._state

    def start(self) -> None:
        """Starts the worker, so that the first job need not wait for the model; to be called on the loop."""
        if self._client is None:
            self._client = WorkerClient.start(self._model, engine=self._engine, journal=self._journal)
            loop = asyncio.get_running_loop()
            reader = threading.Thread(target=self._read, args=[self._client, loop], daemon=True, name="engine-reader")
            reader.start()

    async def transcribe(self, sound: Path, options: TranscribeOptions, *, heard: Heard) -> Transcript | Cancelled:
        """See `Engine`."""
        self.start()
        client = self._client
        assert client is not None, "started"
        number = client.submit(sound, options)
        job = self._jobs[number] = _Job(heard, asyncio.get_running_loop().create_future())
        try:
            return await job.ended
        finally:
            del self._jobs[number]
            client.cancel(number)  # one that is over is left alone

    async def forget(self, sound: Path) -> None:
        """See `Engine`."""
        await asyncio.to_thread(_forget, self._journal, sound)

    async def scrub(self) -> None:
        """Leaves no byte of forgotten windows in the journal's files, as far as no job is just being written.

        Raises: DatabaseClosed.
        """
        await asyncio.to_thread(_scrub, self._journal)

    async def close(self) -> None:
        """See `Engine`."""
        client, self._client = self._client, None
        if client is not None:
            await asyncio.to_thread(client.close)

    def _read(self, client: WorkerClient, loop: asyncio.AbstractEventLoop) -> None:
        for message in client.events():
            if loop.is_closed():
                return
            loop.call_soon_threadsafe(self._receive, message)

    def _receive(self, message: Message) -> None:
        if isinstance(message, Hello):
            self._state = replace(self._state, is_ready=True)
            _LOG.info("the model %s is loaded", message.model)
        elif isinstance(message, Restarted):
            self._state = EngineState(is_ready=False, restarts=self._state.restarts + 1)
            _LOG.warning("the engine's process ended by itself and was started again")
        elif isinstance(message, Failed) and message.job is None:
            self._state = replace(self._state, is_ready=False)
            _LOG.error("the model cannot be loaded: %s", type(message.error).__name__)
        elif isinstance(message, Progressed | Finished | Failed | Done):
            job = self._jobs.get(message.job or 0)
            if job is not None and not job.ended.done():
                _tell(job, message)


def _tell(job: _Job, message: Progressed | Finished | Failed | Done) -> None:
    if isinstance(message, Finished):
        job.segments.append(message.segment)
    elif isinstance(message, Done):
        job.ended.set_result(message.outcome)
    elif isinstance(message, Failed):
        job.ended.set_exception(message.error)
    else:
        _hear(job, message.progress)


def _hear(job: _Job, progress: Progress) -> None:
    try:
        job.heard(progress, job.segments)
    except DabirError as error:
        job.ended.set_exception(error)


def _forget(journal: Path, sound: Path) -> None:
    with Journal(journal) as rows:
        rows.forget(sound)


def _scrub(journal: Path) -> None:
    """Deleted rows are overwritten in the database itself, but lie in its write-ahead log until that is cut.

    A journal that is no database any more goes as a whole: it helps nobody, and nothing else can be done with it.
    Raises: DatabaseClosed where it can be cut later, such as with a full disk.
    """
    try:
        _cut(journal)
    except (sqlite3.Error, OSError) as cause:
        if getattr(cause, "sqlite_errorcode", 0) & 0xFF not in _BROKEN:
            raise DatabaseClosed(detail=type(cause).__name__) from cause
        _LOG.warning("the engine's journal is broken and was removed")
        _remove(journal)


def _cut(journal: Path) -> None:
    if journal.exists():
        with closing(sqlite3.connect(journal, timeout=10.0)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _remove(journal: Path) -> None:
    try:
        for ending in ("", "-journal", "-wal", "-shm"):
            journal.with_name(journal.name + ending).unlink(missing_ok=True)
    except OSError as cause:
        raise DatabaseClosed(detail=type(cause).__name__) from cause
