"""The workflows of a job, as DBOS runs and repeats them; they are registered when they are made, not when imported.

    <job>.greet    acknowledge                  at once, so that whoever waits knows it
    <job>          make                         in its turn; a step that a cancel breaks off
    <job>.answer   wait for the greeting, tell  a child, so that a chat that Telegram holds up keeps no place
    <job>.stop     tell that it was cancelled
    <job>.sorry    tell that it failed          for what DBOS gave up

A step runs at least once: what it does must bear that. Rows hold orders, ids and reasons, never text.
A step that comes new between others needs `DBOS.patch_async`, or jobs of the day before end in an error.
"""

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from dbos import DBOS, SetWorkflowID, StepOptions
from dbos import error as dbos_errors
from telegram.error import Forbidden, TelegramError

from dabir_bot.errors import DatabaseClosed
from dabir_bot.job_errors import JobFailed
from dabir_bot.orders import Order
from dabir_bot.outcomes import Refused, outcome_of
from dabir_bot.work import JobId, Work
from dabir_core.units import Seconds

_LOG = logging.getLogger(__name__)

TRANSCRIBE: Final = "transcribe"
ANSWER: Final = "answer"
GREET, ANSWERING, STOP, SORRY = ".greet", ".answer", ".stop", ".sorry"
"""What is added to a job's name for the workflows around it."""
AROUND: Final = (GREET, ANSWERING, STOP, SORRY)
MOST_STARTS: Final = 60
"""How often a workflow begins before it is given up. Each end of the process counts for all that it was running, and
what could end it, decoding and the engine, runs in another one."""
_LONGEST_RUN: Final = 12 * 3600.0

Values = dict[str, Any]
Told = TypeVar("Told")
Workflow = Callable[..., Coroutine[Any, Any, Any]]

_DONE: Final = frozenset({"SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"})
_NOTING: Final = 0.1
"""What was sent is noted within so long."""
_LAST_WORD: Final = 15.0
_STOPPING: Final = 1.5
"""After so long, a step that was cancelled in another process shows nothing any more: DBOS asks once a second."""


@dataclass(frozen=True, slots=True)
class Greeted:
    """A job's order, and the message that tells its state."""

    order: Order
    message: int


