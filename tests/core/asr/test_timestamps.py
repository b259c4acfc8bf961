"""Passages from Whisper's timestamp tokens."""

from collections.abc import Sequence

import pytest

from dabir_core.asr.hypothesis import Hypothesis
from dabir_core.asr.timestamps import with_passages
from dabir_core.asr.window_result import WindowResult
from dabir_core.speech.spans import SpeechSpan
from dabir_core.transcript import EndedBy

A, B = 1, 2


class TimedVocabulary:
    """Tokens from 1000 on say times, 20 ms apart; the others are letters."""

    def is_timestamp(self, token: int) -> bool:
        return token >= 1000

    def timestamp_seconds(self, token: int) -> float:
        return (token - 1000) * 0.02

    def decode(self, ids: Sequence[int]) -> str:
        return "".join(f" {'-ab'[token]}" for token in ids)


def at(seconds: float) -> int:
    return 1000 + round(seconds / 0.02)


def passages(*tokens: int) -> list[tuple[float, float, str]]:
    """Of a window from 10 s to 20 s with speech from 11 s to 19 s."""
    hypothesis = Hypothesis(tokens, (), 0.0, EndedBy.END_OF_TEXT)
    span = SpeechSpan(11 * 16_000, 19 * 16_000)
    result = with_passages(WindowResult(10.0, 20.0, (span,), hypothesis, "text", "fa"), TimedVocabulary())
    assert result.passages is not None
    return [(passage.start, passage.end, passage.text) for passage in result.passages]


def test_pairs_enclose_passages() -> None:
    found = passages(at(1.2), A, B, at(3.0), at(4.5), B, at(6.0))
    assert found == [(11.2, 13.0, "a b"), (14.5, 16.0, "b")]


def test_text_without_a_last_timestamp_ends_with_the_speech() -> None:
    assert passages(at(1.2), A, at(3.0), at(3.0), B) == [(11.2, 13.0, "a"), (13.0, 19.0, "b")]


def test_text_without_any_timestamp_is_as_long_as_the_speech() -> None:
    assert passages(A, B) == [(11.0, 19.0, "a b")]


def test_text_before_the_first_timestamp_begins_with_the_speech() -> None:
    assert passages(A, at(5.0)) == [(11.0, 15.0, "a")]
    assert passages(A, at(0.5)) == [(10.5, 10.5, "a")]


def test_times_beyond_the_window_are_cut_and_those_that_go_back_are_not_obeyed() -> None:
    assert passages(at(2.0), A, at(29.0)) == [(12.0, 20.0, "a")]
    assert passages(at(5.0), A, at(2.0), at(6.0), B, at(7.0)) == [(15.0, 15.0, "a"), (16.0, 17.0, "b")]


@pytest.mark.parametrize("tokens", [(), (at(0.0),), (at(0.0), at(1.0))])
def test_no_text_makes_no_passage(tokens: tuple[int, ...]) -> None:
    assert passages(*tokens) == []
