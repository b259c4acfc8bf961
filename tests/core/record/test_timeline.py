"""Clock arithmetic, with blocks of 20 ms at 1000 Hz that take 30 ms to come."""

from collections.abc import Iterable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dabir_core.record.recording import GapKind
from dabir_core.record.timeline import Block, Placed, Timeline

RATE_HZ = 1000
FRAMES = 20
STEP = 0.02
WAY = 0.03


def blocks(numbers: Iterable[int], *, late: float = 0.0) -> Iterator[Block]:
    """The blocks of those numbers, each when it is due."""
    for number in numbers:
        yield block((number + 1) * STEP + WAY + late)


def block(moment: float, *, is_after_loss: bool = False) -> Block:
    return Block(bytes(2 * FRAMES), FRAMES, moment, is_after_loss=is_after_loss)


def take(timeline: Timeline, sound: Iterable[Block]) -> list[Placed]:
    return [placed for each in sound for placed in timeline.take(each)]


def gaps(placed: Iterable[Placed]) -> list[tuple[int, GapKind]]:
    return [(each.missing, each.reason) for each in placed if each.reason is not None]


def test_blocks_in_time_have_no_gap_between_them() -> None:
    placed = take(Timeline(RATE_HZ), blocks(range(100)))
    assert len(placed) == 100
    assert gaps(placed) == []


def test_what_waited_while_the_machine_was_busy_is_no_loss() -> None:
    timeline = Timeline(RATE_HZ)
    before = take(timeline, blocks(range(50)))
    burst = take(timeline, (block(2.1 + number / 1000) for number in range(50)))  # those of the second that passed
    after = take(timeline, (block(max(each.moment, 2.15)) for each in blocks(range(100, 150))))
    assert len(before + burst + after) == 150
    assert gaps(before + burst + after) == []


def test_a_second_without_sound_is_a_gap_of_a_second() -> None:
    timeline = Timeline(RATE_HZ)
    take(timeline, blocks(range(50)))
    after = take(timeline, blocks(range(50, 100), late=1.0))
    assert gaps(after) == [(1000, GapKind.LOST)]
    assert len(after) == 50


def test_blocks_are_held_for_a_burst_only() -> None:
    timeline = Timeline(RATE_HZ)
    take(timeline, blocks(range(50)))
    late = list(blocks(range(50, 100), late=1.0))
    assert take(timeline, late[:15]) == []  # 14 steps of 20 ms are 0.28 s
    assert timeline.is_holding
    assert len(take(timeline, late[15:17])) == 17
    assert not timeline.is_holding


def test_what_the_system_threw_away_is_measured() -> None:
    timeline = Timeline(RATE_HZ)
    take(timeline, blocks(range(50)))
    first, *rest = blocks(range(50, 100), late=0.2)
    after = take(timeline, [block(first.moment, is_after_loss=True), *rest])
    assert gaps(after) == [(200, GapKind.OVERFLOW)]


def test_what_was_thrown_away_is_marked_where_it_cannot_be_measured() -> None:
    timeline = Timeline(RATE_HZ)
    take(timeline, blocks(range(50)))
    first, *rest = blocks(range(50, 100), late=0.01)
    assert gaps(take(timeline, [block(first.moment, is_after_loss=True), *rest])) == [(0, GapKind.OVERFLOW)]


def test_a_stream_that_was_opened_anew_goes_on_after_the_time_that_passed() -> None:
    timeline = Timeline(RATE_HZ)
    take(timeline, blocks(range(50)))
    assert timeline.reopened() == []
    placed = take(timeline, blocks(range(50, 60), late=0.4))
    assert gaps(placed) == [(400, GapKind.LOST)]
    assert len(placed) == 10


def test_what_was_held_of_a_lost_stream_is_placed_before_the_next_one() -> None:
    timeline = Timeline(RATE_HZ)
    take(timeline, blocks(range(50)))
    assert take(timeline, blocks([50, 51], late=1.0)) == []
    assert gaps(timeline.reopened()) == [(1000, GapKind.LOST)]


def test_the_time_of_a_pause_does_not_count() -> None:
    timeline = Timeline(RATE_HZ)
    take(timeline, blocks(range(50)))
    assert timeline.restart() == []
    placed = take(timeline, blocks(range(50, 100), late=60.0))
    assert gaps(placed) == []
    assert gaps(take(timeline, blocks(range(100, 150), late=61.0))) == [(1000, GapKind.LOST)]


@given(st.lists(st.floats(0.0, 0.049), min_size=300, max_size=300), st.floats(-1e-4, 1e-4))
def test_neither_jitter_nor_a_clock_that_is_a_little_wrong_is_a_loss(jitter: list[float], drift: float) -> None:
    due = ((number + 1) * STEP * (1 + drift) + WAY + late for number, late in enumerate(jitter))
    placed = take(Timeline(RATE_HZ), (block(moment) for moment in due))
    assert len(placed) == 300
    assert gaps(placed) == []


@given(st.lists(st.floats(0.0, 0.02), min_size=150, max_size=150), st.floats(0.6, 100.0))
def test_a_gap_is_as_long_as_the_loss_whatever_the_jitter(jitter: list[float], lost: float) -> None:
    timeline = Timeline(RATE_HZ)
    moments = [(number + 1) * STEP + WAY + late for number, late in enumerate(jitter)]
    before = take(timeline, (block(moment) for moment in moments[:100]))
    after = take(timeline, (block(moment + lost) for moment in moments[100:]))
    assert gaps(before) == []
    ((missing, kind),) = gaps(after)
    assert kind is GapKind.LOST
    assert missing == pytest.approx(lost * RATE_HZ, abs=21)
