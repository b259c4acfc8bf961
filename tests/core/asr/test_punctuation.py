"""The tables of marks, by example in each writing."""

import pytest

from dabir_core.asr.punctuation import ends_clause, ends_sentence, is_closing, is_mark, is_opening

CLOSING = ["،", "؛", "؟", "»", ".", "!", "?", ":", "…", "...", "؟!", "»،", ")", "]", "”", "。", "۔", "٪", "»."]
JOINERS = ["\u200c", "\u200f"]


@pytest.mark.parametrize("text", [*CLOSING, *JOINERS])
def test_closing_marks(text: str) -> None:
    assert is_closing(text)
    assert is_mark(text)
    assert not is_opening(text)


@pytest.mark.parametrize("text", ["«", "(", "[", "“", "(«", "「", '"'])
def test_opening_marks(text: str) -> None:
    assert is_opening(text)
    assert is_mark(text)
    assert not is_closing(text)


@pytest.mark.parametrize("text", ["-", "+", "–", "=", "&"])
def test_marks_that_belong_to_neither_side(text: str) -> None:
    assert is_mark(text)
    assert not is_opening(text)
    assert not is_closing(text)


@pytest.mark.parametrize("text", ["و", "۳", "a", ".۵", "ً", "字"])
def test_letters_vowel_signs_and_digits_are_no_marks(text: str) -> None:
    assert not is_mark(text)


@pytest.mark.parametrize(
    "text", ["رفت.", "کجا؟", "چه!", "خب…", "رفت...", "«رفت.»", "(رفت؟)", "「行く。」", "گیا۔", 'done."']
)
def test_sentence_ends(text: str) -> None:
    assert ends_sentence(text)


@pytest.mark.parametrize("text", ["رفت", "۳.۵", "رفت،", "«رفت»", "a.b", "»"])
def test_no_sentence_ends(text: str) -> None:
    assert not ends_sentence(text)


@pytest.mark.parametrize(
    ("text", "ends"), [("خب،", True), ("اول؛", True), ("گفت:", True), ("«خب»،", True), ("خب.", False)]
)
def test_clause_ends(text: str, ends: bool) -> None:
    assert ends_clause(text) is ends
