"""Alignment against enumerated paths, a textbook DTW and attention whose times are known by construction."""

import statistics
import time
from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from dabir_core.asr.alignment import attention_band, path_starts, smooth, token_boundaries, tokens_to_align

COSTS = st.tuples(st.integers(1, 5), st.integers(0, 4)).flatmap(
    lambda sizes: arrays(np.float64, (sizes[0], sizes[0] + sizes[1]), elements=st.integers(-9, 9).map(float))
)


def path_cost(cost: NDArray[np.float64], starts: Sequence[int]) -> float:
    ends = [*starts[1:], cost.shape[1]]
    return sum(float(cost[row, first:last].sum()) for row, (first, last) in enumerate(zip(starts, ends, strict=True)))


def textbook_starts(cost: NDArray[np.float64]) -> list[int]:
    """Cell by cell: each is reached from its left or from its upper left neighbour."""
    rows, columns = cost.shape
    total = np.full((rows + 1, columns + 1), np.inf)
    total[0, 0] = 0
    for row in range(rows):
        for column in range(columns):
            total[row + 1, column + 1] = cost[row, column] + min(total[row, column], total[row + 1, column])
    starts, row, column = [0] * rows, rows, columns
    while row:
        if total[row - 1, column - 1] < total[row, column - 1]:
            row -= 1
            starts[row] = column - 1
        column -= 1
    return starts


def banded_attention(starts: Sequence[int], *, prompt: int, positions: int, heads: int = 2) -> NDArray[np.float32]:
    """Row prompt - 1 + k looks evenly at the positions from starts[k] to starts[k + 1]; prompt and end at the first."""
    weights = np.zeros((heads, prompt + len(starts), positions), dtype=np.float32)
    weights[:, : prompt - 1, 0] = 1
    weights[:, -1, 0] = 1
    ends = [*starts[1:], positions]
    for row, (first, last) in enumerate(zip(starts, ends, strict=True), start=prompt - 1):
        weights[:, row, first:last] = 1 / (last - first)
    return weights


@settings(deadline=None)
@given(COSTS)
def test_the_path_is_as_cheap_as_the_cheapest_of_all(cost: NDArray[np.float64]) -> None:
    rows, columns = cost.shape
    every = [(0, *later) for later in combinations(range(1, columns), rows - 1)]
    assert path_cost(cost, path_starts(cost).tolist()) == min(path_cost(cost, starts) for starts in every)


@settings(deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 12), st.integers(0, 30))
def test_the_path_is_that_of_the_textbook(seed: int, rows: int, more: int) -> None:
    cost = np.random.default_rng(seed).standard_normal((rows, rows + more))
    assert path_starts(cost).tolist() == textbook_starts(cost)


def test_a_path_by_hand() -> None:
    cost = np.array([[1.0, 9.0, 9.0, 9.0], [9.0, 1.0, 1.0, 9.0], [9.0, 9.0, 9.0, 1.0]])
    assert path_starts(cost).tolist() == [0, 1, 3]


def test_a_full_window_takes_far_less_than_a_loop_over_its_cells() -> None:
    cost = np.random.default_rng(0).standard_normal((200, 1500))
    path_starts(cost)
    seconds = []
    for _ in range(5):
        began = time.thread_time()
        path_starts(cost)
        seconds.append(time.thread_time() - began)
    assert min(seconds) < 0.06  # measured 0.004; a loop needs 0.3


@pytest.mark.parametrize("width", [1, 3, 5, 7, 9])
def test_smoothing_is_the_median_of_the_mirrored_neighbourhood(width: int) -> None:
    weights = np.random.default_rng(width).random((19, 23), dtype=np.float32)
    reach = width // 2
    for row, smoothed in zip(weights.tolist(), smooth(weights, width=width).tolist(), strict=True):
        mirrored = row[1 : reach + 1][::-1] + row + row[-reach - 1 : -1][::-1]
        assert smoothed == [statistics.median(mirrored[place : place + width]) for place in range(len(row))]


def test_rows_too_short_to_mirror_are_left_alone() -> None:
    weights = np.array([[0.1, 0.7, 0.2]], dtype=np.float32)
    assert smooth(weights, width=7).tolist() == weights.tolist()


def test_a_band_of_known_times_is_found() -> None:
    attention = banded_attention([0, 25, 60, 110], prompt=4, positions=150)
    # Positions are 20 ms apart: 25 → 0.5 s, 60 → 1.2 s, 110 → 2.2 s.
    assert token_boundaries(attention, prompt_length=4, positions=150).tolist() == [0, 0.5, 1.2, 2.2]


@settings(deadline=None)
@given(st.lists(st.integers(8, 40), min_size=1, max_size=8), st.integers(1, 6), st.integers(0, 50))
def test_any_band_is_found(lengths: list[int], prompt: int, padding: int) -> None:
    starts = [sum(lengths[:place]) for place in range(len(lengths))]
    sound = sum(lengths)
    attention = np.pad(banded_attention(starts, prompt=prompt, positions=sound), ((0, 0), (0, 0), (0, padding)))
    found = token_boundaries(attention, prompt_length=prompt, positions=sound)
    assert found.tolist() == [start / 50 for start in starts]


def test_what_is_looked_at_in_the_padding_does_not_count() -> None:
    sound = banded_attention([0, 20, 50], prompt=3, positions=80)
    attention = np.concatenate([sound * 0.01, np.full((2, 6, 40), 0.99 / 40, np.float32)], axis=2)
    assert token_boundaries(attention, prompt_length=3, positions=80).tolist() == [0, 0.4, 1.0]


def test_a_place_that_all_tokens_look_at_tells_nothing() -> None:
    attention = banded_attention([0, 20, 50], prompt=3, positions=80) * 0.1
    attention[:, :, 70:80] += 0.09
    assert token_boundaries(attention, prompt_length=3, positions=80).tolist() == [0, 0.4, 1.0]


def test_a_head_that_looks_everywhere_changes_nothing() -> None:
    banded = banded_attention([0, 20, 50], prompt=3, positions=64)
    everywhere = np.full((1, 6, 64), 1 / 64, np.float32)
    band = attention_band(np.concatenate([banded, everywhere]))
    np.testing.assert_allclose(band * 3 / 2, attention_band(banded), rtol=1e-6)


@settings(deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 19), st.integers(20, 60))
def test_every_token_lasts_and_none_leaves_the_sound(seed: int, tokens: int, positions: int) -> None:
    attention = np.random.default_rng(seed).dirichlet(np.ones(64), size=(3, 2 + tokens + 1)).astype(np.float32)
    times = token_boundaries(attention, prompt_length=2, positions=positions)
    assert len(times) == tokens + 1
    assert times[0] == 0
    assert times[-1] < positions / 50
    assert np.all(np.diff(times) > 0.0199)


def test_more_tokens_than_positions_are_spread_evenly() -> None:
    attention = np.full((1, 1 + 4 + 1, 3), 1 / 3, np.float32)
    # Five times over 3 positions of 20 ms: every 15 ms.
    times = token_boundaries(attention, prompt_length=1, positions=3)
    np.testing.assert_allclose(times, [0, 0.015, 0.03, 0.045, 0.06])


def test_the_decoder_is_fed_prompt_text_and_end() -> None:
    tokens = tokens_to_align((50, 51), (7, 8, 9), end_of_text=40)
    assert tokens.tolist() == [50, 51, 7, 8, 9, 40]
    assert tokens.dtype == np.int64
