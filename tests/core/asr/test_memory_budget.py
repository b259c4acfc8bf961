from dabir_core.asr.dimensions import Dimensions
from dabir_core.asr.memory_budget import RowBudget, admitted_rows, row_bytes

SMALL = Dimensions(768, 12, 12, 12, 12, 80, 51865, 1500, 448)


def test_a_row_of_small_by_hand() -> None:
    # keys and values, twelve layers of 768 float32, at 1500 positions and twice at 448; and 51865 logits
    assert row_bytes(SMALL) == 2 * 12 * 768 * 4 * (1500 + 2 * 448) + 4 * 51865


def test_rows_share_half_of_what_is_free() -> None:
    assert admitted_rows(SMALL, free_bytes=20 * row_bytes(SMALL)) == 10
    assert admitted_rows(SMALL, free_bytes=21 * row_bytes(SMALL)) == 10


def test_one_row_is_always_tried() -> None:
    assert admitted_rows(SMALL, free_bytes=0) == 1


def read(budget: RowBudget, windows: int) -> int:
    for _ in range(windows):
        budget.read_a_window()
    return budget.rows


def test_a_shortage_halves_the_rows() -> None:
    budget = RowBudget(16)
    budget.ran_out(16)
    assert budget.rows == 8
    budget.ran_out(3)
    assert budget.rows == 1
    budget.ran_out(1)
    assert budget.rows == 1


def test_after_a_while_without_a_shortage_there_are_more_again_but_not_more_than_at_first() -> None:
    budget = RowBudget(4)
    budget.ran_out(4)
    assert read(budget, 63) == 2
    assert read(budget, 1) == 3
    assert read(budget, 64) == 4
    assert read(budget, 1000) == 4


def test_one_row_too_many_costs_that_row_and_more_patience() -> None:
    budget = RowBudget(16)
    budget.ran_out(12)
    assert read(budget, 64) == 7
    budget.ran_out(7)
    assert budget.rows == 6
    assert read(budget, 127) == 6
    assert read(budget, 1) == 7
    # what fitted before fits no more: other programs grew
    budget.ran_out(6)
    assert budget.rows == 3


def test_batches_share_what_is_admitted_and_each_has_a_row() -> None:
    budget = RowBudget(10, most_together=8)
    assert budget.capacity(16) == 8
    assert budget.capacity(4) == 4
    assert budget.capacity(8, beside=7) == 3
    assert budget.capacity(8, beside=12) == 1
    budget.ran_out(4)
    assert budget.capacity(8) == 2
