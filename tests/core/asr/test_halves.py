"""Where a window is cut in two, and what its halves make together."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dabir_core.asr.doubts import Doubt
from dabir_core.asr.halves import halve, join
from dabir_core.asr.hypothesis import Hypothesis
from dabir_core.asr.window_result import Passage, WindowResult
from dabir_core.speech import SpeechSpan, Window
from dabir_core.transcript import EndedBy, Word

SECOND = 16_000


def window(seconds: float, *spans: tuple[float, float], start: float = 100.0) -> Window:
    """Noise of that length; spans in seconds from the window's start."""
    samples = np.random.default_rng(3).standard_normal(round(seconds * SECOND)).astype(np.float32)
    first = round(start * SECOND)
    placed = (SpeechSpan(first + round(begin * SECOND), first + round(end * SECOND)) for begin, end in spans)
    return Window(samples, first, tuple(placed))


def cut_of(whole: Window) -> float:
    """Where it was cut, in seconds from the window's start."""
    halves = halve(whole)
    assert halves is not None
    return halves[0].waveform.size / SECOND


def test_the_longest_inner_pause_is_cut_in_its_middle() -> None:
    assert cut_of(window(20, (0.3, 6), (7, 9), (9.4, 13), (13.2, 19.6))) == 6.5


def test_a_pause_near_the_ends_is_not_the_inner_one() -> None:
    assert cut_of(window(20, (0.3, 2), (3.9, 11), (11.2, 17), (19, 19.6))) == pytest.approx(11.1)


def test_speech_without_a_pause_is_cut_where_it_is_quiet() -> None:
    whole = window(10, (0, 10))
    whole.waveform[round(5.8 * SECOND) : round(6.0 * SECOND)] *= 0.01
    whole.waveform[: SECOND // 2] = 0
    assert 5.8 < cut_of(whole) < 6.0
    halves = halve(whole)
    assert halves is not None
    assert halves[0].spans[-1].end_samples == halves[1].spans[0].start_samples == halves[1].start_samples


def test_a_short_window_is_not_cut() -> None:
    assert halve(window(2.9, (0.2, 1.2), (1.6, 2.6))) is None
    assert halve(window(3.0, (0.2, 1.2), (1.6, 2.6))) is not None


def test_a_half_without_speech_is_none() -> None:
    assert halve(window(10, (0.1, 1.0))) is None
    assert halve(window(10)) is None


@given(st.lists(st.integers(1, 200), min_size=2, max_size=20), st.integers(0, 10**6))
def test_halves_lose_nothing(lengths: list[int], start: int) -> None:
    edges = [start + 160 * edge for edge in np.cumsum([0, *lengths])]
    spans = tuple(
        SpeechSpan(first, last) for first, last in zip(edges[:-1:2], edges[1::2], strict=False) if first < last
    )
    sound = np.random.default_rng(start).standard_normal(edges[-1] - start).astype(np.float32)
    halves = halve(Window(sound, start, spans))
    if halves is None:
        return
    first, second = halves
    assert np.array_equal(np.concatenate([first.waveform, second.waveform]), sound)
    assert (first.start_samples, first.end_samples) == (start, second.start_samples)
    assert sum(span.samples for span in (*first.spans, *second.spans)) == sum(span.samples for span in spans)
    assert all(
        first.start_samples <= span.start_samples < span.end_samples <= first.end_samples for span in first.spans
    )


def result(start: float, end: float, text: str, *, ended_by: EndedBy = EndedBy.END_OF_TEXT) -> WindowResult:
    span = SpeechSpan(round((start + 0.5) * SECOND), round((end - 0.5) * SECOND))
    log_probabilities = (-0.1, -0.2, -0.9)[: 2 + (ended_by is EndedBy.END_OF_TEXT)]
    return WindowResult(start, end, (span,), Hypothesis((1, 2), log_probabilities, start / 100, ended_by), text, "fa")


def test_joined_halves_are_one_window() -> None:
    whole = join([result(10, 20, "سلام"), result(20, 30, "دنیا")])
    assert (whole.start, whole.end, whole.text, len(whole.spans)) == (10, 30, "سلام دنیا", 2)
    assert whole.hypothesis.tokens == (1, 2, 1, 2)
    assert whole.hypothesis.log_probabilities == (-0.1, -0.2, -0.1, -0.2, -0.9)
    assert whole.hypothesis.no_speech_probability == 0.1
    assert whole.hypothesis.ended_by is EndedBy.END_OF_TEXT
    assert whole.words is None
    assert whole.passages == (Passage(10.5, 19.5, "سلام"), Passage(20.5, 29.5, "دنیا"))


@pytest.mark.parametrize("place", [0, 1])
def test_a_half_that_did_not_end_leaves_the_whole_unfinished(place: int) -> None:
    ends = [EndedBy.END_OF_TEXT, EndedBy.END_OF_TEXT]
    ends[place] = EndedBy.TOKEN_CAP
    whole = join([result(10, 20, "سلام", ended_by=ends[0]), result(20, 30, "دنیا", ended_by=ends[1])])
    assert whole.hypothesis.ended_by is EndedBy.TOKEN_CAP


def test_words_passages_and_doubts_are_joined() -> None:
    first = replace(result(10, 20, "سلام"), words=(Word("سلام", 11, 12, 0.5),), doubts=(Doubt.LOOP, Doubt.UNSURE))
    second = replace(result(20, 30, ""), words=(), passages=(), doubts=(Doubt.UNSURE,))
    whole = join([first, second])
    assert whole.words == first.words
    assert whole.passages == (Passage(10.5, 19.5, "سلام"),)
    assert (whole.text, whole.doubts) == ("سلام", (Doubt.LOOP, Doubt.UNSURE))


def test_one_result_is_itself() -> None:
    alone = result(10, 20, "سلام")
    assert join([alone]) is alone
