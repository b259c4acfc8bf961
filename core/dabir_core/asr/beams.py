"""Beam search over one window: the rung for text that the likeliest-token decoding did not find. NumPy only.

Greedy decoding cannot take back a first wrong token; here several texts are followed at once, and the one with the best
mean log-probability is chosen among those that ended. Too few of these and long texts lose against short ones: twice
as many as there are beams are waited for.
Source: openai/whisper@c0d2f62 decoding.py (BeamSearchDecoder, MaximumLikelihoodRanker); «patience» from Kasai et al.
2022, arXiv 2204.05424; that it should be above 1 here, CTranslate2 issue 1783.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dabir_core.arrays import Logits, TokenIds
from dabir_core.asr.hypothesis import Hypothesis
from dabir_core.asr.rules import Rules
from dabir_core.asr.search import BeamRule, Beginning, require_choice
from dabir_core.transcript import EndedBy


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


class BeamSearch:
    """Obeys `Search` with a row for each text that goes on, the likeliest first.

    Where the guard stops the likeliest of them, no text goes on.
    """

    def __init__(self, beginning: Beginning, rule: BeamRule) -> None:
        self._beginning = beginning
        self._rule = rule
        self._rules = Rules.of(beginning.checkpoint, timestamps=beginning.request.timestamps)
        self._tokens: TokenIds = np.zeros((1, 0), dtype=np.int64)
        self._values: NDArray[np.float64] = np.zeros((1, 0))
        self._ended: list[_Text] = []

    @property
    def is_running(self) -> bool:
        """See Search."""
        return bool(len(self._tokens)) and len(self._ended) < self._rule.wanted

    @property
    def prompt(self) -> tuple[int, ...]:
        """See Search."""
        return self._beginning.prompt

    @property
    def texts(self) -> TokenIds:
        """See Search."""
        return self._tokens

    def advance(self, logits: Logits) -> list[int]:
        """See Search."""
        self._rules.apply(logits, self._tokens)
        require_choice(logits, self._beginning.checkpoint)
        origins = self._spread(_log_softmax(logits))
        guard = self._beginning.guard
        if guard is not None and self.is_running and guard.stops(self._tokens[0]):
            self.stop(EndedBy.GUARD)
        return origins if self.is_running else []

    def stop(self, reason: EndedBy) -> None:
        """The likeliest text that goes on counts only where none has ended, or where the job was cancelled."""
        if len(self._tokens) and (not self._ended or reason is EndedBy.CANCEL):
            self._ended = [_Text(tuple(self._tokens[0].tolist()), tuple(self._values[0].tolist()), reason)]
        self._tokens, self._values = self._tokens[:0], self._values[:0]

    def hypothesis(self) -> Hypothesis:
        """The ended text with the highest mean log-probability."""
        text = max(self._ended, key=lambda each: each.mean)
        return Hypothesis(text.tokens, text.values, self._beginning.no_speech, text.ended_by)

    def _spread(self, log_probabilities: NDArray[np.float64]) -> list[int]:
        """Goes one token on; gives, for each text that goes on, which of the former ones it continues."""
        totals = self._values.sum(axis=1, keepdims=True) + log_probabilities
        end_of_text = self._beginning.checkpoint.vocabulary.end_of_text
        kept: list[tuple[int, int]] = []
        for place in _highest(totals.ravel(), 2 * self._rule.beams):
            row, token = divmod(int(place), totals.shape[1])
            if not np.isfinite(totals[row, token]) or len(kept) == self._rule.beams:
                break
            if token == end_of_text:
                self._end(row, float(log_probabilities[row, token]))
            else:
                kept.append((row, token))
        rows, tokens = [row for row, _ in kept], [token for _, token in kept]
        newest = np.array(tokens, dtype=np.int64)[:, None]
        self._values = np.concatenate([self._values[rows], log_probabilities[rows, tokens][:, None]], axis=1)
        self._tokens = np.concatenate([self._tokens[rows], newest], axis=1)
        if self._tokens.shape[1] >= self._beginning.cap:
            self.stop(EndedBy.TOKEN_CAP)
        return rows

    def _end(self, row: int, value: float) -> None:
        values = (*self._values[row].tolist(), value)
        self._ended.append(_Text(tuple(self._tokens[row].tolist()), values, EndedBy.END_OF_TEXT))


def _highest(values: NDArray[np.float64], count: int) -> list[int]:
    """Places of the highest values, the highest first, the earlier of equal ones first."""
    least = np.partition(values, -min(count, values.size))[-min(count, values.size)]
    some = np.flatnonzero(values >= least)
    ordered: list[int] = some[np.argsort(-values[some], kind="stable")].tolist()
    return ordered[:count]
