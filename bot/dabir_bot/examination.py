"""How one process is: whether it hears Telegram, reaches the database and can make text; and what its meters show.

A look that does not come to an end says that the database is away, and no second one begins behind it: what waits for
a server that is gone must not take the threads that others need.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from dabir_bot.admission import today
from dabir_bot.engine import Engine
from dabir_bot.errors import DatabaseClosed
from dabir_bot.health import Vitals
from dabir_bot.meters import Meters
from dabir_bot.settings import Role, Settings
from dabir_bot.store import Store
from dabir_core.units import Seconds

_LOG = logging.getLogger(__name__)

LONGEST_SILENCE: Final[Seconds] = 120.0
"""Of Telegram, which answers a poll at least every half minute."""
_PATIENCE: Final[Seconds] = 5.0
"""With the database; whoever asks how we are waits no longer."""

Counts = Mapping[tuple[str, str], int]
"""Jobs by queue and state."""


@dataclass(slots=True)
class Examination:
    """Called for each page of `health`; on the loop."""

    settings: Settings
    store: Store
    engine: Engine
    meters: Meters
    count_jobs: Callable[[], Awaitable[Counts]]
    _looking: "asyncio.Task[None] | None" = field(default=None, init=False)
    _restarts: int = field(default=0, init=False)

    async def __call__(self) -> Vitals:
        """How we are, with the meters brought up to date."""
        vitals = Vitals(database=await self._reaches_database(), telegram=self._hears_telegram, engine=self._makes_text)
        for part, is_well in (
            ("database", vitals.database),
            ("telegram", vitals.telegram),
            ("engine", vitals.engine),
        ):
            self.meters.well.labels(part).set(is_well)
        state = self.engine.state
        self.meters.engine_restarts.inc(state.restarts - self._restarts)
        self._restarts = state.restarts
        return vitals

    async def _reaches_database(self) -> bool:
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())
        try:
            async with asyncio.timeout(_PATIENCE):
                await asyncio.shield(self._looking)
        except TimeoutError:
            return False
        except (DatabaseClosed, SQLAlchemyError) as error:
            _LOG.debug("the database is away: %s", type(error).__name__)
            return False
        return True

    async def _look(self) -> None:
        await asyncio.to_thread(self._measure)
        for (queue, state), count in (await self.count_jobs()).items():
            self.meters.jobs.labels(queue, state).set(count)

    def _measure(self) -> None:
        self.meters.waiting.set(self.store.inbox.count())
        self.meters.database_bytes.set(self.store.database.size_bytes())
        for name, count in self.store.stats.totals(today()).items():
            self.meters.today.labels(name).set(count)

    @property
    def _hears_telegram(self) -> bool:
        """Whoever is called, and does not ask, cannot tell silence from peace."""
        if self.settings.role is Role.WORKER or self.settings.telegram.webhook_url:
            return True
        silence = self.meters.silence
        return silence is not None and silence < LONGEST_SILENCE

    @property
    def _makes_text(self) -> bool:
        return self.settings.role is Role.BOT or self.engine.state.is_ready
