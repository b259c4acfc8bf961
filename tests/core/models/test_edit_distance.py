"""Distances against jiwer's (rapidfuzz) and by hand."""

import jiwer
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dabir_core.models.edit_distance import edit_distance, nearest_stretch

LETTERS = st.text("ابج", max_size=12)


@pytest.mark.parametrize(
    ("text", "reference", "edits"),
    [("kitten", "sitting", 3), ("", "سلام", 4), ("سلام", "", 4), ("", "", 0), ("ابجد", "ابد", 1), ("اب", "با", 2)],
)
def test_known_distances(text: str, reference: str, edits: int) -> None:
    assert edit_distance(text, reference) == edits


@given(LETTERS, LETTERS.filter(bool))
def test_the_distance_is_what_jiwer_counts(text: str, reference: str) -> None:
    counted = jiwer.process_characters(reference, text)
    assert edit_distance(text, reference) == counted.substitutions + counted.deletions + counted.insertions


@pytest.mark.parametrize(
    ("text", "reference", "stretch"),
    [
        ("نان خرید", "مادرم دیروز نان خرید و رفت", "نان خرید"),
        ("نان خزید", "مادرم دیروز نان خرید و رفت", "نان خرید"),
        ("مادرم دیروز", "مادرم دیروز", "مادرم دیروز"),
        ("", "مادرم", ""),
        ("مادرم", "", ""),
    ],
)
def test_a_text_is_found_in_its_reference(text: str, reference: str, stretch: str) -> None:
    assert nearest_stretch(text, reference) == stretch


@given(LETTERS, LETTERS)
def test_no_other_stretch_is_nearer(text: str, reference: str) -> None:
    places = range(len(reference) + 1)
    nearest = min(edit_distance(text, reference[start:end]) for start in places for end in places[start:])
    found = nearest_stretch(text, reference)
    assert found in reference
    assert edit_distance(text, found) == nearest
