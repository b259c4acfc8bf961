"""What is kept long enough goes; what waits stays."""

import asyncio
import sqlite3
from pathlib import Path

import pytest

from dabir_bot import tidying
from dabir_bot.settings import Keeping
from dabir_bot.store import State, Store
from dabir_bot.tidying import day_of, tidy, tidy_once

HOUR = 3600.0
NOW = 1_795_392_000.0
"""2026-11-23 00:00 UTC."""


async def none() -> frozenset[str]:
    return frozenset()


def test_days_are_those_of_utc() -> None:
    assert (day_of(NOW), day_of(NOW - 1)) == ("2026-11-23", "2026-11-22")


def test_what_is_old_goes_and_what_waits_stays(store: Store) -> None:
    for number, age in ((1, 49), (2, 47), (3, 49)):
        store.inbox.keep([{"update_id": number}], now=NOW - age * HOUR)
    store.inbox.done(1)
    store.inbox.done(2)
    for day in ("2026-11-20", "2026-11-22"):
        store.people.spend(5, 60.0, day=day, order=day)
    store.stats.count("answers", day="2025-01-01")
    store.stats.count("answers", day="2026-01-01")
    tidy_once(store, Keeping(), now=NOW, under_way=())
    assert (store.inbox.count(State.DONE), store.inbox.count(State.WAITING)) == (1, 1)
    assert store.people.spent(5, "2026-11-20") == 0.0
    assert store.people.spent(5, "2026-11-22") == 60.0
    assert store.stats.totals("2000-01-01") == {"answers": 1.0}


async def test_what_lies_on_this_machine_is_cut_too(tmp_path: Path) -> None:
    cut = asyncio.Event()

    async def scrub() -> None:
        cut.set()

    store = Store.open(f"sqlite:///{tmp_path / 'bot.sqlite3'}")
    task = asyncio.create_task(tidy(store, Keeping(), under_way=none, scrubs=[scrub]))
    await asyncio.wait_for(cut.wait(), 60)
    task.cancel()
    await asyncio.wait([task])
    store.close()


async def test_what_fails_is_told_and_holds_up_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A full disk at the hourly round ended the whole bot."""
    monkeypatch.setattr(tidying, "_EVERY", 0.01)
    rounds, again = 0, asyncio.Event()

    async def fails() -> None:
        raise sqlite3.OperationalError("disk I/O error")

    async def counts() -> None:
        nonlocal rounds
        rounds += 1
        if rounds == 2:
            again.set()

    store = Store.open(f"sqlite:///{tmp_path / 'bot.sqlite3'}")
    store.close()
    task = asyncio.create_task(tidy(store, Keeping(), under_way=none, scrubs=[fails, counts]))
    await asyncio.wait_for(again.wait(), 60)
    task.cancel()
    await asyncio.wait([task])
    assert task.cancelled()
    assert "tidying: fails has to wait: OperationalError" in caplog.messages
    caplog.clear()
