"""Waiting for Telegram: what it refuses for now is tried again for a day, what it refuses for good is not."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError

from dabir_core.units import Seconds

_LOG = logging.getLogger(__name__)
_T = TypeVar("_T")

FIRST_PAUSE: Final = 0.5
LONGEST_PAUSE: Final = 60.0
PATIENCE: Final = 24 * 3600.0
"""Of pauses in all: nobody waits longer for an answer."""

Sleep = Callable[[Seconds], Awaitable[None]]


async def patiently(call: Callable[[], Awaitable[_T]], *, sleep: Sleep = asyncio.sleep) -> _T:
    """What the call gives, as soon as the network and Telegram's limits allow it.

    Raises: TelegramError that will not go by itself, or the last one after a day.
    """
    pause, waited = FIRST_PAUSE, 0.0
    while True:
        try:
            return await call()
        except TelegramError as error:
            needed = _needed(error)
            if needed is None or waited >= PATIENCE:
                raise
            _LOG.info("Telegram is asked again later: %s", type(error).__name__)
        await sleep(max(pause, needed))
        waited += max(pause, needed)
        pause = min(2 * pause, LONGEST_PAUSE)


def _needed(error: TelegramError) -> Seconds | None:
    """How long to wait at least; None if waiting does not help."""
    if isinstance(error, RetryAfter):
        after = error.retry_after
        return float(after) if isinstance(after, int | float) else after.total_seconds()
    is_passing = isinstance(error, NetworkError) and not isinstance(error, BadRequest)
    return 0.0 if is_passing else None
