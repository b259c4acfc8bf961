"""How the decoding of a window begins: its first step, and the search for its text. NumPy only.

The first step feeds start-of-transcript, whose logits tell the language and whether there is speech. The search is fed
the rest of the prompt and one token after the other by a `DecodingBatch`. The number of tokens is capped by the
decoder's positions alone: Persian reaches the customary 224 within a 30 s window (facts of the project).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dabir_core.arrays import Logits
from dabir_core.asr.beams import BeamSearch
from dabir_core.asr.checkpoint import Checkpoint
from dabir_core.asr.engines.engine import Cache, Encoded
from dabir_core.asr.greedy import GreedySearch
from dabir_core.asr.sampling import log_probabilities
from dabir_core.asr.search import (
    Beginning,
    Search,
    require_choice,
    start_of_prompt,
)


@dataclass(frozen=True, slots=True)
class Opening:
    """Rows that heard their window up to start-of-transcript. It serves one decoding, which moves the cache on.

    `logits` are (B, V), those of the next token.
    """

    cache: Cache
    logits: Logits


def open_rows(encoded: Encoded, rows: Sequence[int], *, checkpoint: Checkpoint) -> Opening:
    """Starts one row for each of the named windows, without earlier text.

    Raises: CheckpointCorrupt for weights that give no numbers.
    """
    cache = encoded.start(rows)
    fed = np.array([start_of_prompt(checkpoint)] * len(rows), dtype=np.int64)
    logits = cache.step(fed)
    require_choice(logits, checkpoint)
    return Opening(cache, logits)


def begin_search(beginning: Beginning) -> Search:
    """The search that the request asks for."""
    rule = beginning.request.beams
    return GreedySearch(beginning) if rule is None else BeamSearch(beginning, rule)


def no_speech_probabilities(logits: Logits, checkpoint: Checkpoint) -> NDArray[np.float64]:
    """(B,) the share of the no-speech token in the (B, V) logits after start-of-transcript."""
    return np.exp(log_probabilities(logits, np.full(len(logits), checkpoint.vocabulary.no_speech)))
