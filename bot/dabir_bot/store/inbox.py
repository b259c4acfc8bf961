"""What Telegram sent, as it sent it, from before it is confirmed until it is dealt with.

The body of an update is dropped with the work that follows from it; its id stays a while, so that a delivery that comes
twice is known. What cannot be parsed or handled is set aside, where it blocks nothing. Telegram may start its ids anew
after a week of silence (core.telegram.org/bots/api, «Update»): then we ask from the beginning, and an old id that comes
again is a new update. Ids are those of one bot; `bot` keeps apart what other tokens received in the same database.
"""

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import delete, func, select, update

from dabir_bot.database import Database
from dabir_bot.store.tables import INBOX, OFFSETS

RawUpdate = dict[str, Any]
_SILENCE: Final = 6 * 86_400.0
"""Shorter than Telegram's week, longer than any id is kept (`Keeping.inbox_hours`)."""
_WHY_LENGTH: Final = 200
SCRUB_OWED: Final = "dabir_scrub_owed"
"""The one field of an update that `strip` leaves; none of Telegram's has this name."""


class State(StrEnum):
    """How far an update is."""

    WAITING = "waiting"
    DONE = "done"
    ASIDE = "aside"


@dataclass(frozen=True, slots=True)
class Waiting:
    """An update that nobody has dealt with yet; `kept_at` is when it came, in seconds since 1970."""

    update_id: int
    body: RawUpdate
    kept_at: float


@dataclass(frozen=True, slots=True)
class Inbox:
    """The updates of one bot. Every method raises DatabaseClosed where the database cannot be used."""

    database: Database
    bot: int

    def keep(self, updates: Sequence[RawUpdate], *, now: float | None = None) -> int:
        """Keeps them for good, those that are known once; from then on Telegram may forget them. Returns how many.

        Raises: KeyError for what is no update at all, TypeError likewise.
        """
        at = time.time() if now is None else now
        rows = [
            {
                "bot": self.bot,
                "update_id": int(each["update_id"]),
                "body": json.dumps(each, separators=(",", ":")),  # ASCII: Telegram may send half a surrogate pair
                "state": State.WAITING,
                "why": "",
                "kept_at": at,
            }
            for each in updates
        ]
        if not rows:
            return 0
        statement = self.database.insert(INBOX)
        given = statement.excluded
        kept = statement.on_conflict_do_update(
            index_elements=[INBOX.c.bot, INBOX.c.update_id],
            set_={"body": given.body, "state": given.state, "why": "", "kept_at": given.kept_at},
            where=(INBOX.c.kept_at < at - _SILENCE) & (INBOX.c.state != State.WAITING),
        )
        with self.database.begin() as connection:
            connection.execute(kept, rows)
            self._move(connection, max(int(each["update_id"]) for each in updates) + 1, at)
        return len(rows)

    def next_offset(self, *, now: float | None = None) -> int:
        """What to ask Telegram for; 0, which confirms nothing, at first, after a long silence, and where it cannot be
        told how long the silence was, since the clock went back."""
        at = time.time() if now is None else now
        with self.database.reading() as connection:
            row = connection.execute(select(OFFSETS).where(OFFSETS.c.bot == self.bot)).first()
        return row.next_offset if row and 0.0 <= at - row.kept_at < _SILENCE else 0

    def waiting(self, limit: int = 50) -> list[Waiting]:
        """The oldest that wait, in the order of their ids."""
        query = (
            select(INBOX.c.update_id, INBOX.c.body, INBOX.c.kept_at)
            .where(INBOX.c.bot == self.bot, INBOX.c.state == State.WAITING)
            .order_by(INBOX.c.update_id)
            .limit(limit)
        )
        with self.database.reading() as connection:
            rows = connection.execute(query).all()
        return [Waiting(row.update_id, json.loads(row.body), row.kept_at) for row in rows]

    def waits(self, update_id: int) -> bool:
        """Whether nobody has dealt with it yet, and nobody had it forgotten."""
        where = (INBOX.c.bot == self.bot) & (INBOX.c.update_id == update_id) & (INBOX.c.state == State.WAITING)
        with self.database.reading() as connection:
            return connection.execute(select(INBOX.c.update_id).where(where)).first() is not None

    def count(self, state: State = State.WAITING) -> int:
        """How many updates are so far."""
        query = select(func.count()).select_from(INBOX).where(INBOX.c.bot == self.bot, INBOX.c.state == state)
        with self.database.reading() as connection:
            return connection.execute(query).scalar_one()

    def done(self, update_id: int) -> None:
        """It was dealt with; its body goes."""
        self._settle(update_id, state=State.DONE, body=None)

    def set_aside(self, update_id: int, why: str) -> None:
        """It cannot be dealt with; it is kept as it is, for `sweep` to take, and blocks nothing. `why` is for us."""
        self._settle(update_id, state=State.ASIDE, why=why[:_WHY_LENGTH])

    def sweep(self, before: float) -> int:
        """Forgets updates that came before that time and do not wait. Returns how many."""
        old = (INBOX.c.kept_at < before) & (INBOX.c.state != State.WAITING)
        with self.database.begin() as connection:
            return connection.execute(delete(INBOX).where(old)).rowcount

    def forget(self, id_: int, *, before: int) -> None:
        """Drops what is kept of a person or a chat: what was set aside, and what came before the update `before`."""
        with self.database.begin() as connection:
            rows = connection.execute(select(INBOX).where(INBOX.c.bot == self.bot, INBOX.c.body.is_not(None))).all()
            gone = [
                row.update_id
                for row in rows
                if (row.state == State.ASIDE or row.update_id < before) and _speaks_of(json.loads(row.body), id_)
            ]
            where = (INBOX.c.bot == self.bot) & INBOX.c.update_id.in_(gone)
            connection.execute(update(INBOX).where(where).values(state=State.DONE, body=None, why=""))

    def strip(self, update_id: int) -> None:
        """Leaves of an update that waits nothing but that deleted bytes must still be made unreadable.

        It goes on waiting, so that whoever comes after a crash does that.
        """
        self._settle(update_id, body=json.dumps({"update_id": update_id, SCRUB_OWED: True}))

    def _settle(self, update_id: int, **values: Any) -> None:
        where = (INBOX.c.bot == self.bot) & (INBOX.c.update_id == update_id) & (INBOX.c.state == State.WAITING)
        with self.database.begin() as connection:
            connection.execute(update(INBOX).where(where).values(**values))

    def _move(self, connection: Any, offset: int, at: float) -> None:
        """The offset is that of the last batch, not the highest that ever was: ids may have started anew."""
        moved = self.database.insert(OFFSETS).values(bot=self.bot, next_offset=offset, kept_at=at)
        connection.execute(
            moved.on_conflict_do_update(
                index_elements=[OFFSETS.c.bot], set_={"next_offset": moved.excluded.next_offset, "kept_at": at}
            )
        )


def _speaks_of(value: object, id_: int) -> bool:
    """Whether any object in it has that id: the sender, the chat, who was quoted or forwarded."""
    if isinstance(value, dict):
        return value.get("id") == id_ or any(_speaks_of(each, id_) for each in value.values())
    return isinstance(value, list) and any(_speaks_of(each, id_) for each in value)
