"""What jobs need around them, without Telegram and models; what was done is told in a log that outlives kills."""

import asyncio
import json
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from dabir_bot.engine import EngineState, Heard
from dabir_bot.orders import Order, SoundKind
from dabir_bot.settings import Limits, Role, Settings, Telegram, Token
from dabir_bot.status import Status
from dabir_bot.store import Answer, Store
from dabir_bot.work import JobId, Work, WorkLimits
from dabir_core import Cancelled, Progress, Segment, TranscribeOptions, Transcript
from dabir_core.errors import DabirError


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that was done, by whom: «begun», «written», «told», «greeted», «failed», «cancelled», «shown»."""

    deed: str
    job: str
    who: str
    at: float
    words: str = ""


@dataclass(frozen=True, slots=True)
class DeedLog:
    """Deeds of many processes in one file, a line each."""

    path: Path
    who: str = "here"

    def add(self, deed: str, job: str, words: str = "") -> None:
        line = json.dumps([deed, job, self.who, time.time(), words])
        with self.path.open("a", encoding="utf-8") as file:
            file.write(line + "\n")

    def all(self) -> list[Deed]:
        if not self.path.exists():
            return []
        return [Deed(*json.loads(line)) for line in self.path.read_text(encoding="utf-8").splitlines()]

    def of(self, deed: str) -> list[str]:
        return [known.job for known in self.all() if known.deed == deed]

    def count(self, deed: str) -> Counter[str]:
        return Counter(self.of(deed))


def order(update: int, *, person: int = 7, chat: int | None = None, duration: float | None = 10.0) -> Order:
    return Order(
        update, chat or person, 100 + update, person, SoundKind.VOICE, file_id=f"file-{update}", duration=duration
    )


def name_of(known: Order) -> str:
    return f"{known.update}.{known.number}"


@dataclass
class FakeSounds:
    """Every sound is a file that holds its order's name."""

    folder: Path
    discarded: list[JobId] = field(default_factory=list)
    error: DabirError | None = None

    async def obtain(self, order: Order, job: JobId, *, received: Callable[[int, int | None], None]) -> Path:
        if self.error is not None:
            raise self.error
        received(1, 2)
        sound = self.folder / job
        sound.write_text(name_of(order), encoding="utf-8")
        return sound

    async def lying(self, order: Order, job: JobId) -> Path | None:
        sound = self.folder / job
        return sound if sound.exists() else None

    async def discard(self, job: JobId) -> None:
        self.discarded.append(job)
        (self.folder / job).unlink(missing_ok=True)

    async def sweep(self, living: frozenset[JobId]) -> None:
        for sound in self.folder.iterdir():
            if sound.name not in living:
                sound.unlink(missing_ok=True)


@dataclass
class FakeSpeech:
    """An engine that takes `seconds` for each sound and says the sound's name."""

    log: DeedLog
    seconds: float = 0.0
    stopped: list[str] = field(default_factory=list)
    forgotten: list[str] = field(default_factory=list)
    parts: int = 4
    fault: Exception | None = None

    @property
    def state(self) -> EngineState:
        return EngineState(is_ready=True)

    async def transcribe(self, sound: Path, options: TranscribeOptions, *, heard: Heard) -> Transcript | Cancelled:
        name = sound.read_text(encoding="utf-8")
        self.log.add("begun", name)
        if self.fault is not None:
            raise self.fault
        segment = Segment(0.0, 1.0, f"متن {name}", options.language or "fa")
        try:
            for part in range(self.parts):
                await asyncio.sleep(self.seconds / self.parts)
                heard(Progress((part + 1) * 10 / self.parts, 10.0), [segment])
        except asyncio.CancelledError:
            self.stopped.append(name)
            raise
        self.log.add("written", name)
        return Transcript((segment,), 10.0, "fa", 1.0, "fake")

    async def forget(self, sound: Path) -> None:
        self.forgotten.append(sound.name)

    async def close(self) -> None:
        return


@dataclass
class FakeDelivery:
    """Messages are numbered by their orders; an edit that says the same again is none."""

    log: DeedLog
    shown: list[tuple[str, Status]] = field(default_factory=list)
    refusals: list[Exception] = field(default_factory=list)
    """Raised one after the other by what is told last."""

    async def acknowledge(self, order: Order) -> int:
        self.log.add("greeted", name_of(order))
        return 1000 + order.update

    async def show(self, order: Order, message_id: int, status: Status) -> None:
        self.shown.append((name_of(order), status))

    async def finish(self, order: Order, message_id: int | None, answer: Answer) -> list[int]:
        self._refuse()
        assert message_id == 1000 + order.update
        self.log.add("told", name_of(order), answer.transcript.text)
        return [message_id]

    async def fail(self, order: Order, message_id: int | None, error: DabirError) -> None:
        self._refuse()
        self.log.add("failed", name_of(order), f"{type(error).__name__} {error.subject}")

    async def cancelled(self, order: Order, message_id: int | None) -> None:
        self.log.add("cancelled", name_of(order))

    def _refuse(self) -> None:
        if self.refusals:
            raise self.refusals.pop(0)


@dataclass
class Bench:
    """A bot's jobs on a database with fakes around them."""

    settings: Settings
    store: Store
    log: DeedLog
    sounds: FakeSounds
    speech: FakeSpeech
    delivery: FakeDelivery
    work: Work


def bench(
    folder: Path,
    database_url: str,
    *,
    who: str = "here",
    seconds: float = 0.0,
    limits: Limits | None = None,
    role: Role = Role.ALL,
) -> Bench:
    log = DeedLog(folder / "deeds.jsonl", who)
    (folder / "sounds").mkdir(exist_ok=True)
    store = Store.open(database_url, bot=1)
    sounds, speech, delivery = FakeSounds(folder / "sounds"), FakeSpeech(log, seconds), FakeDelivery(log)
    settings = Settings(
        Telegram(Token("1:x")), limits or Limits(), executor=who, database_url=database_url, folder=folder, role=role
    )
    work = Work(sounds, speech, store.answers, delivery, WorkLimits(longest=3600.0, cache_days=7))
    return Bench(settings, store, log, sounds, speech, delivery, work)
