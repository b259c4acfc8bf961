"""Words of a window from attention of known times, kept out of silence and from lasting too long."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dabir_core.arrays import CrossAttention, TokenIds
from dabir_core.asr.hypothesis import Hypothesis
from dabir_core.asr.window_result import WindowResult
from dabir_core.asr.word_times import DETECTOR_TRAIL, LONGEST_TAIL, settle_words, with_words
from dabir_core.speech.spans import SpeechSpan
from dabir_core.transcript import EndedBy, Word


def span(start: float, end: float) -> SpeechSpan:
    return SpeechSpan(round(start * 16_000), round(end * 16_000))


def heard(start: float, end: float) -> SpeechSpan:
    """What the detector makes of speech from `start` to `end`: it ends late."""
    return span(start, end + DETECTOR_TRAIL)


def word(text: str, start: float, end: float) -> Word:
    return Word(text, start, end, 1.0)


def settled(words: list[Word], *spans: SpeechSpan, window_end: float = 9.0) -> list[tuple[float, float]]:
    times = [(each.start, each.end) for each in settle_words(words, spans, window_end=window_end)]
    return [(round(start, 6), round(end, 6)) for start, end in times]


def test_the_first_word_does_not_begin_in_the_silence_before_the_speech() -> None:
    assert settled([word("سلام", 0.0, 1.3), word("دنیا", 1.3, 1.8)], heard(0.8, 1.8)) == [(0.8, 1.3), (1.3, 1.8)]


def test_the_last_word_ends_with_the_speech() -> None:
    assert settled([word("دنیا", 1.3, 2.0)], heard(0.8, 1.8)) == [(1.3, 1.8)]


def test_a_word_before_a_pause_does_not_stretch_through_it() -> None:
    spoken = [word("سلام", 0.2, 2.1), word("دنیا", 2.1, 2.7)]
    assert settled(spoken, heard(0.1, 0.7), heard(2.0, 2.7)) == [(0.2, 0.7), (2.1, 2.7)]


def test_a_word_after_a_pause_does_not_begin_before_it() -> None:
    spoken = [word("سلام", 0.2, 0.6), word("دنیا", 0.6, 2.7)]
    assert settled(spoken, heard(0.1, 0.7), heard(2.0, 2.7)) == [(0.2, 0.6), (2.0, 2.7)]


def test_the_word_before_a_mark_and_a_pause_lasts_until_the_speech_ends() -> None:
    # The full stop's token begins at 0.5 and waits until 2.1, the next word.
    spoken = [word("سلام.", 0.2, 0.5), word("دنیا.", 2.1, 2.4)]
    assert settled(spoken, heard(0.1, 0.8), heard(2.0, 2.7)) == [(0.2, 0.8), (2.1, 2.7)]


def test_speech_that_goes_on_after_a_mark_is_not_given_to_the_word_before_it() -> None:
    # The next word begins at 0.7, while the speech goes on; after the last word stands 1 s of something unread.
    spoken = [word("سلام،", 0.2, 0.5), word("دنیا.", 0.7, 1.0)]
    assert settled(spoken, heard(0.1, 2.0)) == [(0.2, 0.5), (0.7, 1.0)]


def test_a_stop_consonant_is_no_pause() -> None:
    assert settled([word("اتّکا", 0.2, 1.0)], heard(0.1, 0.5), heard(0.65, 1.0)) == [(0.2, 1.0)]


def test_a_word_wholly_in_silence_keeps_its_place() -> None:
    assert settled([word("هوم", 1.0, 1.2)], heard(0.1, 0.7), heard(2.0, 2.7)) == [(1.0, 1.2)]


def test_speech_that_was_cut_with_the_window_is_heard_to_its_end() -> None:
    assert settled([word("دنیا", 1.3, 2.0)], span(0.8, 2.0), window_end=2.0) == [(1.3, 2.0)]


def test_without_spans_only_the_length_is_limited() -> None:
    # «و» has one letter: 0.6 + 0.12; «سلام» four: 0.6 + 0.48.
    first, second = settle_words([word("و", 0.0, 3.0), word("سلام،", 3.0, 6.0)], (), window_end=6.0)
    assert (first.start, second.start) == (0.0, 3.0)
    assert [first.end, second.end] == pytest.approx([0.72, 4.08])


TIMES = st.floats(0.0, 30.0)


@settings(deadline=None)
@given(st.lists(TIMES, min_size=2, max_size=10, unique=True), st.lists(TIMES, max_size=6, unique=True))
def test_settled_words_stay_in_order_and_only_the_last_grows(boundaries: list[float], edges: list[float]) -> None:
    before = [word("واژه", start, end) for start, end in pairwise(sorted(boundaries))]
    spans = [span(start, end) for start, end in zip(*[iter(sorted(edges))] * 2, strict=False)]
    after = settle_words(before, spans, window_end=30.0)
    for old, new in zip(before, after, strict=True):
        assert old.start <= new.start <= new.end <= old.end + (LONGEST_TAIL if new is after[-1] else 0)
    assert all(earlier.end <= later.start for earlier, later in pairwise(after))


@dataclass
class BandedWindow:
    """A window whose text token k is heard from position starts[k] to starts[k + 1]."""

    starts: list[int]
    prompt: int
    positions: int = 1500
    fed: list[list[int]] = field(default_factory=list)

    def align(self, tokens: TokenIds) -> CrossAttention:
        self.fed.append(tokens.tolist())
        weights = np.zeros((2, len(tokens), self.positions), dtype=np.float32)
        weights[:, :, 0] = 1
        for row, (first, last) in enumerate(pairwise([*self.starts, self.starts[-1] + 40]), start=self.prompt - 1):
            weights[:, row] = 0
            weights[:, row, first:last] = 1 / (last - first)
        return weights


@dataclass(frozen=True)
class TinyVocabulary:
    """Token 0 ends the text; what has no spelling is a special or timestamp token."""

    spellings: Mapping[int, bytes]
    end_of_text: int = 0

    def token_bytes(self, token: int) -> bytes:
        return self.spellings.get(token, b"")


FIRST, SECOND = "گ".encode()[:1], "گ".encode()[1:]
VOCABULARY = TinyVocabulary(
    {1: " می".encode(), 2: "\u200cروم".encode(), 3: "،".encode(), 4: b" " + FIRST, 5: SECOND + "ل".encode(), 6: b"."}
)


def result_of(*tokens: int, probability: float = 0.5) -> WindowResult:
    hypothesis = Hypothesis(tokens, (math.log(probability),) * (len(tokens) + 1), 0.0, EndedBy.END_OF_TEXT)
    return WindowResult(100.0, 104.0, (span(100.2, 103.8),), hypothesis, text="می\u200cروم، گل.", language="fa")


def test_words_get_the_times_that_the_attention_shows() -> None:
    # می at position 20, ‌روم 40, the comma 60, گ 100, ل 110, the full stop 130, the end 150: 20 ms each.
    encoded = BandedWindow([0, 40, 60, 100, 110, 130, 150], prompt=4)
    found = with_words(result_of(1, 2, 3, 4, 5, 6), encoded.align, prompt=(90, 91, 92, 93), vocabulary=VOCABULARY)
    assert found.words is not None
    assert [each.text for each in found.words] == ["می\u200cروم،", "گل."]
    times = [time for each in found.words for time in (each.start, each.end)]
    assert times == pytest.approx([100.2, 101.2, 102.0, 102.6])  # 100.0 is moved to where the speech begins
    assert [each.probability for each in found.words] == pytest.approx([0.5, 0.5])
    assert encoded.fed == [[90, 91, 92, 93, 1, 2, 3, 4, 5, 6, 0]]


def test_timestamp_tokens_are_not_fed_and_change_nothing() -> None:
    starts, prompt = [0, 40, 60, 100, 110, 130, 150], (90, 91, 92, 93)
    plain, timed = BandedWindow(starts, prompt=4), BandedWindow(starts, prompt=4)
    expected = with_words(result_of(1, 2, 3, 4, 5, 6), plain.align, prompt=prompt, vocabulary=VOCABULARY)
    found = with_words(result_of(70, 1, 2, 3, 71, 71, 4, 5, 6, 72), timed.align, prompt=prompt, vocabulary=VOCABULARY)
    assert found.words == expected.words
    assert timed.fed == plain.fed


def test_without_text_nothing_is_aligned() -> None:
    encoded = BandedWindow([0], prompt=1)
    assert with_words(result_of(70), encoded.align, prompt=(90,), vocabulary=VOCABULARY).words == ()
    assert encoded.fed == []
