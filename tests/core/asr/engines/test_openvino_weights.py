import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dabir_core.asr.engines.openvino_weights import quantise, to_bfloat16


def test_rows_are_scaled_to_their_largest_magnitude() -> None:
    quantised = quantise(np.array([[1.27, -0.5, 0.014], [-254.0, 1.0, 3.1]], np.float32))
    np.testing.assert_array_equal(quantised.levels, [[127, -50, 1], [-127, 0, 2]])  # 3.1 / 2 = 1.55
    np.testing.assert_allclose(quantised.scales, [[0.01], [2.0]], rtol=1e-6)


def test_a_row_of_zeros_stays_zero() -> None:
    quantised = quantise(np.zeros((2, 3), np.float32))
    assert not quantised.levels.any()
    assert np.isfinite(quantised.scales).all()


@given(arrays(np.float32, st.tuples(st.integers(1, 5), st.integers(1, 40)), elements=st.floats(-1e3, 1e3, width=32)))
def test_no_weight_is_off_by_more_than_half_a_level(matrix: np.ndarray[tuple[int, int], np.dtype[np.float32]]) -> None:
    quantised = quantise(matrix)
    error = np.abs(quantised.levels * quantised.scales.astype(np.float64) - matrix)
    assert (error <= quantised.scales * 0.5001).all()


@pytest.mark.parametrize("rows", [1, 300])
def test_rows_that_are_done_block_by_block_are_all_done(rows: int) -> None:
    matrix = np.random.default_rng(0).normal(size=(rows, 1200)).astype(np.float32)
    quantised = quantise(matrix)
    np.testing.assert_array_equal(np.abs(quantised.levels).max(axis=1), 127)
    np.testing.assert_allclose(quantised.scales[:, 0], np.abs(matrix).max(axis=1) / 127, rtol=1e-6)


def test_bfloat16_is_rounded_as_torch_rounds_it() -> None:
    values = np.random.default_rng(0).normal(size=10_000).astype(np.float32)
    ties = np.array([0x3F808000, 0x3F818000, 0xBF808000], np.uint32).view(np.float32)
    values = np.concatenate([values, ties, np.array([0.0, -0.0, 1e-30, 3e38], np.float32)])
    theirs = torch.from_numpy(values).to(torch.bfloat16).view(torch.int16).numpy().view(np.uint16)
    np.testing.assert_array_equal(to_bfloat16(values), theirs)
