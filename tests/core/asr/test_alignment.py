"""Alignment against enumerated divisions, a textbook DTW and attention whose times are known by construction."""

import math
from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from dabir_core.asr.alignment import path_starts, token_boundaries, tokens_to_align

EVIDENCE = st.tuples(st.integers(1, 5), st.integers(0, 4)).flatmap(
    lambda sizes: st.tuples(
        arrays(np.float64, (sizes[0], sizes[0] + sizes[1]), elements=st.integers(-9, 9).map(float)),
        st.lists(st.sampled_from([0.0, 0.5, 1.0, 2.0]), min_size=sizes[0], max_size=sizes[0]),
    )
)


def path_gain(evidence: NDArray[np.float64], starts: Sequence[int], shapes: Sequence[float]) -> float:
    ends = [*starts[1:], evidence.shape[1]]
    return sum(
        float(evidence[row, first:last].sum()) + shape * math.log(last - first)
        for row, (first, last, shape) in enumerate(zip(starts, ends, shapes, strict=True))
    )


def textbook_starts(evidence: NDArray[np.float64]) -> list[int]:
    """Dynamic time warping cell by cell: each is reached from its left or from its upper left neighbour."""
    rows, columns = evidence.shape
    total = np.full((rows + 1, columns + 1), -np.inf)
    total[0, 0] = 0
    for row in range(rows):
        for column in range(columns):
            total[row + 1, column + 1] = evidence[row, column] + max(total[row, column], total[row + 1, column])
    starts, row, column = [0] * rows, rows, columns
    while row:
        if total[row - 1, column - 1] > total[row, column - 1]:
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
@given(EVIDENCE)
def test_no_division_gains_more_than_the_one_found(case: tuple[NDArray[np.float64], list[float]]) -> None:
    evidence, shapes = case
    rows, columns = evidence.shape
    every = [(0, *later) for later in combinations(range(1, columns), rows - 1)]
    best = max(path_gain(evidence, starts, shapes) for starts in every)
    assert path_gain(evidence, path_starts(evidence, shapes).tolist(), shapes) == pytest.approx(best, abs=1e-4)


@settings(deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 12), st.integers(0, 30))
def test_where_lengths_do_not_count_it_is_dynamic_time_warping(seed: int, rows: int, more: int) -> None:
    evidence = np.random.default_rng(seed).standard_normal((rows, rows + more))
    assert path_starts(evidence, [0.0] * rows).tolist() == textbook_starts(evidence)


def test_a_path_by_hand() -> None:
    evidence = -np.array([[1.0, 9.0, 9.0, 9.0], [9.0, 1.0, 1.0, 9.0], [9.0, 9.0, 9.0, 1.0]])
    assert path_starts(evidence, [0.0] * 3).tolist() == [0, 1, 3]


def test_without_evidence_letters_share_the_sound() -> None:
    # Of a + b = 39 positions (the end takes one), a³ · b is largest at a = 29: 29³ · 10 = 243,890; 30³ · 9 = 243,000.
    assert path_starts(np.zeros((3, 40)), [3.0, 1.0, 0.0]).tolist() == [0, 29, 39]


def test_beyond_what_a_token_can_last_its_length_does_not_count() -> None:
    # Two tokens of 64 positions are as likely as two of 199: the rest of the silence may be anyone's.
    assert path_starts(np.zeros((3, 400)), [1.0, 1.0, 0.0]).tolist() == [0, 64, 128]


def test_a_band_of_known_times_is_found() -> None:
    attention = banded_attention([0, 25, 60, 110], prompt=4, positions=150)
    # Positions are 20 ms apart: 25 → 0.5 s, 60 → 1.2 s, 110 → 2.2 s.
    assert token_boundaries(attention, prompt_length=4, positions=150, letters=[5, 7, 10]).tolist() == [
        0,
        0.5,
        1.2,
        2.2,
    ]


@settings(deadline=None)
@given(st.lists(st.integers(8, 40), min_size=1, max_size=8), st.integers(1, 6), st.integers(0, 50))
def test_any_band_is_found(lengths: list[int], prompt: int, padding: int) -> None:
    starts = [sum(lengths[:place]) for place in range(len(lengths))]
    sound = sum(lengths)
    attention = np.pad(banded_attention(starts, prompt=prompt, positions=sound), ((0, 0), (0, 0), (0, padding)))
    found = token_boundaries(attention, prompt_length=prompt, positions=sound, letters=[0] * (len(lengths) - 1))
    assert found.tolist() == [start / 50 for start in starts]


def test_what_is_looked_at_in_the_padding_does_not_count() -> None:
    sound = banded_attention([0, 20, 50], prompt=3, positions=80)
    attention = np.concatenate([sound * 0.01, np.full((2, 6, 40), 0.99 / 40, np.float32)], axis=2)
    assert token_boundaries(attention, prompt_length=3, positions=80, letters=[2, 3]).tolist() == [0, 0.4, 1.0]


def test_a_place_that_all_tokens_look_at_tells_nothing() -> None:
    attention = banded_attention([0, 20, 50], prompt=3, positions=80) * 0.1
    attention[:, :, 70:80] += 0.09
    assert token_boundaries(attention, prompt_length=3, positions=80, letters=[2, 3]).tolist() == [0, 0.4, 1.0]


def test_a_head_that_looks_everywhere_changes_nothing() -> None:
    banded = banded_attention([0, 20, 50], prompt=3, positions=64)
    everywhere = np.full((1, 6, 64), 1 / 64, np.float32)
    both = np.concatenate([banded, everywhere])
    assert token_boundaries(both, prompt_length=3, positions=64, letters=[2, 3]).tolist() == [0, 0.4, 1.0]


def test_a_boundary_that_the_heads_leave_open_falls_where_letters_put_it() -> None:
    """Two words of three letters each; the first is looked at up to 0.3 s, the second from 0.7 s on."""
    attention = np.full((1, 4, 70), 1e-6, np.float32)
    attention[0, 0, :15] = 1 / 15
    attention[0, 1, 35:50] = 1 / 15
    attention[0, 2, 50:] = 1 / 20
    start, middle, end = token_boundaries(attention, prompt_length=1, positions=70, letters=[3, 3])
    assert (start, end) == (0, 1.0)
    assert middle == pytest.approx(0.5, abs=0.02)


@settings(deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 19), st.integers(20, 60))
def test_every_token_lasts_and_none_leaves_the_sound(seed: int, tokens: int, positions: int) -> None:
    attention = np.random.default_rng(seed).dirichlet(np.ones(64), size=(3, 2 + tokens + 1)).astype(np.float32)
    times = token_boundaries(attention, prompt_length=2, positions=positions, letters=[3.0] * tokens)
    assert len(times) == tokens + 1
    assert times[0] == 0
    assert times[-1] < positions / 50
    assert np.all(np.diff(times) > 0.0199)


def test_more_tokens_than_positions_are_spread_evenly() -> None:
    attention = np.full((1, 1 + 4 + 1, 3), 1 / 3, np.float32)
    # Five times over 3 positions of 20 ms: every 15 ms.
    times = token_boundaries(attention, prompt_length=1, positions=3, letters=[1.0] * 4)
    np.testing.assert_allclose(times, [0, 0.015, 0.03, 0.045, 0.06])


def test_the_decoder_is_fed_prompt_text_and_end() -> None:
    tokens = tokens_to_align((50, 51), (7, 8, 9), end_of_text=40)
    assert tokens.tolist() == [50, 51, 7, 8, 9, 40]
    assert tokens.dtype == np.int64
