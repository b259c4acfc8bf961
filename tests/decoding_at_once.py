"""Decoding at a go: rows that all begin together and are fed until the last one ends.

The product's searches in one of its batches, without the scheduler: which rows share a step does not hang on threads.
"""

from collections.abc import Sequence

import numpy as np

from dabir_core.asr.checkpoint import Checkpoint
from dabir_core.asr.decoding import Opening, begin_search, no_speech_probabilities
from dabir_core.asr.decoding_batch import DecodingBatch
from dabir_core.asr.hypothesis import Hypothesis
from dabir_core.asr.search import Beginning, DecodingRequest, StepGuard, rest_of_prompt, token_cap
from dabir_core.progress import CancelToken
from dabir_core.transcript import EndedBy


def decode(
    opening: Opening,
    requests: Sequence[DecodingRequest],
    *,
    checkpoint: Checkpoint,
    cancel: CancelToken | None = None,
    guard: StepGuard | None = None,
) -> list[Hypothesis]:
    """Decodes each row as its request says; all agree on `timestamps`, so that their prompts have one length.

    Raises: OptionError for a language or task that the checkpoint lacks; CheckpointCorrupt if no token can be said.
    """
    silence = no_speech_probabilities(opening.logits, checkpoint)
    beginnings = []
    for request, fed, no_speech in zip(requests, opening.cache.lengths, silence, strict=True):
        prompt = rest_of_prompt(checkpoint, request)
        cap = token_cap(checkpoint, request, fed=fed + len(prompt))
        beginnings.append(Beginning(checkpoint, request, prompt, cap, float(no_speech), guard))
    searches = [begin_search(beginning) for beginning in beginnings]
    prompts = np.array([search.prompt for search in searches], dtype=np.int64)
    batch = DecodingBatch(opening.cache, searches, prompts)
    ended = [] if prompts.size else batch.advance(opening.logits.copy())
    while batch.searches:
        if cancel is not None and cancel.is_cancelled:
            for search in batch.searches:
                search.stop(EndedBy.CANCEL)
        ended += batch.step()
    found = {id(each.search): each.hypothesis() for each in ended}
    return [found[id(search)] for search in searches]
