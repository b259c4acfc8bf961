"""Asks Telegram for updates as raw JSON and keeps them, and only then asks for those that follow, which confirms them.

Whatever goes wrong is survived by asking again, later each time up to half a minute: a network that is away, a server
that errs, a limit, another poller, a database that cannot be written. Pauses count on the loop's clock, which does not
jump. Source: core.telegram.org/bots/api, «getUpdates»; tdlib/telegram-bot-api, Client.cpp.
"""

import asyncio
import json
import logging
from typing import Final, Protocol
from urllib.parse import urlencode

from telegram.error import Conflict, RetryAfter, TelegramError
from telegram.request import BaseRequest

from dabir_bot.errors import DatabaseClosed
from dabir_bot.meters import Meters
from dabir_bot.sending import seconds_of
from dabir_bot.store import Inbox, RawUpdate
from dabir_core.units import Seconds

_LOG = logging.getLogger(__name__)

ALLOWED_UPDATES: Final = ("message", "channel_post", "callback_query", "my_chat_member")
"""The kinds that we hear of; an edited message is none of them."""
_LONG_POLL: Final = 30
_ANSWER: Final = 15.0
"""How much longer than the long poll an answer may take."""
_FIRST_PAUSE: Final = 0.5
_LONGEST_PAUSE: Final = 30.0
_CONFLICT_PAUSE: Final = 5.0


class Bell(Protocol):
    """Rung when something waits in the inbox: an asyncio.Event."""

    def set(self) -> None:
        """Wakes the dispatcher."""
        ...


class Poller:
    """Asks for one bot's updates until it is cancelled.

    `url` ends with «getUpdates», and is not to be logged: the token stands in it. `request` serves nobody else.
    """

    def __init__(self, request: BaseRequest, url: str, *, inbox: Inbox, bell: Bell, meters: Meters) -> None:
        self._request = request
        self._url = url
        self._inbox = inbox
        self._bell = bell
        self._meters = meters
        self._pause = _FIRST_PAUSE

    async def run(self) -> None:
        """Polls without end."""
        async with self._request:
            while True:
                pause = await self._turn()
                await asyncio.sleep(pause)

    async def _turn(self) -> Seconds:
        """Asks once and keeps what came. Returns how long to wait before asking again."""
        try:
            await self._ask()
        except RetryAfter as refusal:
            _LOG.warning("telegram limits our polling: %s", refusal.retry_after)
            return seconds_of(refusal.retry_after) + 0.5
        except Conflict:
            self._meters.poll_failures.labels("Conflict").inc()
            _LOG.error("another instance polls with our token, or a webhook is set")
            return _CONFLICT_PAUSE
        except (TelegramError, DatabaseClosed, TypeError) as error:
            return self._later(error)
        self._pause = _FIRST_PAUSE
        return 0.0

    async def _ask(self) -> None:
        offset = await asyncio.to_thread(self._inbox.next_offset)
        asked = {"offset": offset, "timeout": _LONG_POLL, "limit": 100, "allowed_updates": json.dumps(ALLOWED_UPDATES)}
        url = f"{self._url}?{urlencode(asked)}"
        answer: object = await self._request.post(url, read_timeout=_LONG_POLL + _ANSWER)
        if not isinstance(answer, list):
            raise TypeError("no list of updates")
        batch = updates_in(answer)
        await asyncio.to_thread(self._inbox.keep, batch)
        self._meters.polled()
        if batch:
            self._meters.updates.inc(len(batch))
            self._bell.set()

    def _later(self, error: Exception) -> Seconds:
        self._meters.poll_failures.labels(type(error).__name__).inc()
        pause, self._pause = self._pause, min(_LONGEST_PAUSE, 2 * self._pause)
        _LOG.warning("updates could not be fetched (%s); again in %.1f s", type(error).__name__, pause)
        return pause


def updates_in(answer: list[object]) -> list[RawUpdate]:
    """What has an id, which alone can be kept and confirmed; the rest of an answer is no update."""
    return [each for each in answer if is_update(each)]  # type: ignore[misc]


def is_update(value: object) -> bool:
    """Whether it has the one field that all updates have."""
    return isinstance(value, dict) and isinstance(value.get("update_id"), int)
