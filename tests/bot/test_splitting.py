"""Texts in messages: never too long, nothing lost, every line in its direction."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dabir_bot.splitting import beginning, directed, ending, split, units

MARKS = "\u200e\u200f"
TEXTS = st.text(
    alphabet=st.sampled_from("سلام دنیا hello. ؟!\n\u200c😀é1۲") | st.characters(codec="utf-8"), max_size=200
)


def bare(text: str) -> str:
    return "".join(sign for sign in text if not sign.isspace() and sign not in MARKS)


@pytest.mark.parametrize(("text", "count"), [("", 0), ("سلام", 4), ("a😀", 3)])
def test_units_are_those_of_utf_16(text: str, count: int) -> None:
    assert units(text) == count == len(text.encode("utf-16-le")) // 2


@given(TEXTS, st.integers(20, 60))
def test_no_part_is_too_long_or_blank_and_nothing_is_lost(text: str, longest: int) -> None:
    parts = split(text, longest=longest)

    assert all(units(part) <= longest and part.strip() for part in parts)
    assert bare("".join(parts)) == bare(text)


def test_a_part_ends_with_a_sentence_where_one_ends_in_its_second_half() -> None:
    assert split("Ab cd. Efg hi jk lm. No pq rst uvw.", longest=24) == ("Ab cd. Efg hi jk lm.", "No pq rst uvw.")


def test_without_a_sentence_a_part_ends_with_a_word() -> None:
    assert split("aaaa bbbb cccc dddd", longest=11) == ("aaaa bbbb", "cccc dddd")


def test_a_word_longer_than_a_message_is_cut_but_no_pair_of_surrogates() -> None:
    assert split("😀" * 10, longest=7) == ("😀" * 3, "😀" * 3, "😀" * 3, "😀")


@pytest.mark.parametrize(
    ("line", "language", "mark"),
    [
        ("Telegram خوب است", "fa", "\u200f"),
        ("۱۲ تا Telegram", "fa", ""),
        ("سلام", "fa", ""),
        ("hello", "fa", ""),
        ("سلام means hello", "en", "\u200e"),
        ("12", "fa", ""),
    ],
)
def test_a_line_is_marked_where_its_first_letter_would_turn_it(line: str, language: str, mark: str) -> None:
    assert directed(line, language=language) == mark + line


@given(TEXTS)
def test_marking_twice_changes_nothing(text: str) -> None:
    once = directed(text, language="fa")

    assert directed(once, language="fa") == once


def test_a_persian_line_that_is_cut_before_a_latin_word_still_runs_to_the_left() -> None:
    first, second = split("یک دو سه چهار Telegram خوب است", longest=20)

    assert (first, second) == ("یک دو سه چهار", "\u200fTelegram خوب است")
    assert unicodedata.bidirectional(second[0]) == "R"


def test_the_beginning_of_a_long_text_ends_with_a_sentence() -> None:
    assert beginning("Ab cd ef. Gh ij kl.", 14) == "Ab cd ef. …"
    assert beginning("Ab.", 14) == "Ab."


def test_the_ending_of_a_long_text_begins_with_a_word() -> None:
    assert ending("one two three four", 13) == "… three four"
    assert ending("four", 13) == "four"
