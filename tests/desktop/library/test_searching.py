"""The search over the library: from the newest item to the oldest, in every way of writing."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from dabir_desktop.library import Library
from dabir_desktop.library.items import Spot
from dabir_desktop.library.searching import MOST_HITS, MOST_OF_ITEM
from tests.desktop.said import NOON, library_in, new_item


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with library_in(tmp_path) as library:
        yield library


@pytest.mark.parametrize("written", ["می‌روم", "میروم", "می روم", "مي‌روم", "مِی‌روم", "مـی‌روم"])
@pytest.mark.parametrize("asked", ["می‌روم", "میروم", "می روم", "ميروم"])
def test_a_verb_is_found_however_it_and_the_search_are_written(library: Library, written: str, asked: str) -> None:
    item = library.add(new_item("سلام", f"من {written} خانه"))
    (hit,) = library.search(asked)
    assert (hit.item, hit.spot) == (item, Spot(5.0, sign=3))
    assert [hit.snippet.text[start:end] for start, end in hit.snippet.marks] == [written]


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("دانش‌آموزان", "دانش آموزان"),
        ("دانش آموزان", "دانش‌آموزان"),
        ("دانش‌آموزان", "دانشآموزان"),
        ("دانش آموزان", "دانشاموزان"),
        ("این که گفت", "اینکه"),
        ("کتابخانه", "کتاب خانه"),
        ("COVID-19", "covid ۱۹"),
        ("نامهٔ او", "نامه"),
        ("مسؤول", "مسوول"),
    ],
)
def test_compounds_are_found_in_one_and_in_two(library: Library, written: str, asked: str) -> None:
    library.add(new_item("چیز دیگر"))
    item = library.add(new_item(f"اول {written} آخر"))
    assert [hit.item for hit in library.search(asked)] == [item]


def test_new_items_come_first_and_their_places_in_order(library: Library) -> None:
    old = library.add(new_item("کتاب", "نه", "کتاب", came=NOON - timedelta(days=1)))
    new = library.add(new_item("نه", "کتاب"))
    assert [(hit.item, hit.start) for hit in library.search("کتاب")] == [(new, 5.0), (old, 0.0), (old, 10.0)]


def test_all_words_must_stand_in_the_item_but_not_in_one_segment(library: Library) -> None:
    both = library.add(new_item("کتاب", "x", "y", "مدرسه"))
    library.add(new_item("کتاب"))
    assert {hit.item for hit in library.search("مدرسه کتاب")} == {both}


def test_a_phrase_is_found_across_the_end_of_a_subtitle(library: Library) -> None:
    item = library.add(new_item("او به", "خانه رفت"))
    library.add(new_item("خانه به او رفت"))
    (hit,) = library.search('"به خانه رفت"')
    assert (hit.item, hit.spot, hit.snippet.text) == (item, Spot(0.0, sign=3), "او به خانه رفت")
    assert [hit.snippet.text[start:end] for start, end in hit.snippet.marks] == ["به خانه رفت"]


def test_a_title_is_found_with_the_beginning_of_the_text(library: Library) -> None:
    item = library.add(new_item("سلام به همه", title="جلسهٔ بودجه"))
    (hit,) = library.search("بودجه")
    assert (hit.item, hit.start, hit.snippet.text, hit.snippet.marks) == (item, 0.0, "سلام به همه", ())


def test_words_of_title_and_text_together_lead_to_the_text(library: Library) -> None:
    item = library.add(new_item("سلام", "به همه", title="جلسهٔ بودجه"))
    assert [(hit.item, hit.start) for hit in library.search("بودجه همه")] == [(item, 5.0)]


def test_nothing_asked_finds_nothing(library: Library) -> None:
    library.add(new_item("متن"))
    assert [library.search(asked) for asked in ("", "  ", "؟", '"', "*", "()", "AND")] == [()] * 7


def test_what_nobody_would_read_is_left_out(library: Library) -> None:
    for number in range(MOST_HITS // MOST_OF_ITEM + 2):
        library.add(new_item(*["کتاب"] * (MOST_OF_ITEM + 5), title=str(number)))
    hits = library.search("کتاب")
    assert len(hits) == MOST_HITS
    assert all(sum(hit.item == item for hit in hits) == MOST_OF_ITEM for item in {hit.item for hit in hits})
