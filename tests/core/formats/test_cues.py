from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dabir_core.asr.segments import CueLimits
from dabir_core.formats.cues import Cue, broken_lines, clock, cues
from dabir_core.transcript import Segment, Transcript

HOUR_MS = 3_600_000
LIMITS = CueLimits()
LINE_WIDTH = 42


def _transcript(*segments: Segment) -> Transcript:
    return Transcript(segments, duration=10.0, language="fa", language_probability=1.0, model="demo")


def _spoken(start: float, end: float, text: str = "سلام") -> Transcript:
    return _transcript(Segment(start, end, text, "fa"))


# Milliseconds by hand; 1.001 s is «00:00:01,001», which cutting each field from floats makes «,000».
@pytest.mark.parametrize(
    ("time_ms", "shown"),
    [
        (0, "00:00:00,000"),
        (1001, "00:00:01,001"),
        (59_999, "00:00:59,999"),
        (60_000, "00:01:00,000"),
        (HOUR_MS + 2 * 60_000 + 3004, "01:02:03,004"),
        (100 * HOUR_MS, "100:00:00,000"),
    ],
)
def test_a_clock_has_all_fields(time_ms: int, shown: str) -> None:
    assert clock(time_ms, decimal=",") == shown


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (1.001, 2.0, (1001, 2000)),
        (0.0004, 0.9996, (0, 1000)),
        (59.9996, 61.0, (60_000, 61_000)),
        (2.0, 2.0, (2000, 2001)),
        (2.0, 1.0, (2000, 2001)),
        (-0.2, 1.0, (0, 1000)),
    ],
)
def test_times_are_rounded_once_and_a_cue_lasts(start: float, end: float, expected: tuple[int, int]) -> None:
    (cue,) = cues(_spoken(start, end))
    assert (cue.start_ms, cue.end_ms) == expected


def test_segments_without_text_make_no_cue() -> None:
    silent = Segment(0.0, 1.0, " \n\t ", "fa")
    assert list(cues(_transcript(silent, replace(silent, text="سلام")))) == [Cue(0, 1000, "سلام")]


def test_a_cue_never_starts_before_the_one_before_it() -> None:
    late, early = Segment(5.0, 6.0, "دو", "fa"), Segment(4.9, 7.0, "یک", "fa")
    assert [cue.start_ms for cue in cues(_transcript(late, early))] == [5000, 5000]


def test_line_breaks_and_blank_lines_in_a_text_become_spaces() -> None:
    (cue,) = cues(_spoken(0.0, 1.0, " یک\n\n دو\r\nسه\u2028چهار\x0bپنج "))
    assert cue.text == "یک دو سه چهار پنج"


def test_a_text_that_fits_one_line_is_not_broken() -> None:
    text = " ".join(["aaaa"] * 8) + " bb"
    assert len(text) == LINE_WIDTH
    assert broken_lines(text, LIMITS) == (text,)


def test_half_spaces_and_vowel_signs_take_no_room() -> None:
    text = " ".join(["می‌رَ"] * 10)
    assert len(text) > LINE_WIDTH
    assert broken_lines(text, LIMITS) == (text,)


def test_a_longer_text_stands_on_two_even_lines() -> None:
    text = " ".join(["aaaa"] * 10)
    assert broken_lines(text, LIMITS) == (" ".join(["aaaa"] * 5), " ".join(["aaaa"] * 5))


def test_more_lines_are_even_too_and_no_more_than_are_needed() -> None:
    three = CueLimits(lines=3, line_characters=9)
    assert broken_lines(" ".join(["aaaa"] * 6), three) == ("aaaa aaaa",) * 3
    assert broken_lines(" ".join(["aaaa"] * 4), three) == ("aaaa aaaa",) * 2


def test_no_line_begins_with_a_mark_that_closes() -> None:
    text = f"{'a' * 30} » {'b' * 30}"
    assert broken_lines(text, LIMITS) == (f"{'a' * 30} »", "b" * 30)


def test_a_word_without_spaces_stays_whole() -> None:
    assert broken_lines("a" * 90, LIMITS) == ("a" * 90,)


def test_japanese_is_broken_between_signs_but_never_before_a_mark() -> None:
    text = "日" * 30 + "。" + "本" * 30
    assert broken_lines(text, LIMITS) == ("日" * 30 + "。", "本" * 30)


WORDS = st.lists(st.text("ابپ‌َz", min_size=1, max_size=20), min_size=1, max_size=30)


@settings(deadline=None)
@given(WORDS)
def test_lines_hold_the_words_in_order(words: list[str]) -> None:
    lines = broken_lines(" ".join(words), LIMITS)
    assert len(lines) <= 2
    assert " ".join(lines).split(" ") == words


@settings(deadline=None)
@given(WORDS)
def test_what_fits_two_lines_is_put_on_two_lines(words: list[str]) -> None:
    text = " ".join("a" * len(word) for word in words)
    first_fit = text.rfind(" ", 0, LINE_WIDTH + 1)
    can_fit = len(text) <= LINE_WIDTH or (first_fit > 0 and len(text) - first_fit - 1 <= LINE_WIDTH)
    assert not can_fit or all(len(line) <= LINE_WIDTH for line in broken_lines(text, LIMITS))
