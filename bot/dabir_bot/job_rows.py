"""What is asked of DBOS about its rows, and how they are deleted; nothing here knows what a job does."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from dbos import DBOS, WorkflowStatus

from dabir_bot.database import Database
from dabir_bot.work import JobId
from dabir_bot.workflows import ANSWER, ANSWERING, AROUND, TRANSCRIBE, Values

NOTES: Final = "notes"
LONG: Final = "long"
_UNFINISHED: Final = ["ENQUEUED", "PENDING"]
_FAILED: Final = ["ERROR", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]
_OVER: Final = ["SUCCESS", "CANCELLED", *_FAILED]
_AT_ONCE: Final = 500
_STATES: Final = {"ENQUEUED": "waiting", "PENDING": "running"}


_BY_STATUS: Final = (
    "CREATE INDEX IF NOT EXISTS bot_jobs_by_status ON workflow_status (status, queue_name, priority, created_at)"
)


def index_jobs(database: Database) -> None:
    """Lets SQLite find jobs that are not over without reading all that are. Raises: DatabaseClosed.

    DBOS's indexes hold only rows of some states; SQLite uses such an index where a query spells those states out, and
    not where they are parameters. Each note, and each poll, would read the rows of a whole day. To be called after
    DBOS's launch.
    Source: sqlite.org/partialindex.html, «Queries Using Partial Indexes».
    """
    if database.is_sqlite:
        with database.begin() as connection:
            connection.exec_driver_sql(_BY_STATUS)


@dataclass(frozen=True, slots=True)
class Queued:
    """A job that waits: 1 goes next in its queue."""

    job: JobId
    place: int


async def unfinished(*, user: str | None = None) -> list[WorkflowStatus]:
    """Jobs without an outcome, of one who asked for them or all; not what they were given."""
    return await DBOS.list_workflows_async(
        name=TRANSCRIBE, status=_UNFINISHED, user=user, load_input=False, load_output=False
    )


async def stoppable(job: JobId) -> WorkflowStatus | None:
    """A job that has no answer yet, with what it was given."""
    rows = await DBOS.list_workflows_async(name=TRANSCRIBE, workflow_ids=[job], status=_UNFINISHED, load_output=False)
    is_answered = await DBOS.get_workflow_status_async(job + ANSWERING) is not None
    return None if is_answered or not rows or rows[0].input is None else rows[0]


async def counts() -> Mapping[tuple[str, str], int]:
    """How many jobs wait and run in each queue, those of all processes."""
    rows = await unfinished()
    found = Counter((row.queue_name or "", _STATES.get(row.status, "")) for row in rows)
    return {(queue, state): found[queue, state] for queue in (NOTES, LONG) for state in _STATES.values()}


async def queued() -> list[Queued]:
    """All that wait, in the order in which the queues give them out."""
    found: list[Queued] = []
    for queue in (NOTES, LONG):
        rows = await DBOS.list_queued_workflows_async(
            queue_name=queue, status="ENQUEUED", load_input=False, load_output=False
        )
        rows.sort(key=lambda row: (row.priority or 0, row.created_at or 0))
        found += [Queued(row.workflow_id, place) for place, row in enumerate(rows, start=1)]
    return found


async def failed() -> list[tuple[JobId, Values]]:
    """Jobs and answers that DBOS gave up, with their orders, where nobody tells the person about it."""
    rows = await DBOS.list_workflows_async(name=[TRANSCRIBE, ANSWER], status=_FAILED, load_output=False)
    found: list[tuple[JobId, Values]] = []
    for row in rows:
        if row.input is None:
            continue
        values, job = row.input["args"][:2]
        if row.name == ANSWER or await DBOS.get_workflow_status_async(job + ANSWERING) is None:
            found.append((job, values))
    return found


async def living() -> frozenset[JobId]:
    """The names of all jobs that are not over."""
    return frozenset(row.workflow_id for row in await unfinished())


async def under_way() -> frozenset[JobId]:
    """The names of all jobs of which anything is still to be made or told."""
    rows = await DBOS.list_workflows_async(status=_UNFINISHED, load_input=False, load_output=False)
    return frozenset(_job_of(row.workflow_id) for row in rows)


async def owners() -> frozenset[str]:
    """The processes that workflows under way belong to."""
    rows = await DBOS.list_workflows_async(status="PENDING", load_input=False, load_output=False)
    return frozenset(row.executor_id for row in rows if row.executor_id)


async def jobs_of(person: int) -> list[WorkflowStatus]:
    """All jobs that one asked for or whose sound is that one's, that have rows; with what they were given."""
    return await _found(lambda row: row.authenticated_user == str(person) or _attribute(row, "speaker") == person)


