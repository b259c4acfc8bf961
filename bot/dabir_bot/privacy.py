"""What is forgotten when a person asks for it, and what is told about what is kept.

What waits in the inbox goes first, so that no new job comes of it; of the press that asked for it something stays
until the files are scrubbed, so that a crash in between is made up for.

Bans and minutes spent today outlive it as keyed hashes, or forgetting would be the way round them. Messages in the chat
belong to Telegram and to the person. What somebody sent is that person's, whoever asked for its text. What others sent
is theirs, also where it is the same file or was forwarded: its answer is one of its own and stays right.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, Self

from dabir_bot.command_texts import PRIVACY, PRIVACY_LOG
from dabir_bot.scrubbing import Scrub, Scrubbing
from dabir_bot.settings import Settings
from dabir_bot.status import number
from dabir_bot.store import Store
from dabir_core.sentences import Language


class ForgetfulJobs(Protocol):
    """What is used of `jobs.Jobs`."""

    async def forget(self, person: int) -> None:
        """Stops a person's jobs and deletes their rows and sounds."""
        ...

    async def forget_chat(self, chat: int) -> None:
        """The same for a chat's."""
        ...


@dataclass(frozen=True, slots=True)
class Privacy:
    """Forgets people and groups; deleting comes first, then all files are made unreadable where it was."""

    store: Store
    jobs: ForgetfulJobs
    scrubbing: Scrubbing

    @classmethod
    def of(cls, store: Store, jobs: ForgetfulJobs, *, scrubs: Sequence[Scrub] = ()) -> Self:
        """`scrubs` are those of other files than the database's, such as the engine's journal."""

        async def scrub_database() -> None:
            await asyncio.to_thread(store.database.scrub)

        return cls(store, jobs, Scrubbing([*scrubs, scrub_database]))

    async def forget(self, person: int, *, until: int) -> None:
        """Deletes all that is kept of a person who asked for it with the update `until`. Raises: DatabaseClosed."""
        await asyncio.to_thread(self.store.inbox.forget, person, before=until)
        await self.jobs.forget(person)
        await asyncio.to_thread(self._forget_rows, person, until)
        await self.scrubbing.scrub()

    async def forget_chat(self, chat: int, *, until: int) -> None:
        """Deletes all that is kept of a group, whoever said it. Raises: DatabaseClosed."""
        await asyncio.to_thread(self.store.inbox.forget, chat, before=until)
        await self.jobs.forget_chat(chat)
        await asyncio.to_thread(self._forget_chats_rows, chat, until)
        await self.scrubbing.scrub()

    def _forget_rows(self, person: int, until: int) -> None:
        store = self.store
        store.answers.forget(person)
        store.albums.forget(person)
        store.chats.forget(person)
        store.inbox.strip(until)

    def _forget_chats_rows(self, chat: int, until: int) -> None:
        store = self.store
        store.answers.forget_chat(chat)
        store.albums.forget_chat(chat)
        store.chats.forget_chat(chat)
        store.inbox.strip(until)


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
