"""Which word lights up when, and where it stands."""

import pytest

from dabir_core.transcript import Segment, Word
from dabir_desktop.lit_words import LitWords


@pytest.fixture
def words() -> LitWords:
    words = LitWords()
    first = (Word(" سلام،", 0.4, 1.0, 0.9), Word(" من", 1.2, 1.5, 0.9))
    words.append(Segment(0.4, 1.5, "سلام، من", "fa", first))
    words.append(Segment(4.0, 6.0, "بی‌زمان", "fa"))
    return words


def test_the_text_is_written_on(words: LitWords) -> None:
    assert words.text == "سلام، من بی‌زمان"


@pytest.mark.parametrize(
    ("seconds", "lit"),
    [
        (0.0, None),
        (0.4, "سلام،"),
        (1.1, "سلام،"),  # a breath between words puts no light out
        (1.2, "من"),
        (3.0, None),  # a pause does
        (5.0, "بی‌زمان"),  # without times of words a segment is one word
        (9.0, None),
        (-1.0, None),
    ],
)
def test_the_word_that_is_spoken_is_found(words: LitWords, seconds: float, lit: str | None) -> None:
    place = words.at(seconds)
    assert (None if place is None else words.text[place.first : place.behind]) == lit
