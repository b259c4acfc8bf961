"""Beam search against greedy decoding, against all texts there are, and by hand."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dabir_core.arrays import CrossAttention, Logits, TokenIds
from dabir_core.asr.decoding import Opening, open_rows
from dabir_core.asr.hypothesis import Hypothesis
from dabir_core.asr.repetition import LoopGuard
from dabir_core.asr.search import BeamRule, DecodingRequest, StepGuard
from dabir_core.progress import CancelToken
from dabir_core.transcript import EndedBy
from tests.decoding_at_once import decode
from tests.scripted import END, SIZE, T0, small_checkpoint

FA = DecodingRequest("fa")
KNOWN = small_checkpoint()
PROMPT = 4
NEVER = -1e9

Speaker = Mapping[tuple[int, ...], Mapping[int, float]]
"""Text so far → probability of each next token; unlisted texts end."""


@dataclass
class SpokenEncoded:
    """One window, heard by a speaker whose every probability is known."""

    speaker: Speaker
    caches: list["SpokenCache"] = field(default_factory=list)

    @property
    def windows(self) -> int:
        return 1

    @property
    def positions(self) -> int:
        return 1500

    def start(self, rows: Sequence[int]) -> "SpokenCache":
        self.caches.append(SpokenCache(self.speaker, [()] * len(rows)))
        return self.caches[-1]

    def align(self, window: int, tokens: TokenIds) -> CrossAttention:
        raise NotImplementedError


@dataclass
class SpokenCache:
    speaker: Speaker
    rows: list[tuple[int, ...]]
    steps: int = 0

    @property
    def lengths(self) -> tuple[int, ...]:
        return tuple(map(len, self.rows))

    def step(self, tokens: TokenIds) -> Logits:
        assert len(tokens) == len(self.rows)
        self.steps += 1
        self.rows = [(*before, *more.tolist()) for before, more in zip(self.rows, tokens, strict=True)]
        logits = np.full((len(self.rows), SIZE), NEVER, dtype=np.float32)
        for row, fed in zip(logits, self.rows, strict=True):
            for token, probability in self.speaker.get(fed[PROMPT:], {END: 1.0}).items():
                row[token] = math.log(probability) if probability else NEVER
        return logits

    def reorder(self, rows: Sequence[int]) -> None:
        self.rows = [self.rows[row] for row in rows]

    def join(self, other: "SpokenCache") -> None:
        raise NotImplementedError


def opened(speaker: Speaker) -> Opening:
    return open_rows(SpokenEncoded(speaker), [0], checkpoint=KNOWN)


def search(speaker: Speaker, rule: BeamRule, *, positions: int = 32, guard: StepGuard | None = None) -> Hypothesis:
    request, known = DecodingRequest("fa", beams=rule), small_checkpoint(positions=positions)
    (found,) = decode(opened(speaker), [request], checkpoint=known, guard=guard)
    return found


# Greedy takes 5 (0.6), after which all is unlikely; the better text begins with 6.
TRAP: Speaker = {
    (): {5: 0.6, 6: 0.4},
    (5,): {7: 0.25, 8: 0.25, 9: 0.25, END: 0.25},
    (6,): {7: 0.9, END: 0.1},
    (6, 7): {END: 1.0},
}


def test_a_first_token_that_misleads_is_taken_back() -> None:
    assert decode(opened(TRAP), [FA], checkpoint=KNOWN)[0].tokens == (5, 7)
    found = search(TRAP, BeamRule(beams=2))
    assert found.tokens == (6, 7)
    assert found.ended_by is EndedBy.END_OF_TEXT
    assert found.log_probabilities == pytest.approx([math.log(0.4), math.log(0.9), 0.0], abs=1e-6)


def test_without_patience_the_first_texts_that_end_are_chosen_from() -> None:
    late: Speaker = {
        (): {5: 0.5, 6: 0.5},
        (5,): {END: 0.6, 7: 0.4},
        (6,): {END: 0.6, 7: 0.4},
        (5, 7): {8: 1.0},
        (5, 7, 8): {9: 1.0},
        (5, 7, 8, 9): {10: 1.0},
        (5, 7, 8, 9, 10): {END: 1.0},
    }
    assert search(late, BeamRule(beams=2, patience=1)).tokens in {(5,), (6,)}
    # means: (ln 0.5 + ln 0.6) / 2 = -0.60 against (ln 0.5 + ln 0.4) / 6 = -0.27
    assert search(late, BeamRule(beams=2, patience=2)).tokens == (5, 7, 8, 9, 10)


def speakers() -> st.SearchStrategy[Speaker]:
    """Texts of at most three of three tokens, where each goes on or ends with probabilities by chance."""
    texts = [(), *[(a,) for a in (5, 6, 7)], *[(a, b) for a in (5, 6, 7) for b in (5, 6, 7)]]
    weights = st.lists(st.integers(1, 50), min_size=4, max_size=4)

    def speaker(table: list[list[int]]) -> Speaker:
        listed: dict[tuple[int, ...], Mapping[int, float]] = {}
        for text, row in zip(texts, table, strict=True):
            own = dict(zip((5, 6, 7, END), row, strict=True))
            if not text:
                own[END] = 0
            listed[text] = {token: weight / sum(own.values()) for token, weight in own.items()}
        return listed

    return st.lists(weights, min_size=len(texts), max_size=len(texts)).map(speaker)


def every_text(speaker: Speaker) -> dict[tuple[int, ...], float]:
    """The mean log-probability of each text that ends."""
    means: dict[tuple[int, ...], float] = {}
    open_texts: list[tuple[tuple[int, ...], float]] = [((), 0.0)]
    while open_texts:
        text, total = open_texts.pop()
        for token, probability in speaker.get(text, {END: 1.0}).items():
            if token == END and probability:
                means[text] = (total + math.log(probability)) / (len(text) + 1)
            elif token != END:
                open_texts.append(((*text, token), total + math.log(probability)))
    return means


@given(speakers())
@settings(max_examples=50)
def test_enough_beams_find_the_best_of_all_texts(speaker: Speaker) -> None:
    means = every_text(speaker)
    found = search(speaker, BeamRule(beams=40, patience=10))
    assert found.mean_log_probability == pytest.approx(max(means.values()), abs=1e-5)
    assert means[found.tokens] == pytest.approx(found.mean_log_probability, abs=1e-5)


@given(speakers())
@settings(max_examples=50)
def test_one_beam_is_greedy_decoding(speaker: Speaker) -> None:
    (greedy,) = decode(opened(speaker), [FA], checkpoint=KNOWN)
    found = search(speaker, BeamRule(beams=1, patience=1))
    assert (found.tokens, found.ended_by) == (greedy.tokens, greedy.ended_by)
    assert found.log_probabilities == pytest.approx(greedy.log_probabilities, abs=1e-5)


class Endless(dict[tuple[int, ...], Mapping[int, float]]):
    """Says 5, or rarely 6, for ever."""

    def get(self, key: tuple[int, ...], default: object = None) -> Mapping[int, float]:
        return {5: 0.9, 6: 0.1}


def test_a_text_that_never_ends_runs_to_the_cap() -> None:
    found = search(Endless(), BeamRule(beams=3))
    assert found.tokens == (5,) * 28
    assert found.ended_by is EndedBy.TOKEN_CAP


def test_the_guard_stops_beams_that_run_away() -> None:
    found = search(Endless(), BeamRule(beams=3), positions=448, guard=LoopGuard(T0))
    assert found.ended_by is EndedBy.GUARD
    assert len(found.tokens) == 40


def test_cancelling_keeps_what_the_best_beam_said() -> None:
    cancel = CancelToken()
    cancel.cancel()
    (found,) = decode(opened(TRAP), [DecodingRequest("fa", beams=BeamRule())], checkpoint=KNOWN, cancel=cancel)
    assert (found.tokens, found.log_probabilities, found.ended_by) == ((), (), EndedBy.CANCEL)


def test_fewer_texts_than_beams_are_no_trouble() -> None:
    only: Speaker = {(): {5: 1.0}, (5,): {END: 1.0}}
    assert search(only, BeamRule(beams=5)).tokens == (5,)
