"""Slots are filled with their window's number, so that what a row hears can be read off."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dabir_core.asr.engines.openvino_cross import CrossSlots, WindowMark
from dabir_core.asr.engines.openvino_slots import SlotArrays, SlotLayout

WINDOWS = [WindowMark() for _ in range(12)]


class Slots:
    """Makes `CrossSlots` of one layout and counts what is written."""

    def __init__(self) -> None:
        self.layout = SlotLayout(parts=2, heads=1, size=2, dtype=np.float32)
        self.writes = 0

    def of(self, windows: Sequence[int]) -> CrossSlots:
        return CrossSlots(self.layout, [WINDOWS[window] for window in windows], positions=3, write=self._write)

    def _write(self, window: WindowMark, arrays: SlotArrays) -> None:
        self.writes += 1
        for part, array in enumerate(arrays):
            assert array.shape == (1, 1, 3, 2)
            array[:] = 100 * part + WINDOWS.index(window)


def heard(slots: CrossSlots) -> list[int]:
    """The window of each row, as the graph finds it: in all of its slot, in both parts."""
    keys, values = slots.settled()
    np.testing.assert_array_equal(values, keys + 100)
    order = slots.order
    assert len(keys) in (1, len(order))
    assert all((slot == slot.flat[0]).all() for slot in keys)
    rows = np.empty(len(order), int)
    rows[order] = keys[:, 0, 0, 0]
    assert_found_windows_are_themselves()
    return rows.tolist()


def assert_found_windows_are_themselves() -> None:
    for number, window in enumerate(WINDOWS):
        for part, views in enumerate(window.found or ()):
            assert (views == 100 * part + number).all()


def test_each_window_is_written_once() -> None:
    slots = Slots()
    assert heard(slots.of([3, 1, 3, 3])) == [3, 1, 3, 3]
    assert slots.writes == 2


def test_a_window_is_found_after_its_row_left_until_the_slot_is_taken() -> None:
    slots = Slots()
    rows = slots.of([0, 1, 2])
    rows.reorder([0, 2])
    assert WINDOWS[1].found is not None
    assert_found_windows_are_themselves()
    rows.join(slots.of([5]))
    assert WINDOWS[1].found is None
    assert heard(rows) == [0, 2, 5]


def test_rows_of_one_window_share_one_slot() -> None:
    slots = Slots().of([4, 4, 4])
    assert len(slots.settled()[0]) == slots.written == 1
    assert heard(slots) == [4, 4, 4]


def test_nothing_moves_when_a_newcomer_takes_the_place_of_a_row_that_left() -> None:
    slots = Slots()
    rows = slots.of(range(4))
    before = rows.settled()
    rows.reorder([0, 2, 3])
    rows.join(slots.of([7]))
    after = rows.settled()
    assert all(np.shares_memory(*parts) and len(parts[1]) == 4 for parts in zip(before, after, strict=True))
    assert [int(slot[0, 0, 0]) for slot in after[0]] == [0, 7, 2, 3]
    assert heard(rows) == [0, 2, 3, 7]


def test_beams_of_one_window_change_places_for_nothing() -> None:
    slots = Slots()
    rows = slots.of([1, 1, 1])
    rows.join(slots.of([2]))
    assert heard(rows) == [1, 1, 1, 2]
    placed = rows.settled()[0][:, 0, 0, 0].copy()
    rows.reorder([2, 0, 0, 3])
    np.testing.assert_array_equal(rows.settled()[0][:, 0, 0, 0], placed)


def test_what_rows_left_behind_does_not_stay() -> None:
    rows = Slots().of(range(12))
    rows.reorder([5, 9, 11])
    assert heard(rows) == [5, 9, 11]
    assert rows.written <= 6
    rows.reorder([1])
    assert heard(rows) == [9]
    assert rows.written <= 2


def test_windows_of_another_length_do_not_join() -> None:
    slots = Slots()
    rows, longer = slots.of([0]), CrossSlots(slots.layout, [WindowMark()], positions=4, write=lambda *_: None)
    with pytest.raises(AssertionError, match="one length"):
        rows.join(longer)


Change = tuple[list[int], list[int]]
"""Which rows stay, as numbers to be taken modulo the rows that there are, and the windows of newcomers."""

CHANGES = st.lists(
    st.tuples(st.lists(st.integers(0, 20), min_size=1, max_size=7), st.lists(st.integers(0, 11), max_size=3))
)


@given(first=st.lists(st.integers(0, 11), min_size=1, max_size=5), changes=CHANGES, settles=st.booleans())
def test_rows_hear_their_windows_whatever_came_before(first: list[int], changes: list[Change], settles: bool) -> None:
    slots, windows = Slots(), first
    rows = slots.of(first)
    for kept, newcomers in changes:
        kept = [row % len(windows) for row in kept]
        windows = [windows[row] for row in kept] + newcomers
        rows.reorder(kept)
        if newcomers:
            rows.join(slots.of(newcomers))
        if settles:
            assert heard(rows) == windows
    assert heard(rows) == windows
    assert rows.written <= 2 * len(windows)
