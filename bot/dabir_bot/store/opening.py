"""The store as a whole: its parts over one database, made and brought up to date in one call."""

from dataclasses import dataclass
from typing import Self

from dabir_bot.database import Database, closed_on_failure
from dabir_bot.store.albums import Albums
from dabir_bot.store.answers import Answers
from dabir_bot.store.chats import Chats
from dabir_bot.store.inbox import Inbox
from dabir_bot.store.people import People, PersonKey
from dabir_bot.store.stats import Stats
from dabir_bot.store.tables import prepare


@dataclass(frozen=True, slots=True)
class Store:
    """Everything that the bot remembers beside its jobs; all of it is synchronous and may be used from any thread."""

    database: Database
    inbox: Inbox
    chats: Chats
    people: People
    answers: Answers
    stats: Stats
    albums: Albums

    @classmethod
    def open(cls, url: str, *, bot: int = 0) -> Self:
        """Opens the database and prepares its tables; `bot` is the id of the bot whose updates are kept.

        Raises: DatabaseUnknown, DatabaseClosed, DatabaseTooNew.
        """
        database = Database.open(url)
        with closed_on_failure(database):
            prepare(database)
            key = PersonKey.of(database)
        parts = (Chats(database), People(database, key), Answers(database, key), Stats(database))
        return cls(database, Inbox(database, bot), *parts, Albums(database, key))

    def hashed(self, id_: int | str) -> str:
        """A person's or a chat's id as it may stand in a log."""
        return self.people.key.hashed(id_)[:12]

    def close(self) -> None:
        """Gives the database back."""
        self.database.close()
