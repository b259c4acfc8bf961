"""When each token was spoken, read from the cross-attention of the checkpoint's alignment heads.

Some decoder heads look at the place in the sound that they are spelling. Their weights, put on one scale, smoothed and
averaged, form a bright band from the window's beginning to its end; the best monotone path through it says at which
encoder position each token begins (dynamic time warping). Plain NumPy: one pass over the rows, each row vectorised.

Unlike Whisper's own path, ours never gives one position to two tokens: each token lasts at least 20 ms.

Source: Radford et al. 2022, appendix on word-level timestamps; semantics of openai/whisper@c0d2f62 timing.py.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from dabir_core.units import POSITIONS_PER_SECOND, CrossAttention, TokenIds

SMOOTHING_POSITIONS = 7
"""Width of Whisper's median filter over time."""
_ROWS_AT_ONCE = 8
"""So that the median's arrays stay in the processor's cache: a tenth of the time of the whole matrix at once."""


def tokens_to_align(prompt: Sequence[int], text: Sequence[int], *, end_of_text: int) -> TokenIds:
    """What the decoder is fed for an alignment: (L = P + n + 1,) prompt, text and end-of-text."""
    return np.array([*prompt, *text, end_of_text], dtype=np.int64)


def token_boundaries(attention: CrossAttention, *, prompt_length: int, positions: int) -> NDArray[np.float64]:
    """When each text token begins and, in the last place, when the text ends.

    Args:    attention: (H, L, S) softmax weights while the L = P + n + 1 `tokens_to_align` were fed;
             prompt_length: P ≥ 1; positions: how many of the S encoder positions hold sound, the rest being padding.
    Returns: (n + 1,) seconds from the window's start, each at least 20 ms after the one before. Where there are more
             tokens than positions nothing can be aligned, and the times are spread evenly.
    """
    count = attention.shape[1] - prompt_length
    positions = min(positions, attention.shape[2])
    if count > positions:
        return np.linspace(0, positions / POSITIONS_PER_SECOND, count)
    band = attention_band(attention[:, :, :positions])
    # A token is predicted at the row of the token before it, so the rows of interest start at the prompt's last token.
    boundaries: NDArray[np.float64] = path_starts(-band[prompt_length - 1 : -1]) / POSITIONS_PER_SECOND
    return boundaries


def attention_band(attention: CrossAttention) -> NDArray[np.float64]:
    """One (L, S) picture of all heads: the mean of their standardised and smoothed weights.

    The weights are rescaled to sum to one over the S positions given, as if no other had taken part in the softmax.
    """
    total = np.zeros(attention.shape[1:], dtype=np.float64)
    for head in attention:
        total += smooth(_standardise(head / np.maximum(head.sum(axis=1, keepdims=True), np.finfo(np.float32).tiny)))
    return total / len(attention)


def _standardise(weights: NDArray[np.float32]) -> NDArray[np.float32]:
    """Each position's weights over the tokens with mean 0 and deviation 1: what all tokens look at tells nothing."""
    centred = weights - weights.mean(axis=0)
    deviation = centred.std(axis=0)
    standardised: NDArray[np.float32] = np.divide(centred, deviation, out=np.zeros_like(centred), where=deviation > 0)
    return standardised


def smooth(weights: NDArray[np.float32], *, width: int = SMOOTHING_POSITIONS) -> NDArray[np.float32]:
    """Running median over the columns of each row, mirrored at both ends; `width` is odd.

    Rows too short to be mirrored are given back as they are.
    """
    reach = width // 2
    if weights.shape[1] <= reach:
        return weights
    mirrored = np.pad(weights, ((0, 0), (reach, reach)), mode="reflect")
    smoothed = np.empty_like(weights)
    for first in range(0, len(weights), _ROWS_AT_ONCE):
        rows = mirrored[first : first + _ROWS_AT_ONCE]
        smoothed[first : first + _ROWS_AT_ONCE] = _median(
            [rows[:, shift:][:, : weights.shape[1]] for shift in range(width)]
        )
    return smoothed


def _median(planes: list[NDArray[np.float32]]) -> NDArray[np.float32]:
    """Elementwise median of an odd number of arrays.

    The least and the greatest of any n/2 + 2 of n values cannot be the median: they are dropped and another value is
    taken in, until one is left. Minima and maxima of whole arrays are much faster than a partition along a new axis.
    """
    kept = len(planes) // 2 + 2
    held, waiting = planes[:kept], planes[kept:]
    while len(held) > 1:
        held = _without_extremes(held) + waiting[:1]
        waiting = waiting[1:]
    return held[0]


def _without_extremes(planes: list[NDArray[np.float32]]) -> list[NDArray[np.float32]]:
    """All but the elementwise least and greatest of the arrays."""
    least, rest = planes[0], []
    for plane in planes[1:]:
        rest.append(np.maximum(least, plane))
        least = np.minimum(least, plane)
    greatest, middle = rest[0], []
    for plane in rest[1:]:
        middle.append(np.minimum(greatest, plane))
        greatest = np.maximum(greatest, plane)
    return middle


def path_starts(cost: NDArray[np.float64]) -> NDArray[np.int64]:
    """First column of each row on the cheapest path from the upper left to the lower right corner.

    A step goes one column to the right, in the same row or in the next one; a path's cost is the sum of its cells.
    With P the running sum of row i's cells and B(j) the cheapest way to reach row i - 1 at column j - 1, the cost at
    column j is P(j) + min over k ≤ j of B(k) - P(k - 1): one running minimum a row.

    Args:    cost: (R, S), R ≤ S.
    Returns: (R,) columns, strictly growing, the first 0; of equally cheap paths the one that leaves each row earliest.
    """
    rows, columns = cost.shape
    assert 0 < rows <= columns, "each row needs a column"
    entries = np.empty((rows, columns))
    reached = np.full(columns, np.inf)
    before = np.zeros(columns)
    for row in range(rows):
        arrival = np.concatenate(([np.inf if row else 0.0], reached[:-1]))
        running = np.cumsum(cost[row])
        before[1:] = running[:-1]
        entries[row] = arrival - before
        reached = running + np.minimum.accumulate(entries[row])
    return _trace_back(entries)


def _trace_back(entries: NDArray[np.float64]) -> NDArray[np.int64]:
    """Where the path entered each row, from its end; `entries` (R, S) is what entering at a column costs."""
    starts = np.empty(len(entries), dtype=np.int64)
    last = entries.shape[1]
    for row in reversed(range(len(entries))):
        starts[row] = last = np.argmin(entries[row, :last])
    return starts
