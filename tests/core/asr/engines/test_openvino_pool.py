import gc

import numpy as np
import pytest

from dabir_core.asr.engines.openvino_pool import Lease, SlotPool, WindowMark
from dabir_core.asr.engines.openvino_slots import SlotArrays, SlotLayout

LAYOUT = SlotLayout(parts=2, heads=1, size=2, dtype=np.uint16)


def write(_: WindowMark, arrays: SlotArrays) -> None:
    for array in arrays:
        array[:] = 1


def leased(pool: SlotPool, windows: int) -> Lease:
    lease = pool.lease()
    for _ in range(windows):
        pool.hold(lease, WindowMark(), write)
    return lease


def test_a_slot_that_was_left_is_written_again_in_the_same_memory() -> None:
    pool = SlotPool(LAYOUT, 3)
    first = leased(pool, 1)
    (before, *_), place = pool.views(0), first.slots
    del first
    second = leased(pool, 1)
    assert place == second.slots == [0]
    assert pool.written == 1
    assert np.shares_memory(before, pool.views(0)[0])


def test_slots_in_use_are_nobody_elses() -> None:
    pool = SlotPool(LAYOUT, 3)
    leases = [leased(pool, count) for count in (2, 1, 3)]
    assert sorted(slot for lease in leases for slot in lease.slots) == list(range(6))


def test_more_slots_than_expected_keep_what_they_hold() -> None:
    pool = SlotPool(LAYOUT, 3)
    lease = leased(pool, 50)
    assert lease.slots == list(range(50))
    assert all((part == 1).all() and part.shape == (50, 1, 3, 2) for part in pool.views(0, 50))


def test_a_pool_without_users_lets_all_go() -> None:
    pool = SlotPool(LAYOUT, 3)
    lease = leased(pool, 4)
    del lease
    gc.collect()
    pool.shrink()
    assert pool.written == 0


def test_swapped_slots_are_told_to_their_users() -> None:
    pool = SlotPool(LAYOUT, 3)
    one, other = leased(pool, 2), leased(pool, 1)
    windows = [pool.window(slot) for slot in range(3)]
    pool.swap(0, 2)
    assert (one.slots, other.slots) == ([2, 1], [0])
    assert [pool.window(slot) for slot in range(3)] == [windows[2], windows[1], windows[0]]


def test_where_there_is_no_room_to_grow_it_takes_what_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    arrays = SlotLayout.arrays

    def sparing(layout: SlotLayout, slots: int, positions: int) -> SlotArrays:
        if slots > 2:
            raise MemoryError
        return arrays(layout, slots, positions)

    monkeypatch.setattr(SlotLayout, "arrays", sparing)
    pool = SlotPool(LAYOUT, 3)
    lease = leased(pool, 2)
    with pytest.raises(MemoryError):
        pool.hold(lease, WindowMark(), write)
    assert lease.slots == [0, 1]


def test_where_there_is_no_memory_to_move_to_all_stays_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    pool = SlotPool(LAYOUT, 3)
    gone, stays = leased(pool, 3), leased(pool, 1)
    window = pool.window(3)
    del gone

    def full(*_: object) -> SlotArrays:
        raise MemoryError

    monkeypatch.setattr(SlotLayout, "arrays", full)
    pool.shrink()
    assert (stays.slots, pool.window(3)) == ([3], window)
    assert all((part == 1).all() for part in pool.views(3))
