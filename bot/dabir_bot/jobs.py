"""Jobs: orders on their way to answers, in a fair order, through crashes of any process.

DBOS Transact keeps each job as a workflow in the bot's own database, with the results of its steps; the same code runs
on an SQLite file and on PostgreSQL with many workers. Why DBOS, and what of it must be held in mind: the version of the
application is a constant, since by default any edit would strand the jobs of the day before; rows are JSON; a process
has a name that is unique and stays; dead processes' jobs are taken over by `takeover`, which DBOS sells otherwise.
Short sounds and long ones wait in two queues, so that long ones never take all places. Source: docs.dbos.dev.
"""

import asyncio
import logging
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Final

from dbos import DBOS, DBOSConfig, DBOSPortableJSONSerializer, EnqueueOptions, SetWorkflowID, WorkflowStatus
from dbos import error as dbos_errors
from sqlalchemy import make_url

from dabir_bot import job_rows
from dabir_bot.database import Database, connect_args
from dabir_bot.fairness import turn
from dabir_bot.job_errors import TooManyJobs
from dabir_bot.orders import Order, SoundKind
from dabir_bot.settings import Role, Settings
from dabir_bot.takeover import liveness_of
from dabir_bot.upkeep import Upkeep
from dabir_bot.work import JobId, Work
from dabir_bot.workflows import GREET, STOP, TRANSCRIBE, Workflows

_LOG = logging.getLogger("dbos")

_APPLICATION: Final = "dabir-bot"
_VERSION: Final = "1"
"""Grows only when jobs that began before must not be gone on with; nobody would take them up any more."""
_POLL_SECONDS: Final = 0.3
"""How often an idle process asks for short sounds. A poll of DBOS costs 3 ms of a processor; long ones can wait."""
_LONG_POLL_SECONDS: Final = 1.0
_STOPPING: Final = 1.5
"""A step learns within so long that its job was cancelled."""
_SETTLING: Final = 0.15
_LAST_WORDS: Final = 1.0
"""How long a stop waits for messages that are just being sent."""


