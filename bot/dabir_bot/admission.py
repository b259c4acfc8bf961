"""Who may use the bot, and how much: asked before anything is downloaded.

Admins of the bot always may. A group counts as admitted where it is itself on the list or let in, or else the person
who asks there. A ban of a person or of a group closes the door without a word.
"""

import asyncio
from datetime import UTC, datetime
from enum import Enum

from dabir_bot.orders import Order
from dabir_bot.refusals import QuotaSpent
from dabir_bot.settings import Access, Door, Limits
from dabir_bot.store import Standing, Store
from dabir_bot.visitors import Visitor
from dabir_core.units import Seconds

ANSWERS, SECONDS, FAILURES = "answers", "seconds", "failures"
"""The names of the counts that /stats shows."""


class Verdict(Enum):
    """What becomes of somebody who asks."""

    ADMITTED = "admitted"
    REFUSED = "refused"
    MUST_ASK = "must ask"
    """May be let in by an admin."""
    BANNED = "banned"


def verdict(visitor: Visitor, access: Access, *, standings: frozenset[Standing]) -> Verdict:
    """Whether somebody may use the bot; `standings` are those of the person and of the chat. Pure."""
    if visitor.person in access.admins and visitor.person:
        return Verdict.ADMITTED
    if Standing.BANNED in standings:
        return Verdict.BANNED
    is_listed = bool({visitor.person, visitor.chat} & access.people)
    if access.door is Door.OPEN or is_listed or (access.door is Door.APPROVED and Standing.ALLOWED in standings):
        return Verdict.ADMITTED
    return Verdict.MUST_ASK if access.door is Door.APPROVED and visitor.person else Verdict.REFUSED


async def admit(visitor: Visitor, access: Access, store: Store) -> Verdict:
    """The verdict by what the store knows. Raises: DatabaseClosed."""
    known = {visitor.person, visitor.chat} - {0}
    standings = [await asyncio.to_thread(store.people.standing, each) for each in known]
    return verdict(visitor, access, standings=frozenset(standings))


def today() -> str:
    """The day that quotas and counts are of, in universal time."""
    return datetime.now(UTC).date().isoformat()


class Quota:
    """The day's minutes of everybody."""

    def __init__(self, store: Store, limits: Limits) -> None:
        self._store = store
        self._limits = limits

    async def charge(self, order: Order) -> None:
        """Counts what the sender says the sound takes; what it really took is counted when its text is there.

        Raises: QuotaSpent if that would be too much, DatabaseClosed.
        """
        await asyncio.to_thread(self._charge, order)

    def _charge(self, order: Order) -> None:
        people, payer, day = self._store.people, payer_of(order), day_of(order)
        allowed = self._limits.minutes_per_day * 60.0
        wanted: Seconds = order.duration or 0.0
        charged = people.charged(payer, day=day, order=identity(order))
        if charged is not None and charged >= wanted:
            return  # it was let through before the process died, and what others took since is no reason
        spent = people.spent(payer, day) - (charged or 0.0)
        if allowed and (spent + wanted > allowed or spent >= allowed):
            raise QuotaSpent(str(self._limits.minutes_per_day))
        people.spend(payer, wanted, day=day, order=identity(order))


def settle(store: Store, order: Order, heard: Seconds) -> None:
    """Counts what a sound really took: 0 for what came to nothing. Raises: DatabaseClosed."""
    store.people.spend(payer_of(order), heard, day=day_of(order), order=identity(order))


def day_of(order: Order) -> str:
    """The day on whose account an order is."""
    return datetime.fromtimestamp(order.asked_at, UTC).date().isoformat() if order.asked_at else today()


def payer_of(order: Order) -> int:
    """Whose quota an order is on: the chat's where nobody else is known."""
    return order.person or order.chat


def identity(order: Order) -> str:
    """What tells an order from all others."""
    return f"{order.chat}.{order.update}.{order.number}"
