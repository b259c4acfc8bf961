"""What is done for one order, from its sound to the answer in the chat, without a word about queues: `jobs` has those.

    obtain the sound ─► transcribe ─► keep the transcript ─► (the job passes on its id) ─► deliver

Everything may be begun again after a crash, at any point: the sound is there or is fetched anew, finished windows are
in the journal, one order has one answer, and delivery knows what it delivered.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Protocol

from dabir_bot.course import Course
from dabir_bot.engine import Engine
from dabir_bot.errors import DatabaseClosed
from dabir_bot.meters import Meters
from dabir_bot.orders import Order
from dabir_bot.outcomes import Answered, Outcome, Refused, refused
from dabir_bot.status import Status
from dabir_bot.store import AnswerId
from dabir_bot.store.answers import Answer, Sought
from dabir_core import Cancelled, TranscribeOptions, Transcript
from dabir_core.errors import DabirError
from dabir_core.units import Seconds

_LOG = logging.getLogger(__name__)

JobId = str
MessageOf = Callable[[JobId], Awaitable[int | None]]
"""Waits until a job was acknowledged; None where that came to nothing."""
_SHOW_EVERY: Final = 1.0
"""How often the state of a job is offered; the chat's pace decides what is shown of it."""
_DAY: Final = 86_400.0


class Answers(Protocol):
    """What is used of `store.answers`."""

    def keep(self, order: Order, transcript: Transcript) -> AnswerId:
        """Keeps an order's text once."""
        ...

    def get(self, id_: AnswerId) -> Answer | None:
        """That answer."""
        ...

    def cached(self, chat: int, sought: Sought, *, since: float) -> Answer | None:
        """An earlier answer to the same wish."""
        ...


class Sounds(Protocol):
    """Where sounds come from."""

    async def obtain(self, order: Order, job: JobId, *, received: Callable[[int, int | None], None]) -> Path:
        """The sound's file in the job's folder, or where it lies already. Raises: DabirError."""
        ...

    async def lying(self, order: Order, job: JobId) -> Path | None:
        """Where a sound that was obtained is still; None where nothing can be found."""
        ...

    async def discard(self, job: JobId) -> None:
        """Removes the job's folder, if there is one."""
        ...

    async def sweep(self, living: frozenset[JobId]) -> None:
        """Removes the folders of all other jobs."""
        ...


class Delivery(Protocol):
    """How people hear of their jobs.

    What must be told is tried until Telegram takes it; all but `show` raise Forbidden where it never will.
    """

    async def acknowledge(self, order: Order) -> int:
        """The message that tells the state, and later holds the text."""
        ...

    async def show(self, order: Order, message_id: int, status: Status) -> None:
        """Tells the state, or lets it be where the pace forbids it; raises nothing that Telegram says."""
        ...

    async def finish(self, order: Order, message_id: int | None, answer: Answer) -> object:
        """Tells the text; done again after a crash, it repeats no part that was sent."""
        ...

    async def fail(self, order: Order, message_id: int | None, error: DabirError) -> None:
        """Tells why there is no text."""
        ...

    async def cancelled(self, order: Order, message_id: int | None) -> None:
        """Tells that the job was stopped."""
        ...


@dataclass(frozen=True, slots=True)
class WorkLimits:
    """longest: of one recording; cache_days: for how long the same sound in the same chat is not transcribed again."""

    longest: Seconds
    cache_days: int


@dataclass(frozen=True, slots=True)
class Work:
    """All that one order needs, joined."""

    sounds: Sounds
    engine: Engine
    answers: Answers
    delivery: Delivery
    limits: WorkLimits
    meters: Meters = field(default_factory=Meters)

    async def make(self, order: Order, job: JobId, *, message_of: MessageOf) -> Outcome:
        """Makes the answer, or says why there is none. The sound is removed, unless the work is cut off."""
        try:
            answer = await self._recall(order) or await self._write(order, job, message_of)
        except DatabaseClosed:  # it will be open again
            raise
        except DabirError as error:
            _LOG.info("job %s is refused: %s", job, type(error).__name__)
            self.meters.refused.labels(order.kind, type(error).__name__).inc()
            outcome: Outcome = refused(error, job=job, name=order.name)
        else:
            outcome = Answered(answer)
        await self.sounds.discard(job)
        return outcome

    async def tell(self, order: Order, message_id: int | None, outcome: Outcome) -> None:
        """Brings the outcome to the chat. An answer that was forgotten meanwhile is no longer told."""
        if isinstance(outcome, Refused):
            await self.delivery.fail(order, message_id, outcome.error)
            return
        answer = await asyncio.to_thread(self.answers.get, outcome.answer)
        if answer is not None:
            await self.delivery.finish(order, message_id, answer)
            self.meters.answers.labels(order.kind).observe(max(0.0, time.time() - order.asked_at))

    async def drop(self, order: Order, job: JobId) -> None:
        """Leaves nothing of a job that ends without an answer: neither its sound nor what of it was text already."""
        sound = await self.sounds.lying(order, job)
        if sound is not None:
            await self.engine.forget(sound)
        await self.sounds.discard(job)

    async def _recall(self, order: Order) -> AnswerId | None:
        """An answer of this order's own from an earlier one, so that each has its messages."""
        sought = Sought(order.sound_key, order.language, order.task)
        since = time.time() - self.limits.cache_days * _DAY
        known = await asyncio.to_thread(self.answers.cached, order.chat, sought, since=since)
        return None if known is None else await asyncio.to_thread(self.answers.keep, order, known.transcript)

    async def _write(self, order: Order, job: JobId, message_of: MessageOf) -> AnswerId:
        course, sound = Course(self.limits.longest), None
        shown = asyncio.create_task(self._show(order, job, course=course, message_of=message_of))
        try:
            sound = await self.sounds.obtain(order, job, received=course.received)
            options = TranscribeOptions(language=order.language, task=order.task)
            outcome = await self.engine.transcribe(sound, options, heard=course.heard)
        except DabirError:
            if sound is not None:
                await self.engine.forget(sound)
            raise
        finally:
            shown.cancel()
            await asyncio.wait([shown])
        assert not isinstance(outcome, Cancelled), "only we cancel, and do not wait for what follows"
        answer = await asyncio.to_thread(self.answers.keep, order, outcome)
        await self.engine.forget(sound)
        return answer

    async def _show(self, order: Order, job: JobId, *, course: Course, message_of: MessageOf) -> None:
        """Offers the state while the work goes on."""
        message_id = await message_of(job)
        offered: Status | None = None
        while message_id is not None:
            await asyncio.sleep(_SHOW_EVERY)
            if course.status is not None and course.status != offered:
                offered = course.status
                await self.delivery.show(order, message_id, offered)
