from itertools import count

import pytest

from benchmarks.outcome import Outcome, Wanted, in_turns, least_processor_s, least_s, median_s, raw_of
from benchmarks.side import Reply


def reply(wall_s: float, processor_s: float = 0.0, **gave: object) -> Reply:
    return Reply(gave, wall_s, processor_s, 0, 0)


@pytest.mark.parametrize(
    ("wanted", "figure", "is_met"),
    [
        (Wanted("≥", 2.3), 2.3, True),
        (Wanted("≥", 2.3), 2.29, False),
        (Wanted("≤", 0.5), 0.5, True),
        (Wanted("≤", 0.5), 0.51, False),
    ],
)
def test_a_bound_is_met_at_its_value_and_beyond(wanted: Wanted, figure: float, is_met: bool) -> None:
    assert Outcome("throughput", "peer", figure, wanted=wanted).is_met is is_met


def test_nothing_is_said_where_nothing_was_wanted_or_measured() -> None:
    assert Outcome("throughput", "peer", 2.0).is_met is None
    assert Outcome("throughput", "peer", None, wanted=Wanted("≥", 2.0)).is_met is None


def test_sides_take_turns() -> None:
    clock = count()
    mine, theirs = in_turns(3, lambda: reply(next(clock)), lambda: reply(next(clock)))
    assert [each.wall_s for each in mine] == [0, 2, 4]
    assert [each.wall_s for each in theirs] == [1, 3, 5]


def test_figures_of_several_replies() -> None:
    replies = [reply(3.0, 5.0), reply(1.0, 9.0), reply(2.0, 7.0)]
    assert least_s(replies) == 1.0
    assert median_s(replies) == 2.0
    assert least_processor_s(replies) == 5.0


def test_the_report_keeps_counts_and_leaves_texts_out() -> None:
    (kept,) = raw_of([reply(1.0, windows=10, tokens=1000, text="سلام", log_probabilities=[-1.0])])
    assert kept["windows"] == 10
    assert kept["tokens"] == 1000
    assert "text" not in kept
    assert "log_probabilities" not in kept
