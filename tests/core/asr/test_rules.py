from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from transformers.generation.logits_process import WhisperTimeStampLogitsProcessor

from dabir_core.arrays import Logits, TokenIds
from dabir_core.asr.rules import Rules, TimestampRules
from tests.scripted import (
    BLANK,
    END,
    LANGUAGES,
    NO_SPEECH,
    NO_TIMESTAMPS,
    PREVIOUS,
    SIZE,
    START,
    T0,
    TRANSCRIBE,
    TRANSLATE,
    small_checkpoint,
)

TEXT = set(range(END))
TIMES = set(range(T0, SIZE))
SPECIAL = {START, *LANGUAGES.values(), TRANSLATE, TRANSCRIBE, PREVIOUS, NO_SPEECH, NO_TIMESTAMPS}


def allowed(generated: list[int], *, timestamps: bool, logits: Logits | None = None) -> set[int]:
    """The tokens that may follow, where all are equally likely unless logits say otherwise."""
    free = np.zeros((1, SIZE), dtype=np.float32) if logits is None else logits.copy()
    rules = Rules.of(small_checkpoint(), timestamps=timestamps)
    rules.apply(free, np.array([generated], dtype=np.int64).reshape(1, -1))
    return set(np.flatnonzero(np.isfinite(free[0])).tolist())


def text_favoured() -> Logits:
    """Logits under which all timestamps together stay below one text token."""
    logits = np.full((1, SIZE), -9.0, dtype=np.float32)
    logits[0, :T0] = 0.0
    return logits


def test_without_timestamps_only_text_and_its_end_may_be_said() -> None:
    # 1 is the checkpoint's suppressed token
    assert allowed([7], timestamps=False) == (TEXT | {END}) - {1}


def test_the_first_text_is_neither_blank_nor_end() -> None:
    assert allowed([], timestamps=False) == TEXT - {1, BLANK}


@pytest.mark.parametrize(
    ("generated", "expected"),
    [
        pytest.param([], {T0, T0 + 1, T0 + 2, T0 + 3}, id="begins with a timestamp, not after the third step"),
        pytest.param([T0 + 2], (TEXT | {END}) - {1}, id="after the first one comes text, or the end"),
        pytest.param([T0 + 2, 7], (TEXT | {END} | TIMES) - {1, T0, T0 + 1, T0 + 2}, id="closes later than it opened"),
        pytest.param([T0, 7, T0 + 4], {END} | set(range(T0 + 4, SIZE)), id="after a closing one: its equal or the end"),
        pytest.param([T0, 7, T0 + 4, T0 + 4], (TEXT | {END}) - {1}, id="after a pair comes text, or the end"),
        pytest.param([T0, 7, T0 + 4, T0 + 4, 8], (TEXT | {END} | set(range(T0 + 5, SIZE))) - {1}, id="never backwards"),
        pytest.param([T0, 7, SIZE - 1], {END, SIZE - 1}, id="at the last timestamp"),
        pytest.param([T0, 7, SIZE - 1, SIZE - 1, 8], (TEXT | {END}) - {1}, id="nothing is later than the last"),
    ],
)
def test_timestamps_come_in_pairs_and_in_order(generated: list[int], expected: set[int]) -> None:
    assert allowed(generated, timestamps=True, logits=text_favoured()) == expected


def test_special_tokens_are_never_said() -> None:
    for timestamps in (False, True):
        for generated in ([], [T0], [T0, 7], [T0, 7, T0 + 1]):
            assert not allowed(generated, timestamps=timestamps) & SPECIAL


@pytest.mark.parametrize(("each", "is_timestamp"), [(0.09, False), (0.11, True)])
def test_timestamps_win_by_their_sum_over_the_likeliest_text(each: float, is_timestamp: bool) -> None:
    # Nine timestamps are later than the first: 9 · 0.09 < 0.9 < 9 · 0.11
    logits = np.full((1, SIZE), -np.inf, dtype=np.float32)
    logits[0, 5], logits[0, 6], logits[0, T0:] = np.log(0.9), np.log(0.5), np.log(each)
    expected = TIMES - {T0} if is_timestamp else (TIMES - {T0}) | {5, 6}
    assert allowed([T0, 7], timestamps=True, logits=logits) == expected


def test_end_of_text_is_allowed_even_if_a_checkpoint_suppresses_it() -> None:
    rules = Rules.of(small_checkpoint(suppressed=(END, 3)), timestamps=False)
    assert END not in rules.always
    assert 3 in rules.always


def test_ids_past_the_vocabulary_are_ignored() -> None:
    rules = Rules.of(small_checkpoint(suppressed=(SIZE, SIZE + 9)), timestamps=True)
    assert max(rules.always) < SIZE


def test_each_row_has_its_own_past() -> None:
    generated = np.array([[T0, 7], [T0 + 3, 8], [T0 + 1, 9]], dtype=np.int64)
    generated[1, 1] = 8
    logits = np.repeat(text_favoured(), 3, axis=0)
    Rules.of(small_checkpoint(), timestamps=True).apply(logits, generated)
    first = [int(np.flatnonzero(np.isfinite(row[T0:]))[0]) for row in logits]
    assert first == [1, 4, 2]


def reference(logits: Logits, generated: TokenIds, max_initial: int | None) -> Logits:
    """What transformers' own processor makes of the logits."""
    config: Any = SimpleNamespace(
        no_timestamps_token_id=NO_TIMESTAMPS,
        eos_token_id=END,
        bos_token_id=END,
        max_initial_timestamp_index=max_initial,
    )
    processor = WhisperTimeStampLogitsProcessor(config, begin_index=0)
    logits[:, NO_TIMESTAMPS] = -np.inf
    processed: Logits = processor(torch.tensor(generated), torch.tensor(logits)).numpy()
    return processed


tokens = st.one_of(st.integers(0, END - 1), st.integers(T0, SIZE - 1))


@settings(max_examples=300)
@given(
    st.lists(tokens, max_size=8),
    st.integers(0, 2**32 - 1),
    st.floats(-4.0, 4.0),
    st.sampled_from([None, 0, 3]),
)
def test_timestamp_rules_agree_with_transformers(
    generated: list[int], seed: int, lean: float, max_initial: int | None
) -> None:
    logits = np.random.default_rng(seed).normal(0.0, 3.0, (2, SIZE)).astype(np.float32)
    logits[:, T0:] += lean
    # Specials are suppressed before these rules come.
    logits[:, sorted(SPECIAL)] = -np.inf
    # The past itself obeys the rules in this: its timestamps never run backwards.
    past = np.array([_in_order(generated), _in_order(generated[::-1])], dtype=np.int64).reshape(2, -1)
    expected = reference(logits.copy(), past, max_initial)
    TimestampRules(T0, END, max_initial).apply(logits, past)
    assert np.array_equal(np.isfinite(logits), np.isfinite(expected))


def _in_order(generated: list[int]) -> list[int]:
    """The same tokens with their timestamps sorted."""
    times = iter(sorted(token for token in generated if token >= T0))
    return [next(times) if token >= T0 else token for token in generated]
