"""Standings and quotas in both dialects, under hashes that tell nothing."""

import hmac

from sqlalchemy import text

from dabir_bot.store import PersonKey, Standing, Store

PERSON = 123_456_789_012


def test_a_person_asks_and_is_let_in(store: Store) -> None:
    assert store.people.standing(PERSON) is Standing.UNKNOWN
    store.people.ask(PERSON)
    store.people.ask(PERSON)
    assert store.people.standing(PERSON) is Standing.ASKED
    store.people.allow(PERSON)
    assert store.people.standing(PERSON) is Standing.ALLOWED


def test_a_ban_holds_until_it_ends(store: Store) -> None:
    store.people.ban(PERSON)
    store.people.ask(PERSON)
    assert store.people.standing(PERSON) is Standing.BANNED
    assert store.people.standing(PERSON + 1) is Standing.UNKNOWN
    store.people.allow(PERSON)
    assert store.people.standing(PERSON) is Standing.ALLOWED


def test_spending_adds_up_by_day_and_counts_each_order_once(store: Store) -> None:
    store.people.spend(PERSON, 60.0, day="2026-11-23", order="a")
    store.people.spend(PERSON, 30.0, day="2026-11-23", order="b")
    store.people.spend(PERSON, 62.5, day="2026-11-23", order="a")
    store.people.spend(PERSON, 500.0, day="2026-11-24", order="c")
    store.people.spend(PERSON + 1, 7.0, day="2026-11-23", order="a")
    assert store.people.spent(PERSON, "2026-11-23") == 92.5
    assert store.people.spent(PERSON, "2026-11-25") == 0.0
    assert store.people.charged(PERSON, day="2026-11-23", order="a") == 62.5
    assert store.people.charged(PERSON, day="2026-11-24", order="a") is None
    assert store.people.count("2026-11-23") == 2


def test_old_spending_is_swept(store: Store) -> None:
    store.people.spend(PERSON, 60.0, day="2026-11-22", order="a")
    store.people.spend(PERSON, 30.0, day="2026-11-23", order="b")
    assert store.people.sweep("2026-11-23") == 1
    assert store.people.spent(PERSON, "2026-11-22") == 0.0
    assert store.people.spent(PERSON, "2026-11-23") == 30.0


def test_no_id_stands_in_any_row(store: Store) -> None:
    store.people.ban(PERSON)
    store.people.spend(PERSON, 60.0, day="2026-11-22", order=f"{PERSON}.1.0")
    with store.database.reading() as connection:
        rows = [connection.execute(text(f"SELECT * FROM bot_{name}")).all() for name in ("people", "spending")]
    assert str(PERSON) not in str(rows)


def test_the_hash_is_hmac_under_the_databases_own_key(store: Store) -> None:
    key = PersonKey.of(store.database)
    assert key == store.people.key
    assert len(key.secret) == 32
    assert key.hashed(5) == hmac.digest(key.secret, b"5", "sha256").hex()
    assert store.hashed(5) == key.hashed(5)[:12]
    assert repr(key) == "PersonKey(***)"
