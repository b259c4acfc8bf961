"""Turns by hand: whose job goes first, and that nobody waits for ever."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dabir_bot.fairness import TURN_SECONDS, turn

NOON = 1_800_000_000.0


def turns_of(person_jobs: int, *, at: float = NOON) -> list[int]:
    mine: list[int] = []
    for _ in range(person_jobs):
        mine.append(turn(at, mine))
    return mine


def test_a_persons_tenth_job_waits_behind_the_first_of_one_who_comes_an_hour_later() -> None:
    tenth = turns_of(10)[-1]
    assert turn(NOON + 3600, []) < tenth


def test_a_persons_tenth_job_goes_before_those_who_come_two_hours_later() -> None:
    tenth = turns_of(10)[-1]
    assert tenth < turn(NOON + 2 * 3600, [])


def test_first_jobs_go_in_the_order_in_which_they_came() -> None:
    assert turn(NOON, []) < turn(NOON + 1, [])


def test_each_further_job_waits_ten_minutes_behind_the_one_before() -> None:
    first, second, third = turns_of(3)
    assert (second - first, third - second) == (TURN_SECONDS, TURN_SECONDS)


def test_a_job_that_comes_when_others_of_its_person_are_done_goes_behind_those_that_wait() -> None:
    hundred = turns_of(100)
    assert turn(NOON + 5, hundred[90:]) > hundred[-1]


@given(st.floats(-1e12, 1e12), st.lists(st.integers(1, 2**31 - 2), max_size=5))
def test_every_turn_is_a_number_that_the_queue_takes_and_behind_ones_own(now: float, mine: list[int]) -> None:
    number = turn(now, mine)
    assert 1 <= number <= 2**31 - 1
    assert all(number > other for other in mine)


@pytest.mark.parametrize("years", [0, 60])
def test_turns_last_as_long_as_the_bot_will(years: int) -> None:
    now = 1_767_225_600.0 + years * 365 * 86_400 + 1
    assert turn(now, []) == years * 365 * 86_400 + 1
