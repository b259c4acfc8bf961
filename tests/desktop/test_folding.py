"""Ways of writing that people take for the same are the same to a search."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dabir_desktop.folding import FoldedWord, fold, folded, folded_words

SAME = [
    ("می‌روم", "میروم", "می روم", "مي‌روم", "می‌‌روم", "می\u00a0روم"),
    ("نمی‌دانم", "نمی دانم", "نمیدانم"),
    ("کتاب‌ها", "كتاب ها", "کتابها", "کـتـاب‌ها"),
    ("بزرگ‌ترین", "بزرگ ترین", "بزرگترین"),
    ("خانه‌ام", "خانه ام", "خانهام"),
    ("نامهٔ", "نامۀ", "نامه", "نامة", "نامە"),
    ("مسؤول", "مسوول", "مسؤول"),
    ("رأی", "رای", "رأى"),
    ("آلودگی", "الودگی", "آلودگى"),
    ("جزء", "جز"),
    ("عَلی", "علی", "علي", "علىٰ"),
    ("۱۲۳", "١٢٣", "123"),
    ("۱٬۲۵۰", "1250"),
    ("Café", "café", "cafe", "CAFE\u0301"),
    ("ﻻزم", "لازم"),
    ("\u2067سلام\u2069", "سلام", "\u200fسلام"),
]
APART = [
    ("کتاب", "کتاب‌ها"),
    ("دانش آموز", "دانش‌آموز"),
    ("ماه می ۲۰۲۰", "ماه می۲۰۲۰"),
    ("می. روم", "می روم"),
    ("می به", "میبه"),
    ("book ها", "bookها"),
]


@pytest.mark.parametrize("forms", SAME, ids=lambda forms: forms[0])
def test_forms_that_people_take_for_the_same_fold_to_the_same(forms: tuple[str, ...]) -> None:
    assert {fold(form) for form in forms} == {fold(forms[0])}
    assert fold(forms[0])


@pytest.mark.parametrize(("one", "other"), APART)
def test_other_words_stay_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_a_folded_text_is_words_with_single_spaces() -> None:
    assert fold("  «سلام»،  دنیا!\n(Hello)–World_2  ") == "سلام دنیا hello world 2"
    assert fold("؟!…") == ""


def test_half_spaces_part_compounds_but_neither_prefixes_nor_endings() -> None:
    words = list(folded_words("دانش‌آموزان می‌روند کتاب‌ها خانه‌دارها خانه‌دار‌ها"))
    assert [word.parts for word in words] == [
        ("دانش", "اموزان"),
        (),
        (),
        ("خانه", "دارها"),
        ("خانه", "دار"),
    ]
    assert words[0] == FoldedWord("دانشاموزان", ("دانش", "اموزان"))


@pytest.mark.parametrize(
    ("written", "wanted", "found"),
    [
        ("او می‌روم خانه", "میروم", "می‌روم"),
        ("او می روم خانه", "میروم", "می روم"),
        ("این نامهٔ اوست", "نامه", "نامهٔ"),
        ("سال ۱٬۲۵۰ بود", "1250", "۱٬۲۵۰"),
        ("ســلام علیکم", "سلام", "ســلام"),
        ("un Café noir", "cafe", "Café"),
    ],
)
def test_what_is_found_is_told_in_the_letters_that_were_written(written: str, wanted: str, found: str) -> None:
    text = folded(written)
    start = text.text.index(wanted)
    begin, end = text.written(written, start, start + len(wanted))
    assert written[begin:end] == found


PERSIAN = st.text(alphabet="سلامیيىهةۀکك\u0654آأؤئءنمترا\u200c\u200f \n\t.،۱٢3٬ـًéİßA_-()ﻻ…½")


@given(st.one_of(PERSIAN, st.text()))
def test_both_ways_of_folding_agree(text: str) -> None:
    whole = folded(text)
    assert whole.text == fold(text) == " ".join(word.text for word in folded_words(text))
    assert len(whole.places) == len(whole.text)
    assert list(whole.places) == sorted(whole.places)
    assert all(0 <= place < len(text) for place in whole.places)


@given(st.one_of(PERSIAN, st.text(alphabet="سلامیيىهةۀکك آأؤئ\u200c۱٢3éİA")))
def test_words_of_a_folded_text_hold_letters_and_digits_alone(text: str) -> None:
    words = fold(text).split(" ") if fold(text) else []
    assert all(word.isalnum() for word in words)


@given(PERSIAN)
def test_the_place_of_each_word_folds_to_that_word(text: str) -> None:
    whole = folded(text)
    start = 0
    for word in whole.text.split(" ") if whole.text else []:
        begin, end = whole.written(text, start, start + len(word))
        assert word in fold(text[begin:end])  # «½» is one letter and two words
        start += len(word) + 1
