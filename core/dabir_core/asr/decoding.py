"""Decoding at a go: windows that an engine encoded become tokens, all begun together. NumPy only.

It has two halves. `open_rows` feeds the earlier text and start-of-transcript, whose logits tell the language and
whether there is speech; `decode` feeds the rest of the prompt and one token after the other. The number of tokens is
capped by the decoder's positions alone: Persian reaches the customary 224 within a 30 s window (facts of the project).
Windows of many jobs are decoded by the `Scheduler`, with the same searches in the same batches.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dabir_core.asr.beams import BeamSearch
from dabir_core.asr.checkpoint import Checkpoint
from dabir_core.asr.decoding_batch import DecodingBatch, Ended
from dabir_core.asr.engines.engine import Cache, Encoded
from dabir_core.asr.greedy import GreedySearch
from dabir_core.asr.hypothesis import Hypothesis
from dabir_core.asr.sampling import log_probabilities
from dabir_core.asr.search import (
    Beginning,
    DecodingRequest,
    Search,
    StepGuard,
    require_choice,
    rest_of_prompt,
    start_of_prompt,
    token_cap,
)
from dabir_core.progress import CancelToken
from dabir_core.transcript import EndedBy
from dabir_core.units import Logits


@dataclass(frozen=True, slots=True)
class Opening:
    """Rows that heard their window up to start-of-transcript. It serves one decoding, which moves the cache on."""

    checkpoint: Checkpoint
    cache: Cache
    logits: Logits

    @property
    def no_speech_probabilities(self) -> NDArray[np.float64]:
        """(B,) the share of the no-speech token among all tokens."""
        return no_speech_probabilities(self.logits, self.checkpoint)


def open_rows(
    encoded: Encoded, rows: Sequence[int], *, checkpoint: Checkpoint, contexts: Sequence[Sequence[int]] = ()
) -> Opening:
    """Starts one row for each of the named windows.

    Args:   contexts: earlier text of each row (`prompting.context_tokens`), all of one length; none at all by default.
    Raises: CheckpointCorrupt for weights that give no numbers.
    """
    earlier = contexts or [()] * len(rows)
    assert len(earlier) == len(rows), "one context for each row"
    assert len({len(tokens) for tokens in earlier}) <= 1, "rows of one call have contexts of one length"
    fed = np.array([start_of_prompt(checkpoint, context) for context in earlier], dtype=np.int64)
    cache = encoded.start(rows)
    logits = cache.step(fed)
    require_choice(logits, checkpoint)
    return Opening(checkpoint, cache, logits)


def decode(
    opening: Opening,
    requests: Sequence[DecodingRequest],
    *,
    cancel: CancelToken | None = None,
    guard: StepGuard | None = None,
) -> list[Hypothesis]:
    """Decodes each row as its request says; rows that end leave the batch at once.

    All requests agree on `timestamps`, so that the rows' prompts have one length.
    Raises: OptionError for a language or task that the checkpoint lacks; CheckpointCorrupt if no token can be said.
    """
    assert len({request.timestamps for request in requests}) == 1, "rows of one call agree on timestamps"
    searches = [
        begin_search(_beginning(opening, request, row=row, guard=guard)) for row, request in enumerate(requests)
    ]
    fed = np.array([search.prompt for search in searches], dtype=np.int64)
    batch = DecodingBatch(opening.cache, searches, fed)
    ended = [] if fed.size else batch.advance(opening.logits.copy())
    while batch.searches:
        if cancel is not None and cancel.is_cancelled:
            for search in batch.searches:
                search.stop(EndedBy.CANCEL)
        ended += batch.step()
    return _in_order(ended, searches)


def begin_search(beginning: Beginning) -> Search:
    """The search that the request asks for."""
    rule = beginning.request.beams
    return GreedySearch(beginning) if rule is None else BeamSearch(beginning, rule)


def no_speech_probabilities(logits: Logits, checkpoint: Checkpoint) -> NDArray[np.float64]:
    """(B,) the share of the no-speech token in the (B, V) logits after start-of-transcript."""
    return np.exp(log_probabilities(logits, np.full(len(logits), checkpoint.vocabulary.no_speech)))


def _beginning(opening: Opening, request: DecodingRequest, *, row: int, guard: StepGuard | None) -> Beginning:
    rest = rest_of_prompt(opening.checkpoint, request)
    cap = token_cap(opening.checkpoint, request, fed=opening.cache.lengths[row] + len(rest))
    no_speech = float(opening.no_speech_probabilities[row])
    return Beginning(opening.checkpoint, request, rest, cap, no_speech, guard)


def _in_order(ended: Sequence[Ended], searches: Sequence[Search]) -> list[Hypothesis]:
    found = {id(each.search): each for each in ended}
    return [found[id(search)].hypothesis() for search in searches]
