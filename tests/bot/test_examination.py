"""What /healthz and /metrics tell, with a real database and a stand-in for the engine and the queues."""

import asyncio
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from dabir_bot.engine import EngineState, Heard
from dabir_bot.errors import DatabaseClosed
from dabir_bot.examination import LONGEST_SILENCE, Counts, Examination
from dabir_bot.health import Vitals
from dabir_bot.meters import Meters
from dabir_bot.settings import Role, Settings, Telegram, Token
from dabir_bot.store import Store
from dabir_core import Cancelled, TranscribeOptions, Transcript

NO_JOBS: Counts = {}


@dataclass
class StillEngine:
    """Works on nothing; its state is the test's."""

    state: EngineState

    async def transcribe(self, sound: Path, options: TranscribeOptions, *, heard: Heard) -> Transcript | Cancelled:
        raise NotImplementedError

    async def forget(self, sound: Path) -> None:
        raise NotImplementedError

    async def close(self) -> None:
        raise NotImplementedError


async def none() -> Counts:
    return NO_JOBS


def examination(store: Store, *, role: Role = Role.ALL, webhook: str = "") -> Examination:
    settings = Settings(Telegram(Token("1:a"), webhook_url=webhook), role=role)
    meters = Meters()
    meters.polled()
    return Examination(settings, store, StillEngine(EngineState(is_ready=True)), meters, none)


def shown(examined: Examination, name: str, **labels: str) -> float | None:
    return examined.meters.registry.get_sample_value(name, labels)


async def test_all_parts_are_well(store: Store) -> None:
    examined = examination(store)
    assert await examined() == Vitals(database=True, telegram=True, engine=True)
    assert shown(examined, "dabir_well", part="engine") == 1.0


async def test_minutes_without_telegram_are_told(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Failing polls do not count as heard, whatever fails them."""
    examined = examination(store)
    later = time.monotonic() + LONGEST_SILENCE + 1.0
    monkeypatch.setattr(time, "monotonic", lambda: later)
    examined.meters.poll_failures.labels("Conflict").inc()
    assert (await examined()).telegram is False
    assert shown(examined, "dabir_well", part="telegram") == 0.0
    examined.meters.polled()
    assert (await examined()).telegram is True


async def test_telegram_never_heard_is_told(store: Store) -> None:
    examined = examination(store)
    examined.meters = Meters()
    assert (await examined()).telegram is False


@pytest.mark.parametrize(("role", "webhook"), [(Role.WORKER, ""), (Role.BOT, "https://example.org/hook")])
async def test_who_does_not_poll_need_not_hear_telegram(store: Store, role: Role, webhook: str) -> None:
    examined = examination(store, role=role, webhook=webhook)
    examined.meters = Meters()
    assert (await examined()).is_well


async def test_a_model_that_is_not_loaded_is_told_by_those_who_need_it(store: Store) -> None:
    for role, is_well in ((Role.ALL, False), (Role.WORKER, False), (Role.BOT, True)):
        examined = examination(store, role=role)
        examined.engine = StillEngine(EngineState(is_ready=False))
        assert (await examined()).engine is is_well


async def test_a_database_that_is_away_is_told(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    examined = examination(store)

    def away(_: object) -> int:
        raise DatabaseClosed

    monkeypatch.setattr(type(store.inbox), "count", away)
    assert await examined() == Vitals(database=False, telegram=True, engine=True)
    assert shown(examined, "dabir_well", part="database") == 0.0


async def test_a_database_that_does_not_answer_is_asked_once_at_a_time(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dabir_bot.examination._PATIENCE", 0.01)
    asked, answers = 0, asyncio.Event()

    async def silent() -> Counts:
        nonlocal asked
        asked += 1
        await answers.wait()
        return NO_JOBS

    examined = examination(store)
    examined.count_jobs = silent
    while not asked:
        assert (await examined()).database is False
    assert (await examined()).database is False
    assert asked == 1
    answers.set()
    monkeypatch.setattr("dabir_bot.examination._PATIENCE", 60.0)
    assert (await examined()).database is True


async def test_jobs_are_shown_by_queue_and_state(store: Store) -> None:
    async def some() -> Counts:
        return {("notes", "waiting"): 7, ("notes", "running"): 2, ("long", "waiting"): 0}

    examined = examination(store)
    examined.count_jobs = some
    await examined()
    assert shown(examined, "dabir_jobs", queue="notes", state="waiting") == 7.0
    assert shown(examined, "dabir_jobs", queue="long", state="waiting") == 0.0


async def test_each_restart_of_the_engine_is_counted_once(store: Store) -> None:
    examined = examination(store)
    for restarts in (1, 1, 3):
        examined.engine = StillEngine(EngineState(is_ready=True, restarts=restarts))
        await examined()
    assert shown(examined, "dabir_engine_restarts_total") == 3.0
