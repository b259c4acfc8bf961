"""Batches of one length."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dabir_training.windows import order_by_length


@given(st.lists(st.sampled_from([6, 8, 30]), min_size=1, max_size=200), st.integers(1, 16), st.integers(0, 9))
def test_every_place_comes_once_and_few_groups_are_mixed(lengths: list[int], rows: int, seed: int) -> None:
    known = np.array(lengths, np.int32)
    order = order_by_length(known, rows, seed=seed)
    assert sorted(order.tolist()) == list(range(len(lengths)))
    groups = [known[order[first : first + rows]] for first in range(0, len(order), rows)]
    mixed = sum(len(set(group.tolist())) > 1 for group in groups)
    assert mixed <= 2 * len(set(lengths))
    assert all(len(group) == rows for group in groups[:-1])


def test_the_order_is_shuffled_and_follows_the_seed() -> None:
    lengths = np.repeat(np.array([6, 30], np.int32), 64)
    order = order_by_length(lengths, 8, seed=(1, 2))
    firsts = lengths[order[::8]]
    assert order.tolist() == order_by_length(lengths, 8, seed=(1, 2)).tolist()
    assert order.tolist() != order_by_length(lengths, 8, seed=(1, 3)).tolist()
    assert np.count_nonzero(np.diff(firsts)) > 2  # groups of both lengths alternate
