"""The engine as Qt signals: recordings in, progress, segments and transcripts out; core's worker process does the work.

Messages are read in a thread and reach the window's thread as queued signals, so that the window never waits for a
model that loads, a window that is read or a worker that crashed. No engine's library is imported here.
"""

from itertools import count

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from dabir_core import Cancelled
from dabir_core.asr import (
    Done,
    Failed,
    Finished,
    Hello,
    JobId,
    LiveOver,
    LiveTold,
    Message,
    Noticed,
    Progressed,
    Restarted,
)
from dabir_desktop.workers import LiveWork, StartsWorker, Work, Workers, start_worker

REST_AFTER_MS = 10 * 60_000
"""A model that nobody asked for so long gives its memory back; it is loaded again in a second or some."""


class Engine(QObject):
    """Runs jobs; each ends with exactly one of `finished`, `failed`, `cancelled` and `live_over`."""

    progressed = Signal(int, object)
    """Carries the job and a `Progress`."""
    segment_came = Signal(int, object)
    """Carries the job and a `Segment`; each once, in order of time."""
    finished = Signal(int, object)
    """Carries the job and its `Transcript`."""
    failed = Signal(int, object)
    """Carries the job and a `DabirError`."""
    cancelled = Signal(int)
    """Carries the job."""
    live_told = Signal(int, object)
    """Carries the job and a `LiveUpdate`."""
    live_over = Signal(int)
    """Carries a job of live text that was heard to its end, or asked to stop."""
    restarted = Signal()
    """The worker crashed; its jobs go on in a new one."""
    ready = Signal(str)
    """Carries the name of a model that is loaded."""
    noticed = Signal(object)
    """Carries a `Notice`: what to know of how the work is done."""

    _heard = Signal(object, object)
    """Carries a job, or None, and a `Message`."""

    def __init__(self, start: StartsWorker = start_worker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._numbers = count(1)
        self._under_way: set[JobId] = set()
        self._heard.connect(self._receive, Qt.ConnectionType.QueuedConnection)
        self._workers = Workers(start, self._heard.emit)
        self._resting = QTimer(self, singleShot=True, interval=REST_AFTER_MS)
        self._resting.timeout.connect(self._workers.rest)

    def submit(self, work: Work | LiveWork) -> JobId:
        """Begins a job; what comes of it is signalled, never before this returned."""
        job = next(self._numbers)
        self._under_way.add(job)
        self._resting.stop()
        self._workers.submit(job, work)
        return job

    def prepare(self, model: str) -> None:
        """Loads a model that will be asked for soon; `ready` follows. What goes wrong is said when it is asked for."""
        self._workers.prepare(model)
        if not self._under_way:
            self._resting.start()

    def cancel(self, job: JobId) -> None:
        """Asks a job to stop; `cancelled` follows within a moment. A job that is over is left alone."""
        if job in self._under_way:
            self._workers.cancel(job)

    def close(self) -> None:
        """Ends the workers; nothing is signalled any more. What was finished of jobs under way is in the journal."""
        self._under_way.clear()
        self._resting.stop()
        self._workers.close()

    def _receive(self, job: JobId | None, message: Message) -> None:
        if job is not None:
            if job in self._under_way:
                self._tell(job, message)
        elif isinstance(message, Hello):
            self.ready.emit(message.model)
        elif isinstance(message, Restarted):
            self.restarted.emit()
        elif isinstance(message, Noticed):
            self.noticed.emit(message.notice)

    def _tell(self, job: JobId, message: Message) -> None:
        if isinstance(message, Progressed):
            self.progressed.emit(job, message.progress)
        elif isinstance(message, Finished):
            self.segment_came.emit(job, message.segment)
        elif isinstance(message, LiveTold):
            self.live_told.emit(job, message.update)
        else:
            self._under_way.discard(job)
            if not self._under_way:
                self._resting.start()
            self._tell_end(job, message)

    def _tell_end(self, job: JobId, message: Message) -> None:
        if isinstance(message, Failed):
            self.failed.emit(job, message.error)
        elif isinstance(message, LiveOver):
            self.live_over.emit(job)
        elif isinstance(message, Done) and isinstance(message.outcome, Cancelled):
            self.cancelled.emit(job)
        elif isinstance(message, Done):
            self.finished.emit(job, message.outcome)
