"""Seconds to signs and back; words last half a second (see `spoken`)."""

from dataclasses import replace

import pytest

from dabir_desktop.word_places import WordPlace, moment_of, place_at, word_at, word_places
from tests.desktop.spoken import spoken

TALK = spoken("یک یک، دو", "سه")  # 0 to 1.5 s, 2.5 to 3 s


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (-1.0, None),
        (0.0, WordPlace(0, 0, 2)),
        (0.6, WordPlace(0, 3, 6)),
        (1.4, WordPlace(0, 7, 9)),
        (1.5, None),
        (2.0, None),
        (2.5, WordPlace(1, 0, 2)),
        (9.0, None),
    ],
)
def test_the_word_that_is_said_at_a_moment(seconds: float, expected: WordPlace | None) -> None:
    assert place_at(TALK.segments, seconds) == expected


def test_a_segment_without_word_times_is_lit_as_a_whole() -> None:
    plain = replace(TALK.segments[0], words=())
    assert place_at([plain], 1.0) == WordPlace(0, 0, 9)
    assert place_at([replace(plain, text=" ")], 1.0) is None
    assert moment_of(plain, 0) == 0.0
    assert moment_of(plain, 9) == 1.5
    assert moment_of(replace(plain, text=""), 0) == 0.0


@pytest.mark.parametrize(("sign", "seconds"), [(0, 0.0), (1, 0.0), (2, 0.5), (3, 0.5), (8, 1.0), (9, 1.0)])
def test_when_the_word_at_a_sign_begins(sign: int, seconds: float) -> None:
    assert moment_of(TALK.segments[0], sign) == seconds


def test_words_of_an_edited_text_have_no_place() -> None:
    assert list(word_places(replace(TALK.segments[0], text="other"))) == []


@pytest.mark.parametrize(
    ("start", "sign", "expected"),
    [
        (0.0, 0, WordPlace(0, 0, 2)),
        (0.0, 3, WordPlace(0, 3, 6)),
        (0.0, 8, WordPlace(0, 7, 9)),
        (0.0, 99, WordPlace(0, 9, 9)),
        (2.5, 0, WordPlace(1, 0, 2)),
        (2.4, 3, WordPlace(0, 3, 6)),
        (9.0, 0, WordPlace(1, 0, 2)),
    ],
)
def test_the_word_at_a_sign_of_the_segment_that_begins_then(start: float, sign: int, expected: WordPlace) -> None:
    assert word_at(TALK.segments, start, sign) == expected


def test_a_word_without_times_is_all_from_its_sign_on_and_nothing_said_is_none() -> None:
    untimed = tuple(replace(segment, words=()) for segment in TALK.segments)
    assert word_at(untimed, 0.0, 3) == WordPlace(0, 3, 9)
    assert word_at((), 0.0, 3) is None
