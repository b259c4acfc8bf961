"""A bot and two workers on PostgreSQL, any of which dies, freezes or loses its database: nothing is lost."""

import random
import time
from collections.abc import Iterator

import pytest

from tests.bot.crowd import Crowd, Verdict
from tests.bot.fleet import Fleet
from tests.bot.person import TelegramServer
from tests.bot.postgres import Cluster
from tests.bot.spoken_notes import SpokenNotes

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


def told(verdict: Verdict, fleet: Fleet) -> str:
    waits = ", ".join(f"{wait:.1f}" for wait in sorted(fleet.waits))
    return f"\ndoubled {len(verdict.doubled)}, littered {len(verdict.littered)}; taken over after {waits} s"


@pytest.mark.parametrize(
    ("kills", "for_good"),
    [pytest.param(4, 1, marks=pytest.mark.long), pytest.param(38, 12, marks=pytest.mark.slow)],
)
def test_whoever_is_killed_nothing_is_lost(fleet: Fleet, crowd: Crowd, kills: int, for_good: int) -> None:
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
    print(told(verdict, fleet))
    assert verdict.lost == ()
    assert len(verdict.doubled) <= 1
    assert fleet.waits
    assert max(fleet.waits) < TAKEN_OVER


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
