"""Calls of the Bot API that cost a chat's budget: those that must arrive, and those that may be left out.

What must arrive is tried until it does: after a 429 not before Telegram allows it, after a cut connection, a time-out
or an error of Telegram's with growing pauses; so too where it does not know the token, which gateways say in passing
and an operator may mend. A message that was cut off after Telegram had taken it comes twice then,
which is better than never; edits come once however often they are tried.
"""

import asyncio
import logging
import math
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Final, TypeVar

from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError

from dabir_bot.pace import Pace, Weight
from dabir_core.units import Seconds

_LOG = logging.getLogger(__name__)
_LONGEST_PAUSE: Final[Seconds] = 30.0
_PATIENCE: Final[Seconds] = 30.0
_GROUP_PATIENCE: Final[Seconds] = 10.0
"""How long a receipt waits for its chat's budget."""
_CLOSED: Final = (
    "chat not found",
    "not enough rights",
    "have no rights",
    "need administrator rights",
    "chat_write_forbidden",
    "chat_restricted",
    "topic_closed",
    "user is deactivated",
)

Answered = TypeVar("Answered")
Call = Callable[[int], Awaitable[Answered]]
"""Calls Telegram for the chat that it is given, which is another one after a group became a supergroup."""


class Sender:
    """Keeps every chat's pace for one process; it belongs to one event loop."""

    def __init__(self, pace: Pace, *, clock: Callable[[], Seconds] = time.monotonic) -> None:
        self.pace = pace
        self._clock = clock
        self._moved: dict[int, int] = {}

    def wait(self, chat: int, *, weight: Weight = Weight.FINAL) -> Seconds:
        """How long a message of that weight would have to wait now."""
        return self.pace.wait(self._moved.get(chat, chat), self._clock(), weight=weight)

    async def must(self, chat: int, call: Call[Answered], *, weight: Weight = Weight.FINAL) -> Answered:
        """What Telegram answers, however long that takes; a receipt waits for its turn only so long.

        Raises: Forbidden where nothing may be sent any more; BadRequest for what another try would not mend;
        TimeoutError for a receipt whose turn did not come.
        """
        pause = 1.0
        while True:
            at = await self._turn(chat, weight)
            try:
                return await call(at)
            except RetryAfter as refusal:
                self._refused(at, refusal)
            except ChatMigrated as moved:
                self._moved[chat] = moved.new_chat_id
            except Forbidden:
                raise
            except BadRequest as refusal:
                if _is_closed(refusal):
                    raise Forbidden(refusal.message) from refusal
                raise
            except TelegramError as error:
                _LOG.info("telegram: %s; again in %.0f s", type(error).__name__, pause)
                await asyncio.sleep(pause)
                pause = min(_LONGEST_PAUSE, 2 * pause)

    async def may(self, chat: int, call: Call[object]) -> bool:
        """Sends it if the chat's budget has room for it and Telegram takes it. Returns whether that was so."""
        at = self._moved.get(chat, chat)
        if self.wait(at, weight=Weight.PROGRESS) > 0:
            return False
        self.pace.sent(at, self._clock())
        try:
            await call(at)
        except RetryAfter as refusal:
            self._refused(at, refusal)
            return False
        except TelegramError as error:
            _LOG.debug("telegram: %s; left out", type(error).__name__)
            return False
        return True

    async def free(self, chat: int, call: Call[object]) -> None:
        """A call that costs no budget, such as a reaction; where it does not work, nothing is lost."""
        try:
            await call(self._moved.get(chat, chat))
        except TelegramError as error:
            _LOG.debug("telegram: %s; left out", type(error).__name__)

    async def _turn(self, chat: int, weight: Weight) -> int:
        """Waits until the chat's budget has room and takes it; between asking and taking, nobody else comes."""
        deadline = self._clock() + (_patience(chat) if weight is Weight.RECEIPT else math.inf)
        while (wait := self.wait(chat, weight=weight)) > 0:
            if self._clock() + wait > deadline:
                raise TimeoutError
            await asyncio.sleep(wait)
        at = self._moved.get(chat, chat)
        self.pace.sent(at, self._clock())
        return at

    def _refused(self, chat: int, refusal: RetryAfter) -> None:
        after = seconds_of(refusal.retry_after)
        _LOG.info("telegram: 429, silent for %.0f s", after)
        self.pace.refused(chat, self._clock(), retry_after=after + 0.1)


def seconds_of(value: timedelta | float) -> Seconds:
    """A time as the library gives it: a timedelta, or a number where PTB_TIMEDELTA is not set."""
    return value.total_seconds() if isinstance(value, timedelta) else float(value)


def _patience(chat: int) -> Seconds:
    return _GROUP_PATIENCE if chat < 0 else _PATIENCE


def _is_closed(refusal: BadRequest) -> bool:
    return any(part in refusal.message.lower() for part in _CLOSED)
