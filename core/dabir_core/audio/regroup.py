"""Cuts a stream of arrays anew, so that every later step works on pieces of one known length."""

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray


def regroup(pieces: Iterable[NDArray[np.float32]], length: int) -> Iterator[NDArray[np.float32]]:
    """Joins and cuts pieces along their last axis.

    Args:    pieces: (..., T) of any T, 0 too; length: samples of each piece given back, at least 1.
    Returns: (..., length) each, the last one shorter and never empty; holds at most one piece and `length` samples.
    """
    waiting: list[NDArray[np.float32]] = []
    count = 0
    for piece in pieces:
        waiting.append(piece)
        count += piece.shape[-1]
        if count < length:
            continue
        joined = np.concatenate(waiting, axis=-1)
        whole = count - count % length
        for at in range(0, whole, length):
            yield joined[..., at : at + length].copy()  # a view would keep all of `joined` alive
        waiting, count = [joined[..., whole:].copy()], count - whole
    if count:
        yield np.concatenate(waiting, axis=-1)
