"""Tokens to words: Persian as a byte-level vocabulary breaks it, marks, and languages without spaces."""

import math
from itertools import pairwise
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dabir_core.asr.words import Spelling, letters_of_tokens, spell_words, spoken_letters, time_words


def tokens(*texts: str | bytes) -> list[bytes]:
    return [text if isinstance(text, bytes) else text.encode("utf-8") for text in texts]


def texts(words: tuple[Spelling, ...]) -> list[str]:
    return [word.text for word in words]


def test_words_begin_at_spaces() -> None:
    words = spell_words(tokens(" سل", "ام", " دن", "یا"), language="fa")
    assert words == (Spelling("سلام", 0, 2), Spelling("دنیا", 2, 4))


def test_a_letter_split_between_tokens_is_put_together() -> None:
    first, second = "گ".encode()
    words = spell_words([b" " + bytes([first]), bytes([second]), *tokens("ل"), *tokens(" سرخ")], language="fa")
    assert words == (Spelling("گل", 0, 3), Spelling("سرخ", 3, 4))


def test_a_non_joiner_never_splits_a_word_even_byte_by_byte() -> None:
    joiner = [bytes([byte]) for byte in "\u200c".encode()]
    words = spell_words([*tokens(" می"), *joiner, *tokens("روم", " خانه")], language="fa")
    assert words == (Spelling("می\u200cروم", 0, 5), Spelling("خانه", 5, 6))


def test_a_non_joiner_alone_between_spaces_is_no_word() -> None:
    words = spell_words(tokens(" کتاب", " \u200c", " خوب"), language="fa")
    assert words == (Spelling("کتاب\u200c", 0, 1), Spelling("خوب", 2, 3))


def test_broken_bytes_are_shown_and_do_not_swallow_the_next_word() -> None:
    words = spell_words([b" \xda", *tokens(" خوب"), b"\xd8"], language="fa")
    assert words == (Spelling("\ufffd", 0, 1), Spelling("خوب\ufffd", 1, 2))


def test_tokens_of_mere_space_belong_to_no_word() -> None:
    words = spell_words(tokens(" ", "سلام", "\n", "دنیا", " "), language="fa")
    assert texts(words) == ["سلام", "دنیا"]


@pytest.mark.parametrize("mark", ["،", "؛", "؟", "»", ".", "!", "?", ":", "…", "...", "»،", ")", "٪"])
@pytest.mark.parametrize("space", ["", " "])
def test_closing_marks_join_the_word_before_but_not_its_time(mark: str, space: str) -> None:
    words = spell_words(tokens(" سلام", space + mark, " دنیا"), language="fa")
    assert words == (Spelling("سلام" + mark, 0, 1), Spelling("دنیا", 2, 3))


@pytest.mark.parametrize("mark", ["«", "(", "[", "“"])
@pytest.mark.parametrize("space", ["", " "])
def test_opening_marks_join_the_word_after_but_not_its_time(mark: str, space: str) -> None:
    words = spell_words(tokens(" گفت", " " + mark, space + "سلام"), language="fa")
    assert words == (Spelling("گفت", 0, 1), Spelling(mark + "سلام", 2, 3))


def test_quotes_in_a_sentence() -> None:
    words = spell_words(tokens(" گفت", ":", " «", "سلام", " دنیا", "!»", "."), language="fa")
    assert texts(words) == ["گفت:", "«سلام", "دنیا!»."]


def test_a_mark_without_a_neighbour_is_its_own_word() -> None:
    assert spell_words(tokens("«"), language="fa") == (Spelling("«", 0, 1),)
    assert spell_words(tokens(" ؟", " سلام"), language="fa") == (Spelling("؟", 0, 1), Spelling("سلام", 1, 2))
    assert texts(spell_words(tokens(" 2", " +", " 3"), language="en")) == ["2", "+", "3"]


def test_two_marks_alone_are_one_word_with_the_first_ones_time() -> None:
    assert spell_words(tokens(" …", " ؟"), language="fa") == (Spelling("…؟", 0, 1),)


