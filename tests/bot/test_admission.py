"""Who may use the bot: a table; and the day's minutes, in both dialects of the store."""

from dataclasses import replace

import pytest

from dabir_bot.admission import Quota, Verdict, settle, today, verdict
from dabir_bot.orders import Order, SoundKind
from dabir_bot.refusals import QuotaSpent
from dabir_bot.settings import Access, Door, Limits
from dabir_bot.store import Standing, Store
from dabir_bot.visitors import Visitor

PERSON, ADMIN, GROUP = 5, 9, -100


@pytest.mark.parametrize(
    ("door", "visitor", "standings", "expected"),
    [
        (Door.OPEN, Visitor(PERSON, PERSON), set(), Verdict.ADMITTED),
        (Door.OPEN, Visitor(0, GROUP), set(), Verdict.ADMITTED),
        (Door.OPEN, Visitor(PERSON, GROUP), {Standing.BANNED}, Verdict.BANNED),
        (Door.OPEN, Visitor(ADMIN, ADMIN), {Standing.BANNED}, Verdict.ADMITTED),
        (Door.LISTED, Visitor(PERSON, PERSON), set(), Verdict.REFUSED),
        (Door.LISTED, Visitor(PERSON, PERSON), {Standing.ALLOWED}, Verdict.REFUSED),
        (Door.LISTED, Visitor(7, PERSON), set(), Verdict.ADMITTED),
        (Door.LISTED, Visitor(PERSON, -7), set(), Verdict.ADMITTED),
        (Door.LISTED, Visitor(ADMIN, GROUP), set(), Verdict.ADMITTED),
        (Door.APPROVED, Visitor(PERSON, PERSON), set(), Verdict.MUST_ASK),
        (Door.APPROVED, Visitor(PERSON, PERSON), {Standing.ASKED}, Verdict.MUST_ASK),
        (Door.APPROVED, Visitor(PERSON, GROUP), {Standing.ALLOWED}, Verdict.ADMITTED),
        (Door.APPROVED, Visitor(0, GROUP), set(), Verdict.REFUSED),
    ],
)
def test_the_door(door: Door, visitor: Visitor, standings: set[Standing], expected: Verdict) -> None:
    access = Access(door, people=frozenset({7, -7}), admins=frozenset({ADMIN}))

    assert verdict(visitor, access, standings=frozenset(standings)) is expected


def order(update: int, *, seconds: float | None, person: int = PERSON) -> Order:
    return Order(update, PERSON, 1, person, SoundKind.VOICE, duration=seconds)


async def test_what_a_sound_really_took_replaces_what_was_declared(store: Store) -> None:
    quota = Quota(store, Limits(minutes_per_day=1))
    await quota.charge(order(1, seconds=None))
    settle(store, order(1, seconds=None), 50.0)

    with pytest.raises(QuotaSpent):
        await quota.charge(order(2, seconds=11.0))
    settle(store, order(1, seconds=None), 0.0)
    await quota.charge(order(2, seconds=60.0))
    assert store.people.spent(PERSON, today()) == 60.0


async def test_the_same_update_twice_is_charged_once(store: Store) -> None:
    quota = Quota(store, Limits(minutes_per_day=1))
    await quota.charge(order(1, seconds=30.0))
    await quota.charge(order(1, seconds=30.0))

    assert store.people.spent(PERSON, today()) == 30.0


async def test_an_order_is_not_refused_for_what_it_was_charged_itself(store: Store) -> None:
    quota = Quota(store, Limits(minutes_per_day=1))
    await quota.charge(order(1, seconds=40.0))
    await quota.charge(order(2, seconds=20.0))
    settle(store, order(2, seconds=20.0), 20.4)  # apps declare whole seconds
    await quota.charge(order(1, seconds=40.0))

    assert store.people.spent(PERSON, today()) == pytest.approx(60.4)


async def test_without_a_limit_nobody_is_refused(store: Store) -> None:
    quota = Quota(store, Limits(minutes_per_day=0))
    await quota.charge(order(1, seconds=90_000.0))
    await quota.charge(order(2, seconds=90_000.0))


async def test_an_unnamed_admin_is_on_the_groups_account(store: Store) -> None:
    unnamed = replace(order(1, seconds=30.0, person=0), chat=GROUP)
    await Quota(store, Limits()).charge(unnamed)

    assert store.people.spent(GROUP, today()) == 30.0
