"""Folding: what people write in different ways is found alike, where it stands."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dabir_core.text.folding import Folding, Place

FOLDING = Folding()


@pytest.mark.parametrize(
    ("written", "sought"),
    [
        ("كتاب", "کتاب"),
        ("علي", "علی"),
        ("می\u200cروم", "میروم"),
        ("۱۴۰۵", "1405"),
        ("١٤٠٥", "1405"),
        ("کتـــاب", "کتاب"),
        ("کِتاب", "کتاب"),
        ("نامهٔ", "نامه"),
        ("نامۀ", "نامه"),
        ("مسئول", "مسیول"),
        ("أحمد", "احمد"),
        ("IPHONE", "iphone"),
        ("Straße", "strasse"),
        ("café", "CAFE"),
        ("ﻣﻦ", "من"),
        ("یک\u00a0دو", "یک دو"),
        ("\u200fسلام", "سلام"),
    ],
)
def test_what_is_meant_alike_is_folded_alike(written: str, sought: str) -> None:
    assert FOLDING.fold(written) == FOLDING.fold(sought)


@pytest.mark.parametrize(("one", "other"), [("آن", "ان"), ("می روم", "می\u200cروم"), ("کار", "کارد")])
def test_other_words_stay_other_words(one: str, other: str) -> None:
    assert FOLDING.fold(one) != FOLDING.fold(other)


@pytest.mark.parametrize(
    ("text", "sought", "expected"),
    [
        ("او می\u200cرود و میرود", "میرود", ["می\u200cرود", "میرود"]),
        ("سال ۱۴۰۵ و 1405", "1405", ["۱۴۰۵", "1405"]),
        ("كتابِ علي", "کتاب", ["كتابِ"]),
        ("aaaa", "aa", ["aa", "aa"]),
        ("Straße", "s", ["S", "ß"]),
        ("سلام", "", []),
        ("سلام", "\u200c", []),
        ("سلام", "خدا", []),
        ("a  b", "  ", ["  "]),
        ("🙂سلام🙂", "سلام", ["سلام"]),
    ],
)
def test_places_are_in_the_original_text(text: str, sought: str, expected: list[str]) -> None:
    assert [text[place.first : place.last] for place in FOLDING.places(text, sought)] == expected


def test_a_half_space_beside_a_word_is_no_part_of_it() -> None:
    assert list(FOLDING.places("کتاب\u200cها", "کتاب")) == [Place(0, 4)]


@given(st.text("سلامميك \u200cَßA۱1", max_size=12), st.text("سلام يa1", max_size=3))
def test_what_is_found_says_what_is_sought(text: str, sought: str) -> None:
    places = list(FOLDING.places(text, sought))
    wanted = FOLDING.fold(sought)
    assert all(wanted in FOLDING.fold(text[place.first : place.last]) for place in places)
    assert all(before.last <= after.first for before, after in pairwise(places))
    assert bool(places) == (bool(wanted) and wanted in FOLDING.fold(text))
