"""The order of an epoch in which windows of one length come together, so that batches need little filling. Pure."""

import numpy as np
from numpy.typing import NDArray


def order_by_length(lengths: NDArray[np.int32], rows: int, *, seed: int | tuple[int, ...]) -> NDArray[np.int64]:
    """Every place once, so that each `rows` of them have one length, in shuffled groups.

    What is left of a length goes with the next longer one, where it is filled up; so all groups but the last are whole.
    The order is a function of its arguments.
    """
    rng = np.random.default_rng(seed)
    shuffled = rng.permutation(len(lengths))
    places = shuffled[np.argsort(lengths[shuffled], kind="stable")]
    first = len(places) % rows
    whole = places[first:].reshape(-1, rows)
    return np.concatenate([rng.permutation(whole).reshape(-1), places[:first]])
