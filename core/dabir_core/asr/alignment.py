"""When each token was spoken, read from the cross-attention of the checkpoint's alignment heads.

Some decoder heads look at the place in the sound that they are spelling. A head's weights, taken as the likelihood of
each encoder position under each token, say which token a position belongs to; the likeliest way to hand out all of the
sound to the tokens in their order says where each begins. A token's length counts as well: it is taken as gamma
distributed with a shape that grows with the letters it spells, so that a boundary which the heads leave open falls
where letters of equal length would put it.

Unlike Whisper's own path, ours never gives one position to two tokens (each lasts at least 20 ms), counts lengths, and
neither standardises nor smooths the weights. Of the word boundaries in synthetic Persian with known times, 5 % are more
than 100 ms off with it, and 20 % with Whisper's way and the same heads.

Source: Radford et al. 2022, appendix on word-level timestamps, for the idea and the heads; Levinson 1986 for gamma
durations in a hidden Markov model; constants tuned on recordings like those of benchmarks/boundaries.py, not on them.
"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from dabir_core.arrays import CrossAttention, TokenIds
from dabir_core.units import POSITIONS_PER_SECOND

WEIGHT_FLOOR = 0.03
"""Added to each weight before its logarithm: a head that looks elsewhere for a moment is no proof. It is what a token
of half a second gives each of its positions; from 0.01 to 0.1 it matters little."""
SHAPE_OF_A_LETTER = 0.7
"""Shape of the gamma distribution, less one, for each letter of a token. From 0.4 to 1.5 it matters little."""
LONGEST_COUNTED = 64
"""Positions (1.3 s): beyond them a token, which may lie before a pause, is neither likelier nor less likely."""


def tokens_to_align(prompt: Sequence[int], text: Sequence[int], *, end_of_text: int) -> TokenIds:
    """What the decoder is fed for an alignment: (L = P + n + 1,) prompt, text and end-of-text."""
    return np.array([*prompt, *text, end_of_text], dtype=np.int64)


def token_boundaries(
    attention: CrossAttention, *, prompt_length: int, positions: int, letters: Sequence[float]
) -> NDArray[np.float64]:
    """When each text token begins and, in the last place, when the text ends.

    Args:    attention: (H, L, S) softmax weights while the L = P + n + 1 `tokens_to_align` were fed;
             prompt_length: P ≥ 1; positions: how many of the S encoder positions hold sound, the rest being padding;
             letters: how many each of the n text tokens spells, 0 for a mark, whose length tells nothing.
    Returns: (n + 1,) seconds from the window's start, each at least 20 ms after the one before. Where there are more
             tokens than positions nothing can be aligned, and the times are spread evenly.
    """
    count = attention.shape[1] - prompt_length
    positions = min(positions, attention.shape[2])
    if count > positions:
        return np.linspace(0, positions / POSITIONS_PER_SECOND, count)
    evidence = position_evidence(attention[:, :, :positions])
    # A token is predicted at the row of the token before it, so the rows of interest start at the prompt's last token.
    shapes = [SHAPE_OF_A_LETTER * each for each in (*letters, 0)]
    boundaries: NDArray[np.float64] = path_starts(evidence[prompt_length - 1 : -1], shapes) / POSITIONS_PER_SECOND
    return boundaries


def position_evidence(attention: CrossAttention) -> NDArray[np.float64]:
    """(L, S): the mean of all heads' log weights.

    The weights are rescaled to sum to one over the S positions given, as if no other had taken part in the softmax.
    A place that all tokens look at alike tells nothing: the same is added for whichever of them is given it.
    """
    totals = np.maximum(attention.sum(axis=2, keepdims=True), np.finfo(np.float32).tiny)
    evidence: NDArray[np.float64] = np.log(attention / totals + np.float32(WEIGHT_FLOOR)).mean(axis=0, dtype=np.float64)
    return evidence


def path_starts(evidence: NDArray[np.float64], shapes: Sequence[float]) -> NDArray[np.int64]:
    """First column of each row in the best division of the columns among the rows, each having at least one.

    A row that has the columns a to b - 1 gains the sum of their evidence and `shape` · log(b - a), where lengths over
    `LONGEST_COUNTED` count as that. Of gamma densities with one scale that is all that depends on the division.

    Args:    evidence: (R, S), R ≤ S; shapes: R of them, none negative.
    Returns: (R,) columns, strictly growing, the first 0; of equally good divisions, one whose rows begin early.
    """
    rows, columns = evidence.shape
    assert 0 < rows <= columns, "each row needs a column"
    best = np.full(columns + 1, -np.inf)
    best[0] = 0.0
    entries = np.empty((rows, columns + 1), dtype=np.int64)
    for row, shape in enumerate(shapes):
        running = np.concatenate(([0.0], np.cumsum(evidence[row])))
        gains, entries[row] = _best_entries(best - running, shape)
        best = gains + running
    starts = np.empty(rows, dtype=np.int64)
    end = columns
    for row in reversed(range(rows)):
        end = starts[row] = entries[row, end]
    return starts


def _best_entries(entering: NDArray[np.float64], shape: float) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """For each column at which a row may end: its best gain, and the first column that gives it.

    Args: entering: (S + 1,) the gain of beginning at each column, evidence aside.
    """
    longest = min(LONGEST_COUNTED, len(entering) - 1) if shape else 1
    gains, entries = _entries_before(entering, longest)
    gains += shape * math.log(longest)
    if longest == 1:
        return gains, entries
    lengths = np.arange(longest - 1, 0, -1)
    padded = np.concatenate((np.full(len(lengths), -np.inf), entering[:-1])).astype(np.float32)
    lately = np.lib.stride_tricks.sliding_window_view(padded, len(lengths))
    recent = lately + (shape * np.log(lengths)).astype(np.float32)
    chosen = recent.argmax(axis=1)
    recent_gains = np.take_along_axis(recent, chosen[:, None], axis=1)[:, 0].astype(np.float64)
    is_recent = recent_gains > gains
    return (
        np.where(is_recent, recent_gains, gains),
        np.where(is_recent, np.arange(len(entering)) - lengths[chosen], entries),
    )


def _entries_before(entering: NDArray[np.float64], length: int) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """For each column, the best gain of beginning at least `length` columns before it, and where; none is -∞."""
    highest = np.maximum.accumulate(entering)
    is_higher = np.concatenate(([True], entering[1:] > highest[:-1]))
    places = np.maximum.accumulate(np.where(is_higher, np.arange(len(entering)), 0))
    gains = np.full(len(entering), -np.inf)
    entries = np.zeros(len(entering), dtype=np.int64)
    gains[length:], entries[length:] = highest[:-length], places[:-length]
    return gains, entries
