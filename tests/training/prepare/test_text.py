"""A clip's text as the model is to write it, and the key that two spellings of a sentence share."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dabir_training.prepare.text import is_in_wrong_script, sentence_key, spoken_letters, training_text

ZWNJ = "\u200c"


@pytest.mark.parametrize(
    ("written", "mended"),
    [
        ("من برات يادداشت گذاشتم", "من برات یادداشت گذاشتم"),
        ("می روم", f"می{ZWNJ}روم"),
        ("\ufeffسلام\u200f دنيا", "سلام دنیا"),
        ("می\u00adروم", f"می{ZWNJ}روم"),
        ("می\u200b\u200bروم", f"می{ZWNJ}روم"),
        ("ﻛﺘﺎﺏ", "کتاب"),
        ("سال 1402", "سال ۱۴۰۲"),
        ('"آیا او رفت؟', "آیا او رفت؟"),
        ("  سلام\u00a0 دنیا ", "سلام دنیا"),
    ],
)
def test_persian_text_is_mended(written: str, mended: str) -> None:
    assert training_text(written, language="fa") == mended


def test_other_languages_keep_their_letters() -> None:
    assert training_text("\ufeffكتاب  جديد", language="ar") == "كتاب جديد"
    assert training_text("I said 1,000", language="en") == "I said 1,000"


def test_mending_twice_changes_nothing_more() -> None:
    once = training_text('"مي روم به خانه ي ما ، 12 بار', language="fa")
    assert training_text(once, language="fa") == once


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("کتاب‌های من", "كتابهاي من"),
        ("می‌روم.", "می روم"),
        ("خانهٔ ما", "خانۀ ما"),
        ("سَلام", "سلام!"),
        ("سال ۱۴۰۲", "سال 1402"),
        ("مسئله", "مسيله"),
        ("OK است", "ok است"),
    ],
)
def test_spellings_of_one_sentence_have_one_key(one: str, other: str) -> None:
    assert sentence_key(one) == sentence_key(other)


def test_other_sentences_have_other_keys() -> None:
    assert len({sentence_key(text) for text in ("می‌روم", "می‌رود", "نمی‌روم", "می‌روم خانه", "")}) == 5


@given(st.text(alphabet='ابپتکیيكهةۀ آأ\u200c\u200f.،؟12۱۲"«» ', max_size=30))
def test_mending_keeps_the_key(text: str) -> None:
    """Leaks are looked for in mended texts, by keys that the ledger took of mended texts and of reported ones."""
    assert sentence_key(training_text(text, language="fa")) == sentence_key(text)


def test_letters_are_counted_without_marks_spaces_and_punctuation() -> None:
    assert len(spoken_letters(f"سَلام، می{ZWNJ}روم!")) == 9


@pytest.mark.parametrize(
    ("text", "language", "is_wrong"),
    [("NA", "fa", True), ("null", "fa", True), ("سلام OK", "fa", False), ("hello", "en", False), ("12", "fa", False)],
)
def test_latin_letters_alone_are_no_persian(text: str, language: str, *, is_wrong: bool) -> None:
    assert is_in_wrong_script(text, language=language) is is_wrong
