"""Daily counts, of nobody in particular: what /stats shows an admin."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import delete, func, select

from dabir_bot.database import Database
from dabir_bot.store.tables import COUNTS


@dataclass(frozen=True, slots=True)
class Stats:
    """Counts by day and name. Every method raises DatabaseClosed where the database cannot be used."""

    database: Database

    def count(self, name: str, amount: float = 1.0, *, day: str) -> None:
        """Adds to one count of one day, such as 2026-11-23."""
        more = self.database.insert(COUNTS).values(day=day, name=name, amount=amount)
        index = [COUNTS.c.day, COUNTS.c.name]
        with self.database.begin() as connection:
            connection.execute(
                more.on_conflict_do_update(index_elements=index, set_={"amount": COUNTS.c.amount + amount})
            )

    def totals(self, since_day: str) -> Mapping[str, float]:
        """The sums from that day on, by name."""
        query = (
            select(COUNTS.c.name, func.sum(COUNTS.c.amount)).where(COUNTS.c.day >= since_day).group_by(COUNTS.c.name)
        )
        with self.database.reading() as connection:
            return {name: float(amount) for name, amount in connection.execute(query)}

    def sweep(self, before_day: str) -> int:
        """Forgets the counts before that day. Returns how many rows went."""
        with self.database.begin() as connection:
            return connection.execute(delete(COUNTS).where(COUNTS.c.day < before_day)).rowcount
