from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dabir_core.audio.regroup import regroup


@given(st.lists(st.integers(0, 40), max_size=30), st.integers(1, 25))
def test_pieces_have_the_length_asked_for_and_nothing_is_lost(lengths: list[int], length: int) -> None:
    whole = np.arange(2 * sum(lengths), dtype=np.float32).reshape(2, -1)
    ends = np.cumsum([0, *lengths])
    pieces = list(regroup((whole[:, a:b] for a, b in pairwise(ends)), length))
    assert all(piece.shape[1] == length for piece in pieces[:-1])
    assert all(0 < piece.shape[1] <= length for piece in pieces)
    np.testing.assert_array_equal(np.concatenate([np.zeros((2, 0), np.float32), *pieces], axis=1), whole)


def test_no_piece_is_asked_for_before_it_is_needed() -> None:
    asked = []

    def source() -> object:
        for count in range(10):
            asked.append(count)
            yield np.zeros(5, dtype=np.float32)

    next(regroup(source(), 12))  # type: ignore[arg-type]
    assert asked == [0, 1, 2]
