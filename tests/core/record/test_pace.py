import pytest

from dabir_core.record.pace import LONGEST_STEP, SHORTEST_STEP, Pace


def paced(*took: float) -> Pace:
    pace = Pace()
    for seconds in took:
        pace.note(seconds)
    return pace


def test_before_the_first_reading_nothing_is_known() -> None:
    pace = Pace()
    assert (pace.step, pace.real_time_factor, pace.is_too_slow) == (SHORTEST_STEP, 0.0, False)


@pytest.mark.parametrize(
    ("took", "step", "factor"),
    [(0.05, 0.4, 0.125), (0.2, 0.4, 0.5), (0.25, 0.5, 0.5), (1.0, 2.0, 0.5), (1.5, 2.0, 0.75), (3.0, 2.0, 1.5)],
)
def test_a_reading_gets_twice_its_time_within_bounds(took: float, step: float, factor: float) -> None:
    pace = paced(took)
    assert pace.step == pytest.approx(step)
    assert pace.real_time_factor == pytest.approx(factor)


def test_one_slow_reading_changes_nothing() -> None:
    pace = paced(9.0, 0.1, 0.1)
    assert not pace.is_too_slow
    assert pace.step == SHORTEST_STEP


def test_it_is_too_slow_once_most_readings_take_longer_than_the_longest_step() -> None:
    slow = LONGEST_STEP + 0.1
    assert not paced(slow, slow).is_too_slow
    assert paced(slow, slow, 0.1).is_too_slow


def test_only_a_clearly_faster_machine_tries_again() -> None:
    """Five readings are remembered; the median of three new ones among them decides."""
    pace = paced(3.0, 3.0, 3.0, 3.0, 3.0, 1.6, 1.6, 1.6)
    assert pace.is_too_slow  # 0.8 of the longest step
    for _ in range(3):
        pace.note(1.0)
    assert not pace.is_too_slow
