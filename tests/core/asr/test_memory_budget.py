from dabir_core.asr.dimensions import Dimensions
from dabir_core.asr.memory_budget import admitted_rows, row_bytes

SMALL = Dimensions(768, 12, 12, 12, 12, 80, 51865, 1500, 448)


def test_a_row_of_small_by_hand() -> None:
    # keys and values, twelve layers of 768 float32, at 1500 + 448 positions, twice; and 51865 logits
    assert row_bytes(SMALL) == 2 * (2 * 12 * 768 * 4 * (1500 + 448)) + 4 * 51865


def test_rows_share_half_of_what_is_free() -> None:
    assert admitted_rows(SMALL, available_bytes=20 * row_bytes(SMALL)) == 10
    assert admitted_rows(SMALL, available_bytes=21 * row_bytes(SMALL)) == 10


def test_one_row_is_always_tried() -> None:
    assert admitted_rows(SMALL, available_bytes=0) == 1
    assert admitted_rows(SMALL) >= 1
