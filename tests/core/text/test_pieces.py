import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dabir_core.text.pieces import Piece, from_text, from_words, rewrite, single_spaced, to_text, to_words
from dabir_core.transcript import Word


@settings(deadline=None)
@given(st.text("ab \t\n\u00a0", max_size=20) | st.text(max_size=20))
def test_pieces_give_the_text_back(text: str) -> None:
    assert to_text(from_text(text)) == text


def test_words_are_separated_by_one_space() -> None:
    assert to_text(from_words([Word(" a", 0, 1, 1), Word("b ", 1, 2, 1)])) == "a b"


def test_a_word_with_a_space_becomes_two_that_share_its_time_by_letters() -> None:
    assert to_words(from_words([Word("aaa b", 1.0, 3.0, 0.5)])) == (
        Word("aaa", 1.0, 2.5, 0.5),
        Word("b", 2.5, 3.0, 0.5),
    )


def test_a_word_of_white_space_is_none() -> None:
    assert from_words([Word(" ", 0, 1, 1)]) == []


def test_a_joined_piece_is_as_sure_as_the_less_sure_part() -> None:
    first, second = Piece("a", " ", 0.0, 1.0, 0.9), Piece("b", "\n", 1.5, 2.0, 0.4)
    assert first.joined_to(second, by="-") == Piece("a-b", "\n", 0.0, 2.0, 0.4)


def test_a_piece_that_loses_its_text_leaves_its_gap() -> None:
    assert to_text(rewrite(from_text("a x b"), lambda text: text.replace("x", ""))) == "a  b"


@pytest.mark.parametrize(
    ("text", "expected"), [(" a\t b ", "a b"), ("a \n b", "a\nb"), ("a\r\n\r\nb\n", "a\n\nb"), ("  ", ""), ("", "")]
)
def test_single_spacing_keeps_line_breaks(text: str, expected: str) -> None:
    assert to_text(single_spaced(from_text(text))) == expected
