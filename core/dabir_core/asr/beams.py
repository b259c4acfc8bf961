"""Beam search over one window: the rung for text that the likeliest-token decoding did not find. NumPy only.

Greedy decoding cannot take back a first wrong token; here several texts are followed at once, and the one with the best
mean log-probability is chosen among those that ended. Too few of these and long texts lose against short ones: twice
as many as there are beams are waited for.
Source: openai/whisper@c0d2f62 decoding.py (BeamSearchDecoder, MaximumLikelihoodRanker); «patience» from Kasai et al.
2022, arXiv 2204.05424; that it should be above 1 here, CTranslate2 issue 1783.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dabir_core.asr.decoding import DecodingRequest, Opening, StepGuard, require_choice, rest_of_prompt, token_cap
from dabir_core.asr.hypothesis import Hypothesis
from dabir_core.asr.rules import Rules
from dabir_core.progress import CancelToken
from dabir_core.transcript import EndedBy
from dabir_core.units import Logits, TokenIds


@dataclass(frozen=True, slots=True)
class BeamRule:
    """How many texts are followed, and how many times as many must end before the best is chosen."""

    beams: int = 5
    patience: float = 2.0

    @property
    def wanted(self) -> int:
        """How many ended texts are waited for."""
        return round(self.beams * self.patience)


def beam_search(
    opening: Opening,
    request: DecodingRequest,
    *,
    rule: BeamRule,
    cancel: CancelToken | None = None,
    guard: StepGuard | None = None,
) -> Hypothesis:
    """The best text of the opening's only row; the request's temperature and seed play no part.

    Where the guard stops the best of the texts that go on, no text goes on.
    Raises: OptionError for a language or task that the checkpoint lacks; CheckpointCorrupt if no token can be said.
    """
    checkpoint, cache = opening.checkpoint, opening.cache
    assert len(opening.logits) == 1, "beams are of one window"
    fed = rest_of_prompt(checkpoint, [request])
    search = _Search(rule, checkpoint.vocabulary.end_of_text, token_cap(opening, fed, request))
    rules = Rules.of(checkpoint, timestamps=request.timestamps)
    logits = opening.logits.copy()
    while search.is_running:
        if cancel is not None and cancel.is_cancelled:
            search.stop(EndedBy.CANCEL)
            break
        if fed.size:
            logits = np.array(cache.step(fed), dtype=np.float32)
        rules.apply(logits, search.tokens)
        require_choice(logits, checkpoint)
        origins = search.advance(_log_softmax(logits))
        if guard is not None and search.is_running and guard.stops(search.tokens[0]):
            search.stop(EndedBy.GUARD)
        if search.is_running and origins != list(range(len(logits))):
            cache.reorder(origins)
        fed = search.tokens[:, -1:]
    return search.best(float(opening.no_speech_probabilities[0]))


def _log_softmax(logits: Logits) -> NDArray[np.float64]:
    """(B, V); -inf for forbidden tokens."""
    raised = logits.astype(np.float64) - logits.max(axis=1, keepdims=True)
    normalised: NDArray[np.float64] = raised - np.log(np.exp(raised).sum(axis=1, keepdims=True))
    return normalised


@dataclass(frozen=True, slots=True)
class _Text:
    """A text that goes on no more; `values` are its tokens' log-probabilities, end-of-text's too if it has one."""

    tokens: tuple[int, ...]
    values: tuple[float, ...]
    ended_by: EndedBy

    @property
    def mean(self) -> float:
        return sum(self.values) / len(self.values) if self.values else -np.inf


@dataclass
class _Search:
    """The texts that go on, the likeliest first, and those that ended."""

    rule: BeamRule
    end_of_text: int
    cap: int
    tokens: TokenIds = field(default_factory=lambda: np.zeros((1, 0), dtype=np.int64))
    values: NDArray[np.float64] = field(default_factory=lambda: np.zeros((1, 0)))
    ended: list[_Text] = field(default_factory=list)

    @property
    def is_running(self) -> bool:
        return bool(len(self.tokens)) and len(self.ended) < self.rule.wanted

    def advance(self, log_probabilities: NDArray[np.float64]) -> list[int]:
        """Goes one token on; gives, for each text that goes on, which of the former ones it continues."""
        totals = self.values.sum(axis=1, keepdims=True) + log_probabilities
        kept: list[tuple[int, int]] = []
        for place in _highest(totals.ravel(), 2 * self.rule.beams):
            row, token = divmod(int(place), totals.shape[1])
            if not np.isfinite(totals[row, token]) or len(kept) == self.rule.beams:
                break
            if token == self.end_of_text:
                self._end(row, float(log_probabilities[row, token]))
            else:
                kept.append((row, token))
        rows, tokens = [row for row, _ in kept], [token for _, token in kept]
        newest = np.array(tokens, dtype=np.int64)[:, None]
        self.values = np.concatenate([self.values[rows], log_probabilities[rows, tokens][:, None]], axis=1)
        self.tokens = np.concatenate([self.tokens[rows], newest], axis=1)
        if self.tokens.shape[1] >= self.cap:
            self.stop(EndedBy.TOKEN_CAP)
        return rows

    def stop(self, reason: EndedBy) -> None:
        """No text goes on; the likeliest of them counts only where none has ended, or where the job was cancelled."""
        if len(self.tokens) and (not self.ended or reason is EndedBy.CANCEL):
            self.ended = [_Text(tuple(self.tokens[0].tolist()), tuple(self.values[0].tolist()), reason)]
        self.tokens, self.values = self.tokens[:0], self.values[:0]

    def best(self, no_speech: float) -> Hypothesis:
        """The ended text with the highest mean log-probability."""
        text = max(self.ended, key=lambda each: each.mean)
        return Hypothesis(text.tokens, text.values, no_speech, text.ended_by)

    def _end(self, row: int, value: float) -> None:
        values = (*self.values[row].tolist(), value)
        self.ended.append(_Text(tuple(self.tokens[row].tolist()), values, EndedBy.END_OF_TEXT))


def _highest(values: NDArray[np.float64], count: int) -> list[int]:
    """Places of the highest values, the highest first, the earlier of equal ones first."""
    least = np.partition(values, -min(count, values.size))[-min(count, values.size)]
    some = np.flatnonzero(values >= least)
    ordered: list[int] = some[np.argsort(-values[some], kind="stable")].tolist()
    return ordered[:count]