class Jobs:
    """All jobs of the bot, as one process sees them; used on the loop that launched it."""

    def __init__(self, settings: Settings, work: Work) -> None:
        self._settings = settings
        self._work = work
        self._liveness = liveness_of(settings.database, settings.executor_name)
        self._dbos: DBOS | None = None
        self._workflows: Workflows | None = None
        self._upkeep: Upkeep | None = None

    async def launch(self) -> None:
        """Takes up what was left, and what comes. Raises: ExecutorTaken, DatabaseClosed."""
        await asyncio.to_thread(self._liveness.hold)
        settings = self._settings
        _LOG.addHandler(logging.NullHandler())  # with none, DBOS adds one of its own to the console
        _LOG.addFilter(_is_news)
        _LOG.setLevel(logging.WARNING)
        self._dbos = DBOS(config=_configuration(settings))
        self._workflows = Workflows(self._work)
        if settings.role is Role.BOT:
            DBOS.listen_queues([])
        DBOS.launch()
        await asyncio.to_thread(_index, settings.database)
        limits = settings.limits
        for queue, places, every in (
            (job_rows.NOTES, limits.notes_at_once, _POLL_SECONDS),
            (job_rows.LONG, limits.long_at_once, _LONG_POLL_SECONDS),
        ):
            await DBOS.register_queue_async(queue, worker_concurrency=places, polling_interval_sec=every)
        self._upkeep = Upkeep(self._liveness, self._workflows, self._work, keeping=settings.keeping)
        self._upkeep.start()

    async def close(self) -> None:
        """Stops within two seconds; what is under way goes on at the next start, or elsewhere."""
        if self._upkeep is not None:
            await self._upkeep.close()
        _LOG.setLevel(logging.CRITICAL)  # of each workflow that is broken off it would tell several times
        self._close_queues()
        if self._workflows is not None:
            await self._workflows.let_tell(_LAST_WORDS)
        await self._break_off()
        await asyncio.to_thread(DBOS.destroy, destroy_registry=True)
        await self._break_off()  # what a queue was just giving out
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor())  # DBOS put its own there, and closed it
        await asyncio.to_thread(self._liveness.release)

    async def submit(self, order: Order) -> JobId:
        """Stores a job; the same order again is the same job. Raises: TooManyJobs."""
        job = _name(order.update, order.number)
        queue = job_rows.LONG if self._is_long(order) else job_rows.NOTES
        mine = [known for known in await job_rows.unfinished(user=_user_of(order)) if known.workflow_id != job]
        most = self._settings.limits.jobs_per_person
        if len(mine) >= most:
            raise TooManyJobs(str(most))
        turns = [known.priority or 0 for known in mine if known.queue_name == queue]
        options = EnqueueOptions(
            workflow_name=TRANSCRIBE,
            queue_name=queue,
            workflow_id=job,
            priority=turn(time.time(), turns),
            authenticated_user=_user_of(order),
            attributes={"chat": order.chat, "speaker": order.speaker},
        )
        with SetWorkflowID(job + GREET):  # first: a job that ends at once must find its greeting begun
            await DBOS.start_workflow_async(self._known.greet, order.to_json(), job)
        await DBOS.enqueue_workflow_with_options_async(options, order.to_json(), job)
        return job

    async def cancel(self, job: JobId) -> bool:
        """Stops a job that has no answer yet, and tells so in its message; False for others."""
        known = await job_rows.stoppable(job)
        if known is None or known.input is None:
            return False
        await DBOS.cancel_workflow_async(job)
        with SetWorkflowID(job + STOP):
            values, was_running = known.input["args"][0], known.status == "PENDING"
            await DBOS.start_workflow_async(self._known.stop, values, job, was_running)
        return True

    async def order(self, job: JobId) -> Order | None:
        """What a job is about, as long as its row is kept."""
        status = await DBOS.get_workflow_status_async(job)
        return None if status is None or status.input is None else Order.from_json(status.input["args"][0])

    async def unfinished(self, *, person: int | None = None, chat: int | None = None) -> list[JobId]:
        """The jobs that have no outcome yet, of a person, of a chat, or all."""
        known = await job_rows.unfinished(user=None if person is None else str(person))
        return [job.workflow_id for job in known if chat is None or (job.attributes or {}).get("chat") == chat]

    async def counts(self) -> Mapping[tuple[str, str], int]:
        """How many jobs wait and run, by queue and state; none before the launch, which makes their tables."""
        return await job_rows.counts() if self._upkeep is not None else {}

    async def forget(self, person: int) -> None:
        """Stops and deletes what a person asked for or said; gone from the disk when the database is scrubbed."""
        await self._forget(await job_rows.jobs_of(person))

    async def forget_chat(self, chat: int) -> None:
        """The same for all jobs of a chat."""
        await self._forget(await job_rows.jobs_in(chat))

    async def _forget(self, rows: Sequence[WorkflowStatus]) -> None:
        orders = {row.workflow_id: Order.from_json(row.input["args"][0]) for row in rows if row.input is not None}
        running = [row.workflow_id for row in rows if job_rows.is_unfinished(row)]
        if running:
            await DBOS.cancel_workflows_async(running)
            await asyncio.sleep(_STOPPING)  # a step finds out by its row
        for job in running:
            await self._known.end(orders[job], job)
        await self._known.settled(orders)
        await job_rows.delete([row.workflow_id for row in rows])

    @property
    def _known(self) -> Workflows:
        assert self._workflows is not None, "launched"
        return self._workflows

    def _close_queues(self) -> None:
        """They would give the places of jobs that are broken off to those that wait."""
        for stop in self._dbos.background_thread_stop_events if self._dbos is not None else ():
            stop.set()

    async def _break_off(self) -> None:
        """Ends what runs here, whose rows say that it goes on; DBOS would leave it to run on without a database."""
        running = tuple(self._dbos._workflow_tasks) if self._dbos is not None else ()
        for task in running:
            task.cancel()
        if running:
            await asyncio.wait(running, timeout=_SETTLING)
            await asyncio.sleep(_SETTLING)  # what its threads are just writing

    def _is_long(self, order: Order) -> bool:
        """Whether it waits among the long ones: also what nobody told the length of."""
        is_unknown = order.kind is SoundKind.LINK or order.duration is None
        return is_unknown or (order.duration or 0.0) > self._settings.limits.long_after


def _name(update: int, number: int) -> JobId:
    """It tells nothing of people, so that logs may have it."""
    return f"{update}.{number}"


def _user_of(order: Order) -> str:
    """Whose turn it is; admins who are not named share that of their chat."""
    return str(order.person or f"chat {order.chat}")


def _is_news(record: logging.LogRecord) -> bool:
    """DBOS tells of every job that somebody stopped as of an error."""
    error = record.exc_info[1] if record.exc_info else None
    return not isinstance(error, dbos_errors.DBOSAwaitedWorkflowCancelledError) and "was cancelled" not in str(
        record.msg
    )


def _index(url: str) -> None:
    database = Database.open(url)
    with closing(database):
        job_rows.index_jobs(database)


def _configuration(settings: Settings) -> DBOSConfig:
    return DBOSConfig(
        name=_APPLICATION,
        system_database_url=settings.database,
        executor_id=settings.executor_name,
        application_version=_VERSION,
        serializer=DBOSPortableJSONSerializer(),
        db_engine_kwargs={"connect_args": connect_args(make_url(settings.database).get_backend_name())},
    )