def test_marks_inside_a_word_keep_its_time_whole() -> None:
    words = spell_words(tokens(" 3", ".", "5", "%"), language="en")
    assert words == (Spelling("3.5%", 0, 3),)


@pytest.mark.parametrize(
    ("language", "pieces", "expected"),
    [
        ("zh", ["今天", "天", "气", "。"], ["今天", "天", "气。"]),
        ("ja", ["「", "行く", "」", " ok", "ay", " go"], ["「行く」", "okay", "go"]),
        ("th", ["ก", "\u0e34", "ดี"], ["ก\u0e34", "ดี"]),  # a vowel sign above its consonant
        ("yue", ["我", " love", "你"], ["我", "love", "你"]),
    ],
)
def test_languages_without_spaces(language: str, pieces: list[str], expected: list[str]) -> None:
    assert texts(spell_words(tokens(*pieces), language=language)) == expected


def test_no_tokens_spell_no_words() -> None:
    assert spell_words([], language="fa") == ()


WORDS = st.lists(st.text(alphabet="ابپتگیهمن۱۲۳\u200c،؟«»().:ab", min_size=1, max_size=8), min_size=1, max_size=8)


@settings(deadline=None)
@given(WORDS, st.randoms(use_true_random=False), st.sampled_from(["fa", "zh"]))
def test_words_joined_are_the_text_and_their_tokens_come_in_order(
    words: list[str], random: Random, language: str
) -> None:
    spelled: list[bytes] = []
    for word in words:
        encoded = (" " + word).encode("utf-8")
        cuts = sorted({0, len(encoded), *(random.randrange(1, len(encoded)) for _ in range(3))})
        spelled += [encoded[first:last] for first, last in pairwise(cuts)]
    found = spell_words(spelled, language=language)
    assert "".join(texts(found)) == "".join(words)
    places = [place for word in found for place in (word.first, word.last - 1)]
    assert places == sorted(places)
    assert all(0 <= word.first < word.last <= len(spelled) for word in found)


@settings(deadline=None)
@given(st.lists(st.binary(min_size=1, max_size=3), max_size=12))
def test_no_bytes_are_refused(spelled: list[bytes]) -> None:
    whole = b"".join(spelled).decode("utf-8", errors="replace")
    found = spell_words(spelled, language="fa")
    assert "".join("".join(texts(found)).split()) == "".join(whole.split())


def test_times_and_probability_are_those_of_the_letters() -> None:
    words = (Spelling("گل", 0, 2), Spelling("سرخ.", 2, 3))
    log_probabilities = [math.log(0.9), math.log(0.5), math.log(0.8), math.log(0.1)]
    timed = time_words(words, np.array([0.0, 0.2, 0.5, 0.9, 1.4]), log_probabilities=log_probabilities, offset=10.0)
    assert [(word.text, word.start, word.end) for word in timed] == [("گل", 10.0, 10.5), ("سرخ.", 10.5, 10.9)]
    # The geometric mean of 0.9 and 0.5; the full stop's 0.1 does not count.
    assert [word.probability for word in timed] == [pytest.approx(0.45**0.5), pytest.approx(0.8)]


@pytest.mark.parametrize(
    ("text", "letters"),
    [("می‌روم", 5), ("سلام،", 4), ("«»", 0), ("", 0), ("۱۴۰۳", 12), ("12", 6), ("اتّکا", 4), ("كتاب", 4)],
)
def test_letters_are_counted_without_marks_and_digits_as_the_words_they_are(text: str, letters: int) -> None:
    assert spoken_letters(text) == letters


def test_a_letter_split_between_tokens_is_half_of_each() -> None:
    first, second = "گ".encode()
    spelled = [b" " + bytes([first]), bytes([second]), *tokens("ل", "،", " سرخ")]
    assert letters_of_tokens(spelled) == [0.5, 0.5, 1, 0, 3]
