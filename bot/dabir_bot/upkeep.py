"""What a process does for the jobs of all while they run: takes over from the dead, tells who is next, clears away."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Final

from dbos import DBOS, SetWorkflowID

from dabir_bot import job_rows
from dabir_bot.settings import Keeping
from dabir_bot.status import Stage, Status
from dabir_bot.takeover import Liveness
from dabir_bot.work import JobId, Work
from dabir_bot.workflows import SORRY, Workflows
from dabir_core.freed_memory import return_holes

_LOG = logging.getLogger(__name__)

ROUND_SECONDS: Final = 3.0
_CLEARING_SECONDS: Final = 3600.0
_EASING_SECONDS: Final = 60.0
_IDLE_SECONDS: Final = 10.0
_MOST_SHOWN: Final = 20
"""Places in line that are told in one round, so that a long line leaves Telegram room for texts."""


class Upkeep:
    """A round every few seconds, from `start` to `close`."""

    def __init__(self, liveness: Liveness, workflows: Workflows, work: Work, *, keeping: Keeping) -> None:
        self._liveness = liveness
        self._workflows = workflows
        self._work = work
        self._keeping = keeping
        self._task: asyncio.Task[None] | None = None
        self._cleared_at = self._eased_at = float("-inf")
        self._free_since: dict[str, float] = {}
        self._idle_since: dict[str, float] = {}
        self._places: dict[JobId, int] = {}
        self._sorry: frozenset[JobId] = frozenset()

    def start(self) -> None:
        """Begins with a round at once."""
        self._task = asyncio.create_task(self._run())

    async def close(self) -> None:
        """Ends; a round under way is broken off."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])

    async def _run(self) -> None:
        errands: tuple[Callable[[], Awaitable[None]], ...] = (
            self.take_over,
            self.wake,
            self.apologise,
            self.announce,
            self.clear,
            self.ease,
        )
        while True:
            for errand in errands:
                try:
                    await errand()
                except Exception:  # the task's outermost edge: a database that is away must not end it
                    _LOG.warning("upkeep: %s has to wait", errand.__name__, exc_info=True)
            await asyncio.sleep(ROUND_SECONDS)

    async def take_over(self) -> None:
        """Gives the workflows of dead processes to all."""
        await asyncio.to_thread(self._liveness.keep)
        others = await job_rows.owners() - {DBOS.executor_id}
        self._free_since = {owner: since for owner, since in self._free_since.items() if owner in others}
        for owner in others:
            await asyncio.to_thread(self._look_after, owner)

    def _look_after(self, owner: str) -> None:
        now = time.monotonic()
        since = self._free_since.setdefault(owner, now)
        is_due = now - since >= self._liveness.grace

        def recover() -> None:
            if is_due:
                DBOS._recover_pending_workflows([owner])
                _LOG.warning("took over the jobs of a process that died")

        if not self._liveness.take(owner, recover):
            del self._free_since[owner]

    async def wake(self) -> None:
        """Goes on with what is ours and runs nowhere: the end of a step that a full disk did not take, and DBOS let be.

        For a locked database, and for PostgreSQL's troubles, DBOS waits by itself.
        """
        now = time.monotonic()
        idle = await job_rows.pending(DBOS.executor_id) - self._workflows.running.keys()
        self._idle_since = {each: self._idle_since.get(each, now) for each in idle}
        asleep = [each for each, since in self._idle_since.items() if now - since >= _IDLE_SECONDS]
        if asleep:
            _LOG.warning("%s workflows had stopped in the middle; they go on", len(asleep))
            await DBOS.resume_workflows_async(asleep)

    async def apologise(self) -> None:
        """Tells those whose jobs DBOS gave up; each once, since a workflow's name is given once."""
        failed = await job_rows.failed()
        for job, values in failed:
            if job not in self._sorry:
                _LOG.error("job %s was given up", job)
                with SetWorkflowID(job + SORRY):
                    await DBOS.start_workflow_async(self._workflows.sorry, values, job)
        self._sorry = frozenset(job for job, _ in failed)

    async def announce(self) -> None:
        """Tells those who wait how many are before them, where that has changed."""
        waiting = await job_rows.queued()
        places = {entry.job: entry.place for entry in waiting}
        self._places = {job: place for job, place in self._places.items() if job in places}
        for job in self._workflows.greeted.keys() - places.keys():
            self._workflows.greeted.pop(job, None)
        changed = [entry for entry in waiting if self._places.get(entry.job) != entry.place]
        told = [entry for entry in changed if entry.job in self._workflows.greeted][:_MOST_SHOWN]
        for entry in told:
            self._places[entry.job] = entry.place
            greeted = self._workflows.greeted[entry.job]
            status = Status(Stage.WAITING, ahead=entry.place - 1)
            await self._work.delivery.show(greeted.order, greeted.message, status)

    async def clear(self) -> None:
        """Deletes, at the start and each hour, old rows and the sounds of jobs that are over."""
        if time.monotonic() - self._cleared_at < _CLEARING_SECONDS:
            return
        await self._work.sounds.sweep(await job_rows.living())
        await job_rows.delete_before(time.time() - self._keeping.jobs_hours * 3600.0)
        self._cleared_at = time.monotonic()

    async def ease(self) -> None:
        """Gives memory back, each minute: threads come and go with every note, and leave holes in it."""
        if time.monotonic() - self._eased_at >= _EASING_SECONDS:
            self._eased_at = time.monotonic()
            await asyncio.to_thread(return_holes)