class Workflows:
    """Registered with the DBOS that is made but not launched."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self.greeted: dict[JobId, Greeted] = {}
        """Jobs that were acknowledged by this process and are not told yet; `Upkeep` drops what others run."""
        self.running: Counter[str] = Counter()
        """The workflows that run in this process."""
        self._telling: set[asyncio.Future[Any]] = set()
        self.greet = self._registered(self._greet, "greet")
        self.transcribe = self._registered(self._transcribe, TRANSCRIBE)
        self.answer = self._registered(self._answer, ANSWER)
        self.stop = self._registered(self._stop, "stop")
        self.sorry = self._registered(self._sorry, "sorry")

    async def message_of(self, job: JobId) -> int | None:
        """Waits until the job was acknowledged; None where it was not, or nobody knows of it any more."""
        pause = 0.05
        while job not in self.greeted:
            status = await DBOS.get_workflow_status_async(job + GREET)
            if status is None or status.status in _DONE:
                return status.output if status is not None and status.status == "SUCCESS" else None
            await asyncio.sleep(pause)
            pause = min(2 * pause, 1.0)
        return self.greeted[job].message

    async def let_tell(self, patience: Seconds) -> None:
        """Gives messages that are just being sent so much time: those cut off come again at the next start."""
        if self._telling:
            await asyncio.wait(tuple(self._telling), timeout=patience)
            await asyncio.sleep(_NOTING)

    async def settled(self, jobs: Iterable[JobId]) -> None:
        """Waits a moment for what just ends of jobs whose rows are about to go."""
        names = [job + around for job in jobs for around in ("", *AROUND)]
        deadline = time.monotonic() + _LAST_WORD
        while any(name in self.running for name in names) and time.monotonic() < deadline:
            await asyncio.sleep(0.05)

    async def end(self, order: Order, job: JobId) -> None:
        """Tells that a job was stopped whose rows are about to go, if Telegram takes it soon; leaves nothing of it."""
        await self._work.drop(order, job)
        try:
            async with asyncio.timeout(_LAST_WORD):
                message = await self.message_of(job)
                await self._work.delivery.cancelled(order, message)
        except (TelegramError, TimeoutError) as error:
            _LOG.info("job %s: its end could not be told: %s", job, type(error).__name__)
        self.greeted.pop(job, None)

    def _registered(self, function: Workflow, name: str) -> Workflow:
        """A function of its own for DBOS, which writes on what it registers and cannot on a method."""

        async def workflow(*values: Any) -> Any:
            own = DBOS.workflow_id or ""
            self.running[own] += 1
            try:
                return await function(*values)
            finally:
                self.running[own] -= 1
                self.running += Counter()  # drops what is at zero

        return DBOS.workflow(name=name, max_recovery_attempts=MOST_STARTS)(workflow)

    async def _greet(self, values: Values, job: JobId) -> int:
        order = Order.from_json(values)
        message: int = await DBOS.run_step_async(_step("acknowledge"), self._acknowledge, order, job)
        return message

    async def _transcribe(self, values: Values, job: JobId) -> None:
        order = Order.from_json(values)
        step = _step("make")
        step["preemptible"], step["timeout_seconds"] = True, _LONGEST_RUN
        try:
            made: Values = await DBOS.run_step_async(step, self._make, order, job)
        except dbos_errors.DBOSWorkflowCancelledError:
            await self._work.drop(order, job)
            raise
        with SetWorkflowID(job + ANSWERING):
            await DBOS.start_workflow_async(self.answer, values, job, made)

    async def _answer(self, values: Values, job: JobId, made: Values) -> None:
        await DBOS.run_step_async(_step("tell"), self._tell, Order.from_json(values), job, made)

    async def _stop(self, values: Values, job: JobId, was_running: bool) -> None:
        await DBOS.run_step_async(_step("tell"), self._tell_stop, Order.from_json(values), job, was_running)

    async def _sorry(self, values: Values, job: JobId) -> None:
        made = Refused(JobFailed(job)).to_json()
        await self._work.drop(Order.from_json(values), job)
        await DBOS.run_step_async(_step("tell"), self._tell, Order.from_json(values), job, made)

    async def _acknowledge(self, order: Order, job: JobId) -> int:
        try:
            message = await self._whole(self._work.delivery.acknowledge(order))
        except Forbidden:
            _LOG.info("job %s: the chat is closed", job)
            await DBOS.cancel_workflow_async(job)
            return 0
        self.greeted[job] = Greeted(order, message)
        return message

    async def _make(self, order: Order, job: JobId) -> Values:
        outcome = await self._work.make(order, job, message_of=self.message_of)
        return outcome.to_json()

    async def _tell(self, order: Order, job: JobId, made: Values) -> None:
        """A chat that is closed to us is no error of the job."""
        message = await self.message_of(job)
        try:
            await self._whole(self._work.tell(order, message, outcome_of(made)))
        except Forbidden:
            _LOG.info("job %s: the chat is closed", job)
        finally:
            self.greeted.pop(job, None)

    async def _whole(self, telling: Coroutine[Any, Any, Told]) -> Told:
        """What a stop in good order waits for."""
        told = asyncio.ensure_future(telling)
        self._telling.add(told)
        try:
            return await told
        finally:
            self._telling.discard(told)

    async def _tell_stop(self, order: Order, job: JobId, was_running: bool) -> None:
        if was_running:
            await asyncio.sleep(_STOPPING)
        message = await self.message_of(job)
        self.greeted.pop(job, None)
        try:
            await self._work.delivery.cancelled(order, message)
        except TelegramError as error:
            _LOG.info("job %s: its stop could not be told: %s", job, type(error).__name__)


def _step(name: str) -> StepOptions:
    """A step waits a minute or two for a database that is away; what Telegram has to do is waited for by delivery."""
    return StepOptions(name=name, retries_allowed=True, max_attempts=8, should_retry=_is_passing)


def _is_passing(error: BaseException) -> bool:
    return isinstance(error, DatabaseClosed)
