"""A queue whose worker, fetcher and library are fakes that tests command."""

import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from dabir_core import Cancelled, CancelToken, Segment, TranscribeOptions, Transcript
from dabir_core.asr import Done, Excerpt, Failed, Finished, JobId, LiveOver, Message, Progressed
from dabir_core.errors import DabirError
from dabir_core.fetch import Fetched, LinkPolicy, ReceivedCallback
from dabir_core.progress import Progress
from dabir_core.record import Growth
from dabir_desktop.batch import ItemId, ItemState, QueueItem
from dabir_desktop.engine import Engine
from dabir_desktop.links import Links
from dabir_desktop.queue_store import QueueStore
from dabir_desktop.runner import Runner
from dabir_desktop.work_queue import WorkQueue


def segment(text: str, start: float = 0.0, *, language: str = "fa") -> Segment:
    return Segment(start, start + 1.0, text, language)


def transcript(*texts: str) -> Transcript:
    segments = tuple(segment(text, float(place)) for place, text in enumerate(texts))
    return Transcript(segments, float(len(texts)), "fa", 1.0, "fake")


@dataclass
class FakeWorker:
    """Obeys `RunsJobs`; jobs end when a test says so, cancelled ones at once."""

    model: str
    submitted: list[tuple[JobId, Path, TranscribeOptions | None]] = field(default_factory=list)
    listened: list[tuple[JobId, Growth, TranscribeOptions | None]] = field(default_factory=list)
    redone: list[tuple[Transcript, Excerpt]] = field(default_factory=list)
    cancelled: list[JobId] = field(default_factory=list)
    is_closed: bool = False
    obeys_cancel: bool = True
    _outbox: "queue.SimpleQueue[Message | None]" = field(default_factory=queue.SimpleQueue)

    def submit(self, source: Path, options: TranscribeOptions | None = None) -> JobId:
        self.submitted.append((len(self.submitted) + 1, source, options))
        return len(self.submitted)

    def redo(
        self, transcript: Transcript, part: Excerpt, *, source: Path, options: TranscribeOptions | None = None
    ) -> JobId:
        self.redone.append((transcript, part))
        return self.submit(source, options)

    def listen(self, growth: Growth, options: TranscribeOptions | None = None) -> JobId:
        self.listened.append((len(self.listened) + 101, growth, options))
        return len(self.listened) + 100

    def cancel(self, job: JobId) -> None:
        self.cancelled.append(job)
        if self.obeys_cancel:
            self.say(Done(job, Cancelled(transcript())) if job <= 100 else LiveOver(job))

    def say(self, message: Message) -> None:
        self._outbox.put(message)

    def advance(self, job: JobId, done: float, total: float | None = 100.0) -> None:
        self.say(Progressed(job, Progress(done, total)))

    def hear(self, job: JobId, said: Segment) -> None:
        self.say(Finished(job, said))

    def finish(self, job: JobId, outcome: Transcript | None = None) -> None:
        self.say(Done(job, outcome or transcript("سلام")))

    def fail(self, job: JobId | None, error: DabirError) -> None:
        self.say(Failed(job, error))

    def events(self) -> Iterator[Message]:
        while (message := self._outbox.get()) is not None:
            yield message

    def close(self) -> None:
        self.is_closed = True
        self._outbox.put(None)


@dataclass
class FakeWorkers:
    """Starts fakes; obeys `StartsWorker`."""

    started: list[FakeWorker] = field(default_factory=list)
    refuses: Exception | None = None

    def __call__(self, model: str) -> FakeWorker:
        if self.refuses is not None:
            raise self.refuses
        self.started.append(FakeWorker(model))
        return self.started[-1]

    @property
    def only(self) -> FakeWorker:
        (worker,) = self.started
        return worker


@dataclass
class FakeFetch:
    """Obeys `FetchesLinks`; waits until a test lets it go on, or it is cancelled."""

    go_on: threading.Event = field(default_factory=threading.Event)
    links: list[str] = field(default_factory=list)
    outcome: Callable[[str, Path], Fetched] | DabirError | None = None

    def __call__(
        self,
        url: str,
        policy: LinkPolicy,
        *,
        into: Path,
        progress: ReceivedCallback | None = None,
        cancel: CancelToken | None = None,
    ) -> Fetched | None:
        self.links.append(url)
        assert cancel is not None
        with cancel.calling(self.go_on.set):
            assert self.go_on.wait(20)
        if cancel.is_cancelled:
            return None
        if isinstance(self.outcome, DabirError):
            raise self.outcome
        if self.outcome is not None:
            return self.outcome(url, into)
        path = into / f"{len(self.links)}.m4a"
        path.write_bytes(url.encode())
        return Fetched(path, "گفت‌وگو", url, 60.0)


@dataclass
class FakeLibrary:
    """Obeys `KeepsTranscripts`."""

    kept: list[tuple[QueueItem, Transcript]] = field(default_factory=list)
    refuses: Exception | None = None

    def keep(self, item: QueueItem, kept: Transcript) -> int:
        if self.refuses is not None:
            raise self.refuses
        self.kept.append((item, kept))
        return 100 + len(self.kept)


@dataclass
class WorkRoom:
    """All of it; `moment` is what its clock shows."""

    folder: Path
    workers: FakeWorkers = field(default_factory=FakeWorkers)
    fetch: FakeFetch = field(default_factory=FakeFetch)
    library: FakeLibrary = field(default_factory=FakeLibrary)
    forgotten: list[Path] = field(default_factory=list)
    moment: float = 0.0
    queue: WorkQueue = field(init=False)
    engine: Engine = field(init=False)

    def open(self) -> None:
        """Starts on what the store holds."""
        self.engine = Engine(self.workers)
        links = Links(lambda _: LinkPolicy(), self.folder / "links", fetch=self.fetch)
        runner = Runner(self.engine, links, keeper=self.library, clock=lambda: self.moment)
        store = QueueStore(self.folder / "queue.sqlite3")
        self.queue = WorkQueue(runner, store, forget=self.forgotten.append)

    def sound(self, name: str) -> Path:
        path = self.folder / name
        path.write_bytes(name.encode() * 1000)
        return path

    def states(self) -> list[ItemState]:
        return [item.state for item in self.queue.items]

    def state(self, number: ItemId) -> ItemState | None:
        item = self.queue.item(number)
        return None if item is None else item.state

    def begun(self) -> list[str]:
        """Names of the files that were given to a worker, in order."""
        return [source.name for worker in self.workers.started for _, source, _ in worker.submitted]


@contextmanager
def working_room(folder: Path) -> Iterator[WorkRoom]:
    room = WorkRoom(folder)
    room.open()
    yield room
    room.queue.close()