async def jobs_in(chat: int) -> list[WorkflowStatus]:
    """All jobs of a chat, that have rows; with what they were given."""
    return await _found(lambda row: _attribute(row, "chat") == chat)


def is_unfinished(row: WorkflowStatus) -> bool:
    """Whether a job has no outcome yet."""
    return row.status in _UNFINISHED


async def pending(executor: str) -> frozenset[str]:
    """The workflows, of any kind, that a process has begun and not ended."""
    rows = await DBOS.list_workflows_async(status="PENDING", executor_id=executor, load_input=False, load_output=False)
    return frozenset(row.workflow_id for row in rows)


async def delete(jobs: Sequence[JobId]) -> None:
    """Deletes jobs and all around them."""
    for start in range(0, len(jobs), _AT_ONCE):
        part = jobs[start : start + _AT_ONCE]
        await DBOS.delete_workflows_async([*part, *(job + around for job in part for around in AROUND)])


async def delete_before(time: float) -> None:
    """Deletes jobs that came before a time, in seconds since 1970, and are over with all that belongs to them."""
    until = _moment(time)
    rows = await DBOS.list_workflows_async(
        name=TRANSCRIBE, status=_OVER, end_time=until, load_input=False, load_output=False, limit=20 * _AT_ONCE
    )
    jobs = [row.workflow_id for row in rows]
    busy = await _busy(jobs)
    await delete([job for job in jobs if job not in busy])


async def _found(is_wanted: Callable[[WorkflowStatus], bool]) -> list[WorkflowStatus]:
    """The jobs that are wanted, with what they were given; DBOS finds rows by their attributes on PostgreSQL only.

    A part at a time, newest first: a day's rows at once would take the more memory the more jobs there are. Each part
    begins at the moment at which the last one ended, since rows that others delete would shift numbered ones; only
    those of one moment, which is a second in SQLite, are numbered.
    """
    wanted: dict[JobId, None] = {}
    until, offset = None, 0
    while True:
        rows = await DBOS.list_workflows_async(
            name=TRANSCRIBE,
            end_time=None if until is None else _moment((until + 1) / 1000),
            offset=offset,
            sort_desc=True,
            limit=_AT_ONCE,
            load_input=False,
            load_output=False,
        )
        wanted |= dict.fromkeys(row.workflow_id for row in rows if is_wanted(row))
        if len(rows) < _AT_ONCE:
            break
        offset = offset + len(rows) if rows[-1].created_at == until else 0
        until = rows[-1].created_at
    found = list(wanted)
    parts = [found[start : start + _AT_ONCE] for start in range(0, len(found), _AT_ONCE)]
    return [row for part in parts for row in await DBOS.list_workflows_async(workflow_ids=part, load_output=False)]


def _attribute(row: WorkflowStatus, name: str) -> object:
    return (row.attributes or {}).get(name)


def _job_of(workflow: str) -> JobId:
    """The job that a workflow is, or is around."""
    return next((workflow.removesuffix(around) for around in AROUND if workflow.endswith(around)), workflow)


async def _busy(jobs: Iterable[JobId]) -> frozenset[JobId]:
    """Those whose answer is still on its way."""
    rows = await DBOS.list_workflows_async(name=ANSWER, status=_UNFINISHED, load_input=False, load_output=False)
    busy = {row.workflow_id.removesuffix(ANSWERING) for row in rows}
    return frozenset(jobs) & busy


def _moment(time: float) -> str:
    """Seconds since 1970 as DBOS is given them."""
    return datetime.fromtimestamp(time, UTC).isoformat()
