"""Deals with what waits in the inbox: one chat's updates in their order, those of many chats at once.

An update is done when its handlers are: whoever ends in between, for any reason, finds it waiting again, so that what
handlers do must bear being done twice. What Telegram or the database refuse for now is tried again; what fails
otherwise is set aside and blocks nothing.
"""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable
from itertools import count
from typing import Final

from sqlalchemy.exc import InterfaceError, OperationalError
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError

from dabir_bot.errors import DatabaseClosed
from dabir_bot.meters import Meters
from dabir_bot.sending import seconds_of
from dabir_bot.store import Inbox, RawUpdate, Waiting
from dabir_core.units import Seconds

_LOG = logging.getLogger(__name__)

Handle = Callable[[RawUpdate], Awaitable[None]]

_AT_ONCE: Final = 16
_BATCH: Final = 200
_LOOKS_EVERY: Final = 30.0
"""Another process may have kept something without our hearing of it."""
_FIRST_PAUSE: Final = 0.5
_LONGEST_PAUSE: Final = 15.0
_PATIENCE: Final = 3600.0


class Dispatcher:
    """Deals with one bot's updates until it is cancelled; on one event loop."""

    def __init__(self, inbox: Inbox, bell: asyncio.Event, *, handle: Handle, meters: Meters) -> None:
        self._inbox = inbox
        self._bell = bell
        self._handle = handle
        self._meters = meters
        self._lanes: dict[int, deque[Waiting]] = {}
        """What is under way, by chat; the first of each is being dealt with."""
        self._known: set[int] = set()
        self._finished: set[int] = set()
        """What was finished since the inbox was last asked, whose answer may still have it."""
        self._tasks: set[asyncio.Task[None]] = set()
        self._places = asyncio.Semaphore(_AT_ONCE)

    async def run(self) -> None:
        """Deals with updates without end."""
        try:
            while True:
                await self._look()
        finally:
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _look(self) -> None:
        """Admits what waits, and waits for more where that is all."""
        self._bell.clear()
        self._finished.clear()
        try:
            waiting = await asyncio.to_thread(self._inbox.waiting, len(self._known) + _BATCH)
        except DatabaseClosed:
            _LOG.warning("the inbox cannot be read; again in %.1f s", _FIRST_PAUSE)
            await asyncio.sleep(_FIRST_PAUSE)
            return
        admitted = [each for each in waiting if each.update_id not in self._known | self._finished]
        for each in admitted:
            self._admit(each)
        if len(admitted) < _BATCH:
            await _rung(self._bell)
        else:
            await asyncio.sleep(0.05)

    def _admit(self, waiting: Waiting) -> None:
        self._known.add(waiting.update_id)
        lane = lane_of(waiting.body)
        if lane in self._lanes:
            self._lanes[lane].append(waiting)
            return
        self._lanes[lane] = deque([waiting])
        task = asyncio.create_task(self._work(lane))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _work(self, lane: int) -> None:
        queue = self._lanes[lane]
        while queue:
            await self._deal(queue[0])
            self._finished.add(queue[0].update_id)
            self._known.discard(queue.popleft().update_id)
        del self._lanes[lane]

    async def _deal(self, waiting: Waiting) -> None:
        """Until it is done, or fails for good. Nobody waits for Telegram for more than an hour."""
        given_up_at = time.monotonic() + _PATIENCE
        for attempt in count(1):
            try:
                async with self._places:
                    if await asyncio.to_thread(self._inbox.waits, waiting.update_id):  # it may be forgotten by now
                        await self._handle(waiting.body)
                break
            except Exception as error:  # the edge at which handlers end: whatever they raise, the bot goes on
                pause = _pause_after(error, attempt)
                if pause is None or (time.monotonic() > given_up_at and isinstance(error, TelegramError)):
                    _LOG.error("update %s is set aside", waiting.update_id, exc_info=error)
                    await self._put_aside(waiting, type(error).__name__)
                    return
                _LOG.info("update %s has to wait: %s", waiting.update_id, type(error).__name__)
                await asyncio.sleep(pause)
        await self._settle(lambda: self._inbox.done(waiting.update_id))

    async def _put_aside(self, waiting: Waiting, why: str) -> None:
        self._meters.set_aside.inc()
        await self._settle(lambda: self._inbox.set_aside(waiting.update_id, why))

    async def _settle(self, note: Callable[[], None]) -> None:
        """However long the database is away: an update that is not noted as done would be dealt with again."""
        pause = _FIRST_PAUSE
        while True:
            try:
                await asyncio.to_thread(note)
            except DatabaseClosed:
                await asyncio.sleep(pause)
                pause = min(_LONGEST_PAUSE, 2 * pause)
            else:
                return


def lane_of(value: object) -> int:
    """Whose turn an update is: its chat's, the person's where there is none, or nobody's (0)."""
    if not isinstance(value, dict):
        return 0
    for key in ("chat", "message", "channel_post", "my_chat_member", "callback_query", "from"):
        inner = value.get(key)
        if isinstance(inner, dict):
            own = inner.get("id") if key in {"chat", "from"} else lane_of(inner)
            return own if isinstance(own, int) else 0
    return 0


def _pause_after(error: Exception, attempt: int) -> Seconds | None:
    """How long to wait before another try; None where none would help."""
    if isinstance(error, RetryAfter):
        return seconds_of(error.retry_after)
    is_network = isinstance(error, NetworkError) and not isinstance(error, BadRequest)
    if is_network or isinstance(error, (DatabaseClosed, OperationalError, InterfaceError)):
        return min(_LONGEST_PAUSE, _FIRST_PAUSE * 2.0 ** min(attempt, 8))
    return None


async def _rung(bell: asyncio.Event) -> None:
    try:
        async with asyncio.timeout(_LOOKS_EVERY):
            await bell.wait()
    except TimeoutError:
        return
