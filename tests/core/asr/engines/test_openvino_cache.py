import numpy as np
import pytest

from dabir_core.asr.engines.openvino_cache import CrossKeysValues, causal_mask, cross_input

CROSS = CrossKeysValues(tuple(np.arange(3 * 8, dtype=np.float32).reshape(3, 2, 2, 2) + n for n in range(4)))


def test_rows_that_are_the_windows_share_their_memory() -> None:
    assert CROSS.of_rows([0, 1, 2]) is CROSS


def test_rows_of_one_window_share_one_part_of_it() -> None:
    part = CROSS.of_rows([1, 1, 1, 1])
    assert part.windows == 1
    assert all(np.shares_memory(a, b) for a, b in zip(part.arrays, CROSS.arrays, strict=True))
    np.testing.assert_array_equal(part.arrays[2][0], CROSS.arrays[2][1])


@pytest.mark.parametrize("rows", [[2, 0], [0, 1], [0, 0, 2], [2, 1, 0]])
def test_mixed_rows_get_their_windows_in_order(rows: list[int]) -> None:
    mixed = CROSS.of_rows(rows)
    assert mixed.windows == len(rows)
    for place, row in enumerate(rows):
        np.testing.assert_array_equal(mixed.arrays[3][place], CROSS.arrays[3][row])


def test_arrays_are_named_keys_first_layer_by_layer() -> None:
    assert [cross_input(n) for n in range(4)] == ["cross_k0", "cross_v0", "cross_k1", "cross_v1"]


def test_a_token_sees_the_past_and_itself() -> None:
    mask = causal_mask((2, 3), past=1)
    assert mask.shape == (2, 1, 3, 4)
    np.testing.assert_array_equal(mask[1, 0] == 0, [[1, 1, 0, 0], [1, 1, 1, 0], [1, 1, 1, 1]])
    assert mask.min() < -1e6
    assert np.isfinite(mask).all()


def test_a_single_token_sees_everything() -> None:
    assert not causal_mask((1, 1), past=7).any()
