"""Speech without words, by hand: words of four letters at 0.08 s a letter, which may last 0.2 + 1.5 · 0.32 = 0.68 s."""

import pytest

from dabir_core.asr.hypothesis import Hypothesis
from dabir_core.asr.unheard import longest_unheard
from dabir_core.asr.window_result import Passage, WindowResult
from dabir_core.speech.spans import SpeechSpan
from dabir_core.transcript import EndedBy, Word

SAID = Hypothesis((1,), (-0.1, -0.1), 0.0, EndedBy.END_OF_TEXT)
USUAL = 0.32
SPANS = ((100.0, 104.0), (105.0, 110.0))


def unheard(*words: tuple[float, float], spans: tuple[tuple[float, float], ...] = SPANS) -> float:
    timed = tuple(Word("خانه", start, end, 1.0) for start, end in words)
    places = tuple(SpeechSpan(round(16_000 * start), round(16_000 * end)) for start, end in spans)
    return longest_unheard(WindowResult(100.0, 110.0, places, SAID, "خانه", "fa", words=timed))


def usual(first: float, last: float) -> list[tuple[float, float]]:
    """Words of the usual length without a breath."""
    count = round((last - first) / USUAL)
    return [(first + USUAL * place, first + USUAL * (place + 1)) for place in range(count)]


def test_where_words_fill_the_speech_nothing_is_unheard() -> None:
    assert unheard(*usual(100.0, 104.0), *usual(105.0, 110.0)) < 0.2


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([*usual(102.0, 103.92), *usual(105.0, 109.8)], 2.0),  # the beginning
        ([*usual(100.0, 103.84), *usual(105.0, 107.24)], 2.76),  # the tail
        ([*usual(100.0, 103.2), *usual(106.5, 109.7)], 1.5),  # after a pause, the 0.8 before it left aside
        ([*usual(100.0, 102.24), *usual(105.5, 109.98)], 1.76),  # before one, the 0.5 after it left aside
    ],
)
def test_speech_without_words_is_measured_from_pause_to_pause(
    words: list[tuple[float, float]], expected: float
) -> None:
    assert unheard(*words) == pytest.approx(expected, abs=0.01)


def test_hesitations_around_pauses_are_not_added_up() -> None:
    # «e…» of 0.6 s, then two more alone, and one of 0.4 s before the next word: 2.2 s in all
    words = [*usual(100.0, 103.2), *usual(107.0, 109.88)]
    spans = ((100.0, 103.8), (104.3, 104.9), (105.3, 105.9), (106.6, 110.0))
    assert unheard(*words, spans=spans) == pytest.approx(0.6, abs=0.01)


def test_a_gap_that_is_shorter_than_a_pause_parts_no_speech() -> None:
    # Gaps of 0.1 and 0.19 s (two stop consonants) in speech from 102.24 to 104.24.
    words = [*usual(100.0, 102.24), *usual(105.0, 109.8)]
    spans = ((100.0, 103.0), (103.1, 103.9), (104.09, 104.24), (105.0, 110.0))
    assert unheard(*words, spans=spans) == pytest.approx(2.0 - 0.1 - 0.19, abs=0.01)


def test_a_word_that_lasts_over_what_was_passed_over_is_not_believed_to() -> None:
    # The seventh lasts 2.24 s: 1.56 more than it may.
    words = [*usual(100.0, 101.92), (101.92, 104.16), *usual(105.0, 109.8)]
    spans = ((100.0, 104.16), (105.0, 110.0))
    assert unheard(*words, spans=spans) == pytest.approx(104.16 - 101.92 - 0.68, abs=0.01)


def test_a_last_word_may_linger() -> None:
    assert unheard(*usual(100.0, 103.2), (103.2, 103.85), spans=((100.0, 103.85),)) == pytest.approx(0.0, abs=0.01)


def test_slow_speakers_have_a_pace_of_their_own() -> None:
    slow = [(100.0 + place, 100.9 + place) for place in range(10)]  # 0.225 s a letter, taken for 0.12: at most 0.92 s
    assert unheard(*slow, spans=((100.0, 109.9),)) == pytest.approx(0.1, abs=0.01)


def test_one_word_that_is_all_too_long_does_not_set_the_pace() -> None:
    assert unheard((100.0, 104.0), spans=((100.0, 104.0),)) == pytest.approx(4.0 - (0.2 + 1.5 * 4 * 0.12))


def test_without_spans_all_of_the_window_is_speech() -> None:
    assert unheard(*usual(100.0, 108.0), spans=()) == pytest.approx(2.0, abs=0.01)


def test_without_word_times_those_of_decoded_timestamps_count() -> None:
    places = tuple(SpeechSpan(round(16_000 * start), round(16_000 * end)) for start, end in SPANS)
    passages = (Passage(100.0, 103.5, "خانه"), Passage(106.7, 110.0, "خانه"))
    result = WindowResult(100.0, 110.0, places, SAID, "خانه", "fa", passages=passages)
    assert longest_unheard(result) == pytest.approx(1.7)


@pytest.mark.parametrize("words", [None, ()])
def test_without_any_times_nothing_is_known(words: tuple[Word, ...] | None) -> None:
    assert longest_unheard(WindowResult(100.0, 110.0, (), SAID, "خانه", "fa", words=words)) == 0.0
