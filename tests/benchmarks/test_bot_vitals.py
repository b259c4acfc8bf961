"""Growth compares the first quarter after the warm-up with the last: figures by hand."""

import pytest

from benchmarks.bot_vitals import growth


def test_what_stays_the_same_does_not_grow_whatever_the_warm_up_was() -> None:
    assert growth([10.0, 50.0] + [100.0] * 8) == 0.0


def test_growth_is_a_share_of_the_first_quarter() -> None:
    assert growth([0.0] * 2 + [100.0] * 4 + [110.0] * 4) == pytest.approx(0.1)


def test_one_moment_decides_nothing() -> None:
    steady = [100.0] * 50
    steady[-3] = 900.0
    assert growth(steady) == 0.0
