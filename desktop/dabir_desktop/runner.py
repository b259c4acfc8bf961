"""One item of the queue on its way: fetched if it is a link, transcribed, kept, written beside its source.

The window sees a cancel at once: the item is cancelled in the moment it is asked for, whatever the worker still does.
What is finished is kept in a thread, and an item is done only when its keeper says that the text is on the disk: until
then the journal has it, and a process that dies goes on from there.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from dabir_core import Progress, Segment, Transcript
from dabir_core.asr import JobId
from dabir_core.errors import DabirError, EngineCrashed, ModelError, OutputError
from dabir_core.fetch import Fetched, Received
from dabir_core.transcript import Origin
from dabir_core.units import Seconds
from dabir_desktop.background import Background
from dabir_desktop.batch import ItemId, ItemState, QueueItem, Remark
from dabir_desktop.beside import write_beside
from dabir_desktop.engine import Engine
from dabir_desktop.links import Links
from dabir_desktop.pace import Pace
from dabir_desktop.workers import Work

_LOG = logging.getLogger(__name__)
_WRITE_DOWN_EVERY: Seconds = 5.0


class KeepsTranscripts(Protocol):
    """Where finished transcripts go: the library."""

    def keep(self, item: QueueItem, transcript: Transcript) -> int:
        """Stores it durably and gives its number there; called in a thread that is not the window's.

        A second call with the same `item.key` means the same transcript: its process died before it heard the answer.
        Raises: DabirError, OSError.
        """


@dataclass(slots=True)
class Run:
    """What is known of an item while it is under way; the segments so far are in order of time."""

    item: QueueItem
    pace: Pace
    job: JobId | None = None
    received: Received | None = None
    progress: Progress | None = None
    segments: list[Segment] = field(default_factory=list)
    written_at: Seconds = 0.0

    @property
    def fraction(self) -> float | None:
        """How much of it is finished, or received, 0 to 1; None while that is unknown."""
        if self.item.state is ItemState.KEEPING:
            return 1.0
        if self.progress is not None and self.progress.total:
            return min(1.0, self.progress.done / self.progress.total)
        if self.received is not None and self.received.total_bytes:
            return min(1.0, self.received.done_bytes / self.received.total_bytes)
        return None

    def seconds_left(self, moment: Seconds) -> Seconds | None:
        """None while nobody can tell."""
        return None if self.progress is None else self.pace.left(moment, self.progress.total)


class Runner(QObject):
    """Brings items through their stages; which one is next is decided elsewhere."""

    changed = Signal(object)
    """Carries the `QueueItem` as it is now."""
    advanced = Signal(int)
    """Carries an item under way of which more is finished or received."""
    segment_came = Signal(int, object)
    """Carries the item and a `Segment`."""
    finished = Signal(object, object)
    """Carries the `QueueItem`, done and kept, and its `Transcript`."""
    unusable = Signal(object)
    """Carries the `DabirError` for which no item can be transcribed now; the item that met it waits again."""

    def __init__(
        self,
        engine: Engine,
        links: Links,
        *,
        keeper: KeepsTranscripts,
        clock: Callable[[], Seconds] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._engine, self._links, self._keeper, self._clock = engine, links, keeper, clock
        self._runs: dict[ItemId, Run] = {}
        self._storing = Background("keeping", self)
        engine.progressed.connect(self._advance)
        engine.segment_came.connect(self._add_segment)
        engine.finished.connect(self._keep)
        engine.failed.connect(self._fail_job)
        links.received.connect(self._receive)
        links.fetched.connect(self._be_fetched)
        links.failed.connect(self._fail)

    def run(self, item: ItemId) -> Run | None:
        """What is under way for an item."""
        return self._runs.get(item)

    def begin(self, item: QueueItem) -> None:
        """Starts an item that waits: fetches it, or transcribes it once its file is there."""
        run = self._runs[item.id] = Run(item, Pace(after=item.reached), written_at=self._clock())
        if item.source is None:
            self._change(run, state=ItemState.FETCHING, error=None)
            self._links.begin(item.id, item.link)
            return
        run.job = self._engine.submit(Work(item.source, item.plan.model, item.plan.options))
        self._change(run, state=ItemState.WORKING, error=None)

    def cancel(self, item: ItemId) -> None:
        """Ends an item that is fetched or transcribed, at once; its windows stay in the journal for another time."""
        run = self._runs.get(item)
        if run is None or run.item.state is ItemState.KEEPING:
            return
        if run.job is not None:
            self._engine.cancel(run.job)
        else:
            self._links.cancel(item)
        self._end(run, state=ItemState.CANCELLED)

    def close(self) -> None:
        """Ends what is under way, and waits for what is being kept."""
        self._links.close()
        self._engine.close()
        self._storing.close()

    def _change(self, run: Run, **changes: object) -> None:
        run.item = replace(run.item, **changes)  # type: ignore[arg-type] # fields of an item
        self.changed.emit(run.item)

    def _end(self, run: Run, **changes: object) -> None:
        del self._runs[run.item.id]
        self._change(run, **changes)

    def _of(self, job: JobId) -> Run | None:
        return next((run for run in self._runs.values() if run.job == job), None)

    def _advance(self, job: JobId, progress: Progress) -> None:
        run = self._of(job)
        if run is None:
            return
        run.progress = progress
        now = self._clock()
        run.pace.observe(now, progress.done)
        self.advanced.emit(run.item.id)
        if now - run.written_at >= _WRITE_DOWN_EVERY and progress.done > run.item.reached:
            run.written_at = now
            self._change(run, reached=progress.done)

    def _add_segment(self, job: JobId, segment: Segment) -> None:
        run = self._of(job)
        if run is not None:
            run.segments.append(segment)
            self.segment_came.emit(run.item.id, segment)

    def _receive(self, item: ItemId, received: Received) -> None:
        run = self._runs.get(item)
        if run is not None:
            run.received = received
            self.advanced.emit(item)

    def _be_fetched(self, item: ItemId, fetched: Fetched) -> None:
        run = self._runs.get(item)
        if run is not None:
            title = fetched.title or run.item.title
            self._end(run, state=ItemState.WAITING, source=fetched.path, title=title, duration=fetched.duration)

    def _keep(self, job: JobId, transcript: Transcript) -> None:
        run = self._of(job)
        if run is None:
            return
        item = run.item
        if item.link:
            transcript = replace(transcript, origin=Origin(item.link, item.title, item.duration))
        self._change(run, state=ItemState.KEEPING)
        self._storing.run(
            partial(_kept, self._keeper, run.item, transcript),
            partial(self._be_kept, run, transcript),
            otherwise=partial(self._fail_keeping, run),
        )

    def _be_kept(self, run: Run, transcript: Transcript, kept: QueueItem) -> None:
        run.item = kept
        self._end(run, state=ItemState.DONE)
        self.finished.emit(run.item, transcript)

    def _fail_keeping(self, run: Run, error: Exception) -> None:
        """The job's outermost edge: whatever a keeper raises is said of the item; its text is still in the journal."""
        if not isinstance(error, DabirError):
            _LOG.error("a transcript could not be kept", exc_info=error)
            error = DabirError(run.item.title, detail=type(error).__name__)
        self._fail(run.item.id, error)

    def _fail_job(self, job: JobId, error: DabirError) -> None:
        run = self._of(job)
        if run is None:
            return
        if isinstance(error, ModelError) and not isinstance(error, EngineCrashed):
            self.unusable.emit(error)  # before the item waits again, which would begin it again
            self._end(run, state=ItemState.WAITING)
            return
        self._fail(run.item.id, error)

    def _fail(self, item: ItemId, error: DabirError) -> None:
        run = self._runs.get(item)
        if run is not None:
            self._end(run, state=ItemState.FAILED, error=error)


def _kept(keeper: KeepsTranscripts, item: QueueItem, transcript: Transcript) -> QueueItem:
    """Runs in the keeping thread: the library first, then the files that were asked for."""
    kept = replace(item, kept_as=keeper.keep(item, transcript))
    if not transcript.segments:
        kept = replace(kept, remark=Remark.NO_SPEECH)
    if item.link or item.source is None or not item.plan.beside:
        return kept
    try:
        write_beside(transcript, item.source, kinds=item.plan.beside)
    except OutputError:
        return replace(kept, remark=Remark.NOT_WRITTEN_BESIDE)
    return kept
