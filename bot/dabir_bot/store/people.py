"""Who may use the bot and how much was used today, without anybody's id: rows bear a keyed hash of it.

Bans and spent minutes outlive `/forget`, or forgetting would be the way round them. The hash is HMAC-SHA-256 (RFC 2104)
under a key of 32 random bytes that lies in this database alone: who has a log or a backup without it cannot try ids
through. One key serves all processes that share the database.
"""

import hmac
import secrets
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Final, Self

from sqlalchemy import delete, func, select

from dabir_bot.database import Database
from dabir_bot.store.tables import PEOPLE, SECRETS, SPENDING
from dabir_core.units import Seconds

_KEY_NAME: Final = "person"
_KEY_BYTES: Final = 32


class Standing(StrEnum):
    """How a person stands with the bot."""

    UNKNOWN = "unknown"
    ASKED = "asked"
    """Waits for an admin."""
    ALLOWED = "allowed"
    BANNED = "banned"


@dataclass(frozen=True, slots=True)
class PersonKey:
    """The key under which ids become hashes."""

    secret: bytes

    def __repr__(self) -> str:
        return "PersonKey(***)"

    @classmethod
    def of(cls, database: Database) -> Self:
        """The database's own, made when it is first asked for. Raises: DatabaseClosed."""
        new = database.insert(SECRETS).values(name=_KEY_NAME, secret=secrets.token_bytes(_KEY_BYTES))
        with database.begin() as connection:
            connection.execute(new.on_conflict_do_nothing(index_elements=[SECRETS.c.name]))
            secret = connection.execute(select(SECRETS.c.secret).where(SECRETS.c.name == _KEY_NAME)).scalar_one()
        return cls(bytes(secret))

    def hashed(self, id_: int | str) -> str:
        """A person's or a chat's id as it may be kept and logged: 64 hexadecimal digits."""
        return hmac.new(self.secret, str(id_).encode("utf-8", "surrogatepass"), sha256).hexdigest()


@dataclass(frozen=True, slots=True)
class People:
    """Standings and quotas. Every method raises DatabaseClosed where the database cannot be used."""

    database: Database
    key: PersonKey

    def spend(self, person: int, seconds: Seconds, *, day: str, order: str) -> None:
        """Counts the seconds of one order, `order` being its identity; counted again, the later figure holds.

        Args:  day: as in 2026-11-23, in the time zone in which quotas are counted.
        """
        row = {"person": self.key.hashed(person), "day": day, "order_key": self.key.hashed(order)}
        spent = self.database.insert(SPENDING).values(**row, seconds=seconds)
        index = [SPENDING.c.person, SPENDING.c.day, SPENDING.c.order_key]
        with self.database.begin() as connection:
            connection.execute(spent.on_conflict_do_update(index_elements=index, set_={"seconds": seconds}))

    def spent(self, person: int, day: str) -> Seconds:
        """How much sound a person had made into text that day."""
        query = select(func.coalesce(func.sum(SPENDING.c.seconds), 0.0)).where(
            SPENDING.c.person == self.key.hashed(person), SPENDING.c.day == day
        )
        with self.database.reading() as connection:
            return float(connection.execute(query).scalar_one())

    def charged(self, person: int, *, day: str, order: str) -> Seconds | None:
        """What one order counts for; None where it was not counted."""
        query = select(SPENDING.c.seconds).where(
            SPENDING.c.person == self.key.hashed(person),
            SPENDING.c.day == day,
            SPENDING.c.order_key == self.key.hashed(order),
        )
        with self.database.reading() as connection:
            return connection.execute(query).scalar_one_or_none()

    def standing(self, person: int) -> Standing:
        """How that person stands."""
        query = select(PEOPLE.c.standing).where(PEOPLE.c.person == self.key.hashed(person))
        with self.database.reading() as connection:
            found = connection.execute(query).scalar_one_or_none()
        return Standing(found) if found else Standing.UNKNOWN

    def ban(self, person: int) -> None:
        """From now on nothing is done for that person."""
        self._stand(person, Standing.BANNED)

    def allow(self, person: int) -> None:
        """Lets a person in; a ban ends by it."""
        self._stand(person, Standing.ALLOWED)

    def ask(self, person: int) -> None:
        """Notes that an admin was told of a person who wants to be let in."""
        asked = self.database.insert(PEOPLE).values(person=self.key.hashed(person), standing=Standing.ASKED)
        with self.database.begin() as connection:
            connection.execute(asked.on_conflict_do_nothing(index_elements=[PEOPLE.c.person]))

    def count(self, day: str) -> int:
        """How many people had sound made into text that day."""
        query = select(func.count(SPENDING.c.person.distinct())).where(SPENDING.c.day == day)
        with self.database.reading() as connection:
            return connection.execute(query).scalar_one()

    def sweep(self, before_day: str) -> int:
        """Forgets what was spent before that day. Returns how many rows went."""
        with self.database.begin() as connection:
            return connection.execute(delete(SPENDING).where(SPENDING.c.day < before_day)).rowcount

    def _stand(self, person: int, standing: Standing) -> None:
        stands = self.database.insert(PEOPLE).values(person=self.key.hashed(person), standing=standing)
        with self.database.begin() as connection:
            connection.execute(
                stands.on_conflict_do_update(index_elements=[PEOPLE.c.person], set_={"standing": standing})
            )
