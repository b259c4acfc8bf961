"""Slots are filled with their window's number, so that what a row hears can be read off."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dabir_core.asr.engines.openvino_cross import CrossSlots
from dabir_core.asr.engines.openvino_pool import SlotPool, WindowMark
from dabir_core.asr.engines.openvino_slots import SlotArrays, SlotLayout

WINDOWS = [WindowMark() for _ in range(12)]


class Slots:
    """Makes `CrossSlots` of one pool and counts what is written."""

    def __init__(self) -> None:
        self.pool = SlotPool(SlotLayout(parts=2, heads=1, size=2, dtype=np.float32), 3)
        self.writes = 0

    def of(self, windows: Sequence[int]) -> CrossSlots:
        return CrossSlots(self.pool, [WINDOWS[window] for window in windows], write=self._write)

    def _write(self, window: WindowMark, arrays: SlotArrays) -> None:
        self.writes += 1
        for part, array in enumerate(arrays):
            assert array.shape == (1, 1, 3, 2)
            array[:] = 100 * part + WINDOWS.index(window)

    def heard(self, rows: CrossSlots) -> list[int]:
        """The window of each row, as the graph finds it: in all of its slot, in both parts."""
        keys, values = rows.settled()
        np.testing.assert_array_equal(values, keys + 100)
        order = rows.order
        assert len(keys) in (1, len(order))
        assert all((slot == slot.flat[0]).all() for slot in keys)
        numbers = np.empty(len(order), int)
        numbers[order] = keys[:, 0, 0, 0]
        self.assert_found_windows_are_themselves()
        return numbers.tolist()

    def assert_found_windows_are_themselves(self) -> None:
        for number, window in enumerate(WINDOWS):
            for part, views in enumerate(self.pool.found(window) or ()):
                assert (views == 100 * part + number).all()

    def finds(self, number: int) -> bool:
        return self.pool.found(WINDOWS[number]) is not None


def test_each_window_is_written_once() -> None:
    slots = Slots()
    assert slots.heard(slots.of([3, 1, 3, 3])) == [3, 1, 3, 3]
    assert slots.writes == 2


def test_a_window_is_found_after_its_row_left_until_the_slot_is_taken() -> None:
    slots = Slots()
    rows = slots.of([0, 1, 2])
    rows.reorder([0, 2])
    assert slots.heard(rows) == [0, 2]
    assert slots.finds(1)
    rows.join(slots.of([5]))
    assert not slots.finds(1)
    assert slots.heard(rows) == [0, 2, 5]


def test_a_window_that_is_still_there_is_not_written_again() -> None:
    slots = Slots()
    rows = slots.of([0, 1, 2])
    rows.reorder([0, 2])
    rows.join(slots.of([1]))
    rows.join(slots.of([2]))
    assert slots.heard(rows) == [0, 2, 1, 2]
    assert slots.writes == 3


def test_rows_of_one_window_share_one_slot() -> None:
    slots = Slots()
    rows = slots.of([4, 4, 4])
    assert len(rows.settled()[0]) == slots.pool.written == 1
    assert slots.heard(rows) == [4, 4, 4]


def test_nothing_moves_when_a_newcomer_takes_the_place_of_a_row_that_left() -> None:
    slots = Slots()
    rows = slots.of(range(4))
    before = rows.settled()
    rows.reorder([0, 2, 3])
    rows.join(slots.of([7]))
    after = rows.settled()
    assert all(np.shares_memory(*parts) and len(parts[1]) == 4 for parts in zip(before, after, strict=True))
    assert [int(slot[0, 0, 0]) for slot in after[0]] == [0, 7, 2, 3]
    assert slots.heard(rows) == [0, 2, 3, 7]
    assert slots.pool.written == 4


def test_a_newcomer_is_written_where_it_stays() -> None:
    slots = Slots()
    rows, newcomer = slots.of(range(3)), slots.of([9])
    alone = newcomer.settled()
    rows.join(newcomer)
    assert all(np.shares_memory(*parts) for parts in zip(alone, rows.settled(), strict=True))
    assert slots.writes == slots.pool.written == 4


def test_beams_of_one_window_change_places_for_nothing() -> None:
    slots = Slots()
    rows = slots.of([1, 1, 1])
    rows.join(slots.of([2]))
    assert slots.heard(rows) == [1, 1, 1, 2]
    placed = rows.settled()[0][:, 0, 0, 0].copy()
    rows.reorder([2, 0, 0, 3])
    np.testing.assert_array_equal(rows.settled()[0][:, 0, 0, 0], placed)


def test_what_rows_left_behind_does_not_stay() -> None:
    slots = Slots()
    rows = slots.of(range(12))
    rows.reorder([5, 9, 11])
    assert slots.heard(rows) == [5, 9, 11]
    assert slots.pool.written <= 6
    rows.reorder([1])
    assert slots.heard(rows) == [9]
    assert slots.pool.written <= 2


def test_a_cache_that_is_forgotten_leaves_its_slots() -> None:
    slots = Slots()
    kept, gone = slots.of([0]), slots.of([1])
    del gone
    kept.join(slots.of([2]))
    assert slots.heard(kept) == [0, 2]
    assert slots.pool.written == 2


def test_a_window_that_could_not_be_written_is_not_found() -> None:
    slots = Slots()
    slots.of([0])

    def fail(window: WindowMark, arrays: SlotArrays) -> None:
        raise MemoryError

    with pytest.raises(MemoryError):
        CrossSlots(slots.pool, [WINDOWS[1]], write=fail)
    assert not slots.finds(0) and not slots.finds(1)


def test_windows_of_another_length_do_not_join() -> None:
    rows, longer = Slots().of([0]), Slots().of([1])
    with pytest.raises(AssertionError, match="one length"):
        rows.join(longer)


Change = tuple[list[int], list[int]]
"""Which rows stay, as numbers to be taken modulo the rows that there are, and the windows of newcomers."""

CHANGES = st.lists(
    st.tuples(st.lists(st.integers(0, 20), min_size=1, max_size=7), st.lists(st.integers(0, 11), max_size=3))
)


@given(
    first=st.lists(st.integers(0, 11), min_size=1, max_size=5),
    beside=st.lists(st.integers(0, 11), max_size=3),
    changes=CHANGES,
    settles=st.booleans(),
)
def test_rows_hear_their_windows_whatever_came_before(
    first: list[int], beside: list[int], changes: list[Change], settles: bool
) -> None:
    slots, windows = Slots(), first
    rows, others = slots.of(first), slots.of(beside)
    for kept, newcomers in changes:
        kept = [row % len(windows) for row in kept]
        windows = [windows[row] for row in kept] + newcomers
        rows.reorder(kept)
        if newcomers:
            rows.join(slots.of(newcomers))
        if settles:
            assert slots.heard(rows) == windows
            assert not beside or slots.heard(others) == beside
    assert slots.heard(rows) == windows
    assert not beside or slots.heard(others) == beside
    assert slots.pool.written <= 2 * (len(windows) + len(beside))
