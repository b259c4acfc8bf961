"""What somebody types, as a query and as places."""

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dabir_desktop.library.wanted import loosely, wanted


@pytest.mark.parametrize(
    ("asked", "query"),
    [
        ("کتاب", '("کتاب"*)'),
        ("به خانه", '("به") AND ("خانه"*)'),
        ("به خانه ", '("به") AND ("خانه"*)'),
        ("خانه به ", '("خانه"*) AND ("به")'),
        ("خانه به", '("خانه"*) AND ("به"*)'),
        ("می روم", '("میروم"*)'),
        ("دانش‌آموز", '("دانشاموز"* OR "دانش اموز"*)'),
        ('"به خانه"', '("به خانه")'),
        ("«به خانه» رفت", '("به خانه") AND ("رفت"*)'),
        ('"به خا', '("به خا"*)'),
        ("", ""),
        ("؟!", ""),
        ('""', ""),
    ],
)
def test_words_become_a_query(asked: str, query: str) -> None:
    assert wanted(asked).query == query


@pytest.mark.parametrize(
    ("asked", "body", "found"),
    [
        ("خانه", "به خانهای رفت", ["خانهای"]),
        ("به خانه", "خانه بهتر به شهر", ["خانه", "به"]),
        ('"خانه به"', "خانه بهتر خانه\nبه شهر", ["خانه\nبه"]),
        ("آموزان", "دانشاموزان", ["اموزان"]),
        ("موز", "موز دانشاموزان", ["موز"]),
        ("و ", "بود گاو", []),
    ],
)
def test_words_have_places(asked: str, body: str, found: list[str]) -> None:
    places = [place for term in wanted(asked).terms for place in term.places(body)]
    assert sorted(body[start:end] for start, end in places) == sorted(found)


def test_loosely_words_may_be_written_in_one_and_in_two() -> None:
    one = loosely("اینکه")
    two = loosely("کتاب خانه")
    assert one and '"این که"*' in one.query
    assert two and '"کتابخانه"*' in two.query
    assert loosely('"این که"') is None
    assert loosely("؟") is None


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_query_that_sqlite_understands(asked: str) -> None:
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE found USING fts5 (body, tokenize='ascii')")
    for search in (wanted(asked), loosely(asked)):
        if search is not None and search.query:
            database.execute("SELECT rowid FROM found WHERE found MATCH ?", (search.query,)).fetchall()
    database.close()
