"""Arithmetic by hand: one second of work per ten seconds of sound is a real-time factor of 0.1."""

import pytest

from dabir_desktop.pace import Pace


def at_an_even_speed(pace: Pace, *, speed: float, moments: range, start: float = 0.0) -> None:
    for moment in moments:
        pace.observe(float(moment), start + speed * (moment - moments.start))


def test_an_even_speed_tells_what_is_left() -> None:
    pace = Pace()
    at_an_even_speed(pace, speed=10.0, moments=range(0, 7))
    assert pace.real_time_factor == pytest.approx(0.1)
    assert pace.left(6.0, 600.0) == pytest.approx((600 - 60) / 10)
    assert pace.left(8.0, 600.0) == pytest.approx((600 - 60) / 10 - 2), "it is counted down between two advances"


def test_nothing_is_told_of_an_unknown_length() -> None:
    pace = Pace()
    at_an_even_speed(pace, speed=10.0, moments=range(0, 7))
    assert pace.left(6.0, None) is None


@pytest.mark.parametrize("advances", [0, 1, 4])
def test_nothing_is_told_after_few_advances(advances: int) -> None:
    pace = Pace()
    for advance in range(advances):
        pace.observe(2.0 * advance, 20.0 * advance)
    assert pace.left(2.0 * advances, 600.0) is None


def test_windows_that_end_together_are_one_advance() -> None:
    pace = Pace()
    for window in range(40):
        pace.observe(window * 0.01, 30.0 * window)
    assert pace.left(0.4, 36_000.0) is None


def test_bursts_at_even_distances_are_steady() -> None:
    pace = Pace()
    for burst in range(6):
        for window in range(12):
            pace.observe(60.0 * burst + 0.01 * window, 360.0 * burst + 30.0 * window)
    left = pace.left(300.11, 3 * 3600.0)
    assert left is not None
    done = 360 * 5 + 330
    assert left == pytest.approx((10_800 - done) / 6, rel=0.2), "six seconds of sound in a second of work"


def test_an_uneven_speed_is_not_told_and_told_again_once_it_is_even() -> None:
    pace = Pace()
    at_an_even_speed(pace, speed=10.0, moments=range(0, 7))
    at_an_even_speed(pace, speed=2.0, moments=range(7, 10), start=62.0)
    assert pace.left(10.0, 600.0) is None
    at_an_even_speed(pace, speed=2.0, moments=range(10, 30), start=68.0)
    left = pace.left(29.0, 600.0)
    assert left == pytest.approx((600 - (68 + 2 * 19)) / 2)


def test_what_the_journal_gives_for_nothing_is_no_speed() -> None:
    pace = Pace(after=3000.0)
    for moment in range(10):
        pace.observe(float(moment), 330.0 * moment)
        assert pace.left(float(moment), 7200.0) is None
    for moment in range(10, 20):
        pace.observe(float(moment), 3000.0 + 5.0 * (moment - 10))
    assert pace.left(19.0, 7200.0) == pytest.approx((7200 - 3045) / 5)


def test_a_long_silence_is_not_told_as_a_countdown() -> None:
    pace = Pace()
    at_an_even_speed(pace, speed=10.0, moments=range(0, 7))
    assert pace.left(8.9, 600.0) is not None
    assert pace.left(10.0, 600.0) is None


def test_it_is_never_less_than_nothing() -> None:
    pace = Pace()
    at_an_even_speed(pace, speed=10.0, moments=range(0, 7))
    assert pace.left(8.0, 61.0) == 0.0
