"""The one decoding loop: windows that an engine encoded become tokens. NumPy only; every engine is driven from here.

It has two halves. `open_rows` feeds the earlier text and start-of-transcript, whose logits tell the language and
whether there is speech; `decode` feeds the rest of the prompt and one token after the other. The number of tokens is
capped by the decoder's positions alone: Persian reaches the customary 224 within a 30 s window (facts of the project).
A guard may stop a row early; beams, verdicts and second attempts are not here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from dabir_core.asr.checkpoint import Checkpoint
from dabir_core.asr.engines.engine import Cache, Encoded
from dabir_core.asr.hypothesis import Hypothesis
from dabir_core.asr.language import LanguageGuess, check_task, detect, known_language
from dabir_core.asr.rules import Rules
from dabir_core.asr.sampling import Sampler, log_probabilities
from dabir_core.errors import CheckpointCorrupt
from dabir_core.options import Task
from dabir_core.progress import CancelToken
from dabir_core.transcript import EndedBy
from dabir_core.units import Logits, TokenIds


@dataclass(frozen=True, slots=True)
class DecodingRequest:
    """How one row is decoded; the fields are those of `TranscribeOptions`, with the language known.

    `max_tokens` caps the row's tokens below what the positions allow, end-of-text among them; None does not.
    """

    language: str
    task: Task = Task.TRANSCRIBE
    timestamps: bool = False
    temperature: float = 0.0
    seed: int = 0
    max_tokens: int | None = None


class StepGuard(Protocol):
    """Looks at each row while it is decoded."""

    def stops(self, tokens: TokenIds) -> bool:
        """Whether the row, which said these (n,) tokens so far, goes nowhere and is not decoded on."""


@dataclass(frozen=True, slots=True)
class Opening:
    """Rows that heard their window up to start-of-transcript. It serves one decoding, which moves the cache on."""

    checkpoint: Checkpoint
    cache: Cache
    logits: Logits

    @property
    def no_speech_probabilities(self) -> NDArray[np.float64]:
        """(B,) the share of the no-speech token among all tokens."""
        token = np.full(len(self.logits), self.checkpoint.vocabulary.no_speech)
        return np.exp(log_probabilities(self.logits, token))

    def languages(self, candidates: Sequence[str]) -> list[LanguageGuess]:
        """The language of each row; earlier text, where there is some, leans it towards its own language.

        Raises: OptionError for a candidate that the checkpoint lacks.
        """
        return detect(self.logits, self.checkpoint.vocabulary, candidates=candidates)


def open_rows(
    encoded: Encoded, rows: Sequence[int], *, checkpoint: Checkpoint, contexts: Sequence[Sequence[int]] = ()
) -> Opening:
    """Starts one row for each of the named windows.

    Args: contexts: earlier text of each row (`prompting.context_tokens`), all of one length; none at all by default.
    """
    vocabulary = checkpoint.vocabulary
    earlier = [(vocabulary.start_of_previous, *context) if context else () for context in contexts or [()] * len(rows)]
    assert len(earlier) == len(rows), "one context for each row"
    assert len({len(tokens) for tokens in earlier}) <= 1, "rows of one call have contexts of one length"
    fed = np.array([(*tokens, vocabulary.start_of_transcript) for tokens in earlier], dtype=np.int64)
    cache = encoded.start(rows)
    return Opening(checkpoint, cache, np.array(cache.step(fed), dtype=np.float32))


def decode(
    opening: Opening,
    requests: Sequence[DecodingRequest],
    *,
    cancel: CancelToken | None = None,
    guard: StepGuard | None = None,
) -> list[Hypothesis]:
    """Decodes each row as its request says; rows that end leave the batch at once.

    All requests agree on `timestamps`, so that the rows' prompts have one length. A row's result does not depend on
    its company, but for the engine's rounding.
    Raises: OptionError for a language or task that the checkpoint lacks; CheckpointCorrupt if no token can be said.
    """
    checkpoint, cache = opening.checkpoint, opening.cache
    fed = rest_of_prompt(checkpoint, requests)
    rules = Rules.of(checkpoint, timestamps=requests[0].timestamps)
    sampler = Sampler([request.temperature for request in requests], [request.seed for request in requests])
    caps = [token_cap(opening, fed, request) for request in requests]
    batch = _Batch(caps, checkpoint.vocabulary.end_of_text)
    logits = opening.logits.copy()
    while batch.running.size:
        if cancel is not None and cancel.is_cancelled:
            batch.stop(EndedBy.CANCEL)
            break
        if fed.size:
            logits = np.array(cache.step(fed), dtype=np.float32)
        rules.apply(logits, batch.generated)
        require_choice(logits, checkpoint)
        tokens = sampler.pick(logits, batch.running)
        kept = batch.accept(tokens, log_probabilities(logits, tokens))
        if guard is not None:
            kept = kept[batch.heed(guard)]
        if 0 < kept.size < tokens.size:
            cache.reorder(kept.tolist())
        fed = tokens[kept, None]
    return batch.hypotheses(opening.no_speech_probabilities)


def token_cap(opening: Opening, fed: TokenIds, request: DecodingRequest) -> int:
    """How many tokens a row may say after the (B, L) rest of its prompt: what was asked, within the positions left."""
    room: int = opening.checkpoint.dimensions.target_positions - opening.cache.lengths[0] - fed.shape[1]
    return room if request.max_tokens is None else min(request.max_tokens, room)


def rest_of_prompt(checkpoint: Checkpoint, requests: Sequence[DecodingRequest]) -> TokenIds:
    """(B, L) language, task and no-timestamps tokens; L is 0 for an English-only checkpoint that tells times."""
    vocabulary = checkpoint.vocabulary
    for request in requests:
        check_task(request.task, vocabulary)
    prompts = [
        vocabulary.prompt(known_language(request.language, vocabulary), request.task, timestamps=request.timestamps)
        for request in requests
    ]
    assert len({request.timestamps for request in requests}) == 1, "rows of one call agree on timestamps"
    return np.array(prompts, dtype=np.int64)[:, 1:]


def require_choice(logits: Logits, checkpoint: Checkpoint) -> None:
    """Refuses broken weights, whose logits are NaN or infinite, and a checkpoint that suppresses every token."""
    if not np.isfinite(logits.max(axis=1)).all():
        raise CheckpointCorrupt(detail=f"{checkpoint.name}: no token can be said")


class _Batch:
    """What each row said so far, and which rows still run.

    All running rows have said the same number of tokens, since they advance together.
    """

    def __init__(self, caps: Sequence[int], end_of_text: int) -> None:
        assert min(caps) > 0, "a row may say at least one token"
        self.running: NDArray[np.int64] = np.arange(len(caps))
        self._caps = np.array(caps)
        self._end_of_text = end_of_text
        self._said = 0
        self._tokens = np.zeros((len(caps), max(caps)), dtype=np.int64)
        self._log_probabilities = np.zeros((len(caps), max(caps)))
        self._lengths = np.zeros(len(caps), dtype=np.int64)
        self._ends = [EndedBy.TOKEN_CAP] * len(caps)

    @property
    def generated(self) -> TokenIds:
        """(running rows, n) the tokens after the prompt."""
        return self._tokens[self.running, : self._said]

    def accept(self, tokens: TokenIds, log_probabilities: NDArray[np.float64]) -> NDArray[np.int64]:
        """Takes one more token of each running row; gives the places, among those rows, that run on."""
        self._tokens[self.running, self._said] = tokens
        self._log_probabilities[self.running, self._said] = log_probabilities
        self._said += 1
        self._lengths[self.running] = self._said
        is_over = tokens == self._end_of_text
        for row in self.running[is_over]:
            self._ends[row] = EndedBy.END_OF_TEXT
        kept = np.flatnonzero(~is_over & (self._said < self._caps[self.running]))
        self.running = self.running[kept]
        return kept

    def heed(self, guard: StepGuard) -> NDArray[np.int64]:
        """Ends the running rows that the guard stops; gives the places, among those that ran, of the others."""
        is_stopped = np.array([guard.stops(tokens) for tokens in self.generated], dtype=bool)
        for row in self.running[is_stopped]:
            self._ends[row] = EndedBy.GUARD
        kept = np.flatnonzero(~is_stopped)
        self.running = self.running[kept]
        return kept

    def stop(self, reason: EndedBy) -> None:
        """Ends all rows that still run."""
        for row in self.running:
            self._ends[row] = reason
        self.running = self.running[:0]

    def hypotheses(self, no_speech: NDArray[np.float64]) -> list[Hypothesis]:
        """One per row, in the order of the requests."""
        return [self._hypothesis(row, float(probability)) for row, probability in enumerate(no_speech)]

    def _hypothesis(self, row: int, no_speech: float) -> Hypothesis:
        said, end = int(self._lengths[row]), self._ends[row]
        tokens = self._tokens[row, : said - (end is EndedBy.END_OF_TEXT)]
        return Hypothesis(
            tokens=tuple(tokens.tolist()),
            log_probabilities=tuple(self._log_probabilities[row, :said].tolist()),
            no_speech_probability=no_speech,
            ended_by=end,
        )
