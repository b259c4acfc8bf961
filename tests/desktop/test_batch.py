from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dabir_desktop.batch import Batch, ItemState
from tests.desktop.work_items import item


def batch(count: int) -> Batch:
    return Batch(item(number) for number in range(1, count + 1))


def order(of: Batch) -> list[int]:
    return [each.id for each in of.items]


@pytest.mark.parametrize(
    ("moved", "before", "expected"),
    [
        ([4], 2, [1, 4, 2, 3, 5]),
        ([1], 4, [2, 3, 1, 4, 5]),
        ([2], None, [1, 3, 4, 5, 2]),
        ([5, 2], 1, [2, 5, 1, 3, 4]),
        ([2, 3], 3, [1, 2, 3, 4, 5]),
        ([1, 3], 3, [2, 1, 3, 4, 5]),
        ([3], 9, [1, 2, 4, 5, 3]),
        ([], 1, [1, 2, 3, 4, 5]),
        ([9], 1, [1, 2, 3, 4, 5]),
    ],
)
def test_items_are_moved_in_front_of_another(moved: Sequence[int], before: int | None, expected: list[int]) -> None:
    items = batch(5)
    assert items.move(moved, before=before) is (expected != [1, 2, 3, 4, 5])
    assert order(items) == expected


@given(st.integers(1, 8), st.data())
def test_moving_loses_nothing_and_keeps_the_order_of_the_rest(count: int, drawn: st.DataObject) -> None:
    items = batch(count)
    moved = drawn.draw(st.sets(st.integers(1, count)))
    before = drawn.draw(st.none() | st.integers(1, count))
    items.move(moved, before=before)
    rest = [number for number in range(1, count + 1) if number not in moved]
    assert sorted(order(items)) == list(range(1, count + 1))
    assert [number for number in order(items) if number not in moved] == rest
    assert [number for number in order(items) if number in moved] == sorted(moved)


def test_a_change_keeps_the_place() -> None:
    items = batch(3)
    items.put(item(2, ItemState.DONE))
    assert order(items) == [1, 2, 3]
    assert items.first(lambda each: each.state is ItemState.DONE) == item(2, ItemState.DONE)


def test_what_is_removed_is_gone_and_the_rest_stays() -> None:
    items = batch(3)
    items.remove([2, 7])
    assert order(items) == [1, 3]
    assert items.get(2) is None
    assert items.first(lambda each: each.id == 2) is None
