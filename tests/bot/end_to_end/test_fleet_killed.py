"""A bot and two workers on PostgreSQL, any of which dies, freezes or loses its database: nothing is lost."""

import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.bot.crowd import Crowd, Verdict, WrittenNotes
from tests.bot.fleet import Fleet
from tests.bot.person import TelegramServer
from tests.bot.postgres import Cluster
from tests.bot.spoken_notes import SpokenNotes

PACED: Final = (str(Path(__file__).parents[1] / "paced_bot.py"),)
NOTES, PEOPLE = 100, 20
LONGEST_LIFE = 3.0
TAKEN_OVER = 30.0
FROZEN = 12.0
"""Longer than a lock must have been free for its owner to be dead."""
PATIENCE = 180.0


@pytest.fixture(scope="module")
def fleet(tmp_path_factory: pytest.TempPathFactory, postgres: Cluster) -> Iterator[Fleet]:
    url = postgres.database()
    with (
        TelegramServer.running(tmp_path_factory.mktemp("telegram")) as server,
        Fleet.running(server, tmp_path_factory.mktemp("fleet"), url) as started,
    ):
        yield started
    postgres.drop(url)


@pytest.fixture
def crowd(fleet: Fleet, notes: SpokenNotes) -> Crowd:
    return Crowd(fleet.server, notes, PEOPLE)


def lives(fleet: Fleet, crowd: Crowd, *, kills: int, for_good: int) -> Verdict:
    """Kills, some of them for good; the notes come in evenly over all deaths."""
    draw = random.Random(kills)
    deaths = [False] * kills + [True] * for_good
    draw.shuffle(deaths)
    for number, is_for_good in enumerate(deaths, start=1):
        if is_for_good:
            fleet.start()
        crowd.sends(number * NOTES // len(deaths) - len(crowd.waiting))
        if is_for_good:
            fleet.kill(fleet.busy_one())
        else:
            fleet.is_killed(draw, until=LONGEST_LIFE)
    fleet.start()
    verdict = crowd.settled(PATIENCE)
    waits = ", ".join(f"{wait:.1f}" for wait in sorted(fleet.waits))
    print(f"\ndoubled {len(verdict.doubled)}, littered {len(verdict.littered)}; taken over after {waits} s")
    return verdict


@pytest.mark.long
def test_whoever_is_killed_nothing_is_lost(fleet: Fleet, crowd: Crowd) -> None:
    verdict = lives(fleet, crowd, kills=4, for_good=1)
    assert verdict.lost == ()
    assert len(verdict.doubled) <= 1
    assert fleet.waits
    assert max(fleet.waits) < TAKEN_OVER


@pytest.mark.slow
def test_fifty_deaths_lose_nothing(tmp_path: Path, postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With an engine of a stated speed: loading a model fifty times over would be most of the work."""
    monkeypatch.setenv("PACED_SECONDS", "0.5")
    monkeypatch.setenv("PACED_AT_ONCE", "4")
    (tmp_path / "notes").mkdir()
    with (
        TelegramServer.running(tmp_path / "telegram") as server,
        Fleet.running(server, tmp_path / "fleet", postgres_url, program=PACED) as fleet,
    ):
        verdict = lives(fleet, Crowd(server, WrittenNotes(tmp_path / "notes"), PEOPLE), kills=38, for_good=12)
        waits = fleet.waits
    assert verdict.lost == ()
    assert len(verdict.doubled) <= 1
    assert waits
    assert max(waits) < TAKEN_OVER


@pytest.mark.long
def test_a_database_that_crashes_under_way_loses_nothing(fleet: Fleet, crowd: Crowd, postgres: Cluster) -> None:
    crowd.sends(NOTES // 5)
    fleet.busy_one()
    postgres.kill()
    time.sleep(1.0)
    postgres.start()
    verdict = crowd.settled(PATIENCE)
    assert verdict.lost == ()
    assert len(verdict.doubled) <= 1
    assert all(member.is_alive for member in fleet.members.values())


@pytest.mark.long
def test_a_worker_that_wakes_up_after_its_jobs_were_taken_over_tells_nothing_twice(fleet: Fleet, crowd: Crowd) -> None:
    crowd.sends(NOTES // 5)
    sleeper = fleet.busy_one()
    fleet.members[sleeper].freeze()
    time.sleep(FROZEN)
    fleet.members[sleeper].thaw()
    verdict = crowd.settled(PATIENCE)
    assert verdict.lost == verdict.doubled == ()
    assert all(member.is_alive for member in fleet.members.values())
