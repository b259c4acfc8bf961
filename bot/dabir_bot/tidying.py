"""Forgets what was kept long enough, at the start and each hour; what is waited for stays however old it is.

Limits are times of day, since they outlive processes; a clock that jumps ahead makes us forget early, never lose what
nobody has dealt with yet.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Collection, Sequence
from datetime import UTC, datetime
from typing import Final

from dabir_bot.scrubbing import Scrub
from dabir_bot.settings import Keeping
from dabir_bot.store import Store

_LOG = logging.getLogger(__name__)
_EVERY: Final = 3600.0
_HOUR: Final = 3600.0
_DAY: Final = 86_400.0
_SPENDING_DAYS: Final = 2
_COUNTS_DAYS: Final = 400


UnderWay = Callable[[], Awaitable[Collection[str]]]
"""The names of the jobs of which anything is still to be made or told."""


async def tidy(store: Store, keeping: Keeping, *, under_way: UnderWay, scrubs: Sequence[Scrub] = ()) -> None:
    """Tidies up without end; `scrubs` cut what lies on this machine only, which /forget on another cannot reach."""

    async def sweep() -> None:
        now = time.time()  # first: what is made after the jobs were looked up is younger
        await asyncio.to_thread(tidy_once, store, keeping, now=now, under_way=await under_way())

    while True:
        for errand in (sweep, *scrubs):
            try:
                await errand()
            except Exception as error:  # the task's outermost edge: what fails waits for the next round
                _LOG.warning("tidying: %s has to wait: %s", errand.__name__, type(error).__name__, exc_info=True)
        await asyncio.sleep(_EVERY)


def tidy_once(store: Store, keeping: Keeping, *, now: float, under_way: Collection[str]) -> None:
    """Forgets what is older than it may be and belongs to no job under way. Raises: DatabaseClosed."""
    store.inbox.sweep(before=now - keeping.inbox_hours * _HOUR)
    store.answers.sweep(before=now - keeping.answers_days * _DAY, sparing=under_way)
    store.albums.sweep(before=now - keeping.answers_days * _DAY, sparing=under_way)
    store.people.sweep(day_of(now - _SPENDING_DAYS * _DAY))
    store.stats.sweep(day_of(now - _COUNTS_DAYS * _DAY))


def day_of(at: float) -> str:
    """The day, such as 2026-11-23, in which quotas and counts are kept: UTC, the same on every machine."""
    return datetime.fromtimestamp(at, UTC).date().isoformat()
