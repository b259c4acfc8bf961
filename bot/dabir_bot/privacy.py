"""What is forgotten when a person asks for it, and what is told about what is kept.

Bans and minutes spent today outlive it as keyed hashes, or forgetting would be the way round them. Messages in the chat
belong to Telegram and to the person.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from dabir_bot.command_texts import PRIVACY, PRIVACY_LOG
from dabir_bot.settings import Settings
from dabir_bot.status import number
from dabir_bot.store import Store
from dabir_core.sentences import Language


class ForgetfulJobs(Protocol):
    """What is used of `jobs.Jobs`."""

    async def forget(self, person: int) -> None:
        """Stops a person's jobs and deletes their rows and sounds."""
        ...


@dataclass(frozen=True, slots=True)
class Privacy:
    """Forgets people. `scrubs` make other files than the database's unreadable too, such as the engine's journal."""

    store: Store
    jobs: ForgetfulJobs
    scrubs: Sequence[Callable[[], Awaitable[None]]] = ()

    async def forget(self, person: int, *, until: int) -> None:
        """Deletes all that is kept of a person who asked for it with the update `until`. Raises: DatabaseClosed."""
        await self.jobs.forget(person)
        await asyncio.to_thread(self._forget_rows, person, until)
        for scrub in self.scrubs:
            await scrub()
        await asyncio.to_thread(self.store.database.scrub)

    def _forget_rows(self, person: int, until: int) -> None:
        store = self.store
        store.answers.forget(person)
        store.albums.forget(person)
        store.chats.forget(person)
        store.inbox.forget(person, until=until)


def privacy_text(settings: Settings, language: Language, *, is_sqlite: bool) -> str:
    """What is kept, and for how long."""
    keeping = settings.keeping
    told = PRIVACY(
        language,
        answers=number(keeping.answers_days, language),
        inbox=number(keeping.inbox_hours, language),
        jobs=number(keeping.jobs_hours, language),
    )
    return told if is_sqlite else f"{told}\n{PRIVACY_LOG(language)}"
