"""The composition root: makes the objects of one process by its role, joins them, runs them, and ends them in time.

    all      intake, handlers, jobs, engine
    bot      intake and handlers; jobs are stored, none is run
    worker   jobs and engine

Ending takes two seconds at most, whatever is under way: what was begun goes on at the next start, or elsewhere.
"""

import asyncio
import logging
import os
import signal
import threading
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from dabir_bot import job_rows
from dabir_bot.admission_requests import AdmissionRequests
from dabir_bot.check import chosen_model
from dabir_bot.connection import AnyApplication, application_of
from dabir_bot.delivery import Delivery
from dabir_bot.engine import Engine, WorkerEngine
from dabir_bot.examination import Examination
from dabir_bot.health import serving
from dabir_bot.jobs import Jobs
from dabir_bot.messages import Messages
from dabir_bot.meters import Meters
from dabir_bot.obtaining import Obtaining
from dabir_bot.pace import Pace
from dabir_bot.privacy import Privacy
from dabir_bot.reception import introduce, receive
from dabir_bot.routes import register
from dabir_bot.scrubbing import Scrub
from dabir_bot.sending import Sender
from dabir_bot.services import Services
from dabir_bot.settings import Role, Settings
from dabir_bot.sound_folders import SoundFolders
from dabir_bot.store import Store
from dabir_bot.talk import Talk
from dabir_bot.telegram_files import TelegramFiles
from dabir_bot.tidying import tidy
from dabir_bot.work import Work, WorkLimits
from dabir_core.cli.exits import leave_at_once
from dabir_core.fetch import LinkLimits, LinkPolicy
from dabir_core.freed_memory import return_freed_memory
from dabir_core.paths import journal_file
from dabir_core.units import Seconds

_LOG = logging.getLogger(__name__)

MakeEngine = Callable[[Settings], Engine]

_LAST_SECONDS: Final = 1.8
"""After so long, a process that was asked to end does so however far it has come."""
_THREADS: Final = 64
"""They wait for the database, or for a link: with Python's own few, some links would hold up every message."""
_LINK_BYTES: Final = 600_000_000
_LINK_SECONDS: Final[Seconds] = 1200.0
"""A stranger's site that sends a byte now and then must not keep a place among the long ones for hours."""


def run(settings: Settings, make_engine: MakeEngine | None = None) -> int:
    """Runs until it is told to end (SIGTERM, SIGINT). Returns the exit code. Raises: DabirError if it cannot start."""
    return_freed_memory()  # dozens of threads wait for the database; each heap of theirs would grow holes for hours
    os.environ.setdefault("PTB_TIMEDELTA", "true")  # what the library gives for durations; a number is deprecated
    return asyncio.run(_run(settings, make_engine or worker_engine))


def worker_engine(settings: Settings) -> WorkerEngine:
    """Core's worker process with the operator's model, which loads at once. Raises: ModelMissing, OptionError.

    Who runs no jobs needs no model: there, the engine is never started.
    """
    model = "" if settings.role is Role.BOT else chosen_model(settings)
    engine = WorkerEngine(model, journal=journal_file(), engine=settings.engine)
    if settings.role is not Role.BOT:
        engine.start()
    return engine


async def _run(settings: Settings, make_engine: MakeEngine) -> int:
    stop = asyncio.Event()
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(_THREADS, "waiting"))
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, _end, stop)
    async with House.open(settings, make_engine) as house:
        await _first(stop.wait(), house.live())
    return 0


def _end(stop: asyncio.Event) -> None:
    """Ends in good order; for what does not, there is a thread that no busy loop holds up."""
    _LOG.info("ending")
    stop.set()
    last = threading.Timer(_LAST_SECONDS, leave_at_once, [0])
    last.daemon = True
    last.start()


async def _first(*coroutines: Coroutine[Any, Any, object]) -> None:
    """Ends with the first of them that ends, and raises what it raised."""
    tasks = [asyncio.ensure_future(each) for each in coroutines]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@dataclass(frozen=True, slots=True)
class House:
    """The objects of one process that outlive single updates and jobs."""

    settings: Settings
    store: Store
    application: AnyApplication
    engine: Engine
    jobs: Jobs
    services: Services
    meters: Meters = field(default_factory=Meters)

    @classmethod
    @asynccontextmanager
    async def open(cls, settings: Settings, make_engine: MakeEngine) -> AsyncIterator["House"]:
        """Makes and joins everything; closes it in the order that lets nothing be lost. Raises: DabirError."""
        async with AsyncExitStack() as closing:
            store = await asyncio.to_thread(Store.open, settings.database, bot=settings.telegram.token.bot)
            closing.callback(store.close)
            engine = make_engine(settings)
            closing.push_async_callback(engine.close)
            application = application_of(settings.telegram)
            files = TelegramFiles(application.bot, settings.telegram)
            closing.push_async_callback(files.close)
            house = cls._joined(settings, store, application=application, engine=engine, files=files)
            closing.push_async_callback(house.services.talk.close)
            yield house

    @classmethod
    def _joined(
        cls, settings: Settings, store: Store, *, application: AnyApplication, engine: Engine, files: TelegramFiles
    ) -> "House":
        bot, meters, sender = application.bot, Meters(), Sender(Pace())
        delivery = Delivery(bot, sender, store, late_after=settings.limits.late_hours * 3600.0)
        limits = settings.limits
        policy = LinkPolicy(
            settings.links,
            proxy=settings.telegram.proxy,
            limits=LinkLimits(longest=limits.longest, most_bytes=_LINK_BYTES, deadline=_LINK_SECONDS),
        )
        work = Work(
            sounds=Obtaining(files, SoundFolders(settings.sounds_folder), policy),
            engine=engine,
            answers=store.answers,
            delivery=delivery,
            limits=WorkLimits(longest=limits.longest, cache_days=settings.keeping.answers_days),
            meters=meters,
        )
        jobs = Jobs(settings, work)
        privacy = Privacy.of(store, jobs, scrubs=_scrubs_of(engine))
        talk = Talk(bot, sender)
        requests = AdmissionRequests(settings.access, store, talk)
        services = Services(settings, store, jobs, talk, Messages(bot, sender), privacy, requests)
        register(application, services)
        return cls(settings, store, application, engine, jobs, services, meters)

    async def live(self) -> None:
        """Works without end. Raises: DabirError where it cannot begin."""
        examination = Examination(self.settings, self.store, self.engine, self.meters, count_jobs=self.jobs.counts)
        async with serving(self.settings.health, self.meters, examination):
            await introduce(self.application)
            self.meters.polled()
            await self.jobs.launch()
            await asyncio.to_thread(self.store.database.withhold)
            _LOG.info("ready as %s", self.settings.role)
            try:
                await _first(*self._errands())
            finally:
                await self.jobs.close()

    def _errands(self) -> Sequence[Coroutine[Any, Any, None]]:
        scrubs = _scrubs_of(self.engine)
        tidying = tidy(self.store, self.settings.keeping, under_way=job_rows.under_way, scrubs=scrubs)
        if self.settings.role is Role.WORKER:
            return (tidying,)
        receiving = receive(self.settings.telegram, self.application, inbox=self.store.inbox, meters=self.meters)
        return (tidying, receiving)


def _scrubs_of(engine: Engine) -> Sequence[Scrub]:
    """What cuts the journal of an engine that has one."""
    return (engine.scrub,) if isinstance(engine, WorkerEngine) else ()
