"""Directions: most letters decide; rules P2, P3, W7, N1 and N2 of UAX 9 by hand."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dabir_core.text.direction import is_right_to_left, stretches


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("سلام", "en", True),
        ("«سلام»", "en", True),
        ("42 سلام", "en", True),
        ("iPhone چند است؟", "en", True),  # six letters each, and a Persian mark
        ("iPhone چند است", "fa", False),  # six letters each: the first one decides
        ("چند است iPhone", "en", True),
        ("Whisper یک مدل است", "en", True),  # seven to eight
        ("the word سلام means hello", "fa", False),
        ("می‌خواهم OK", "en", True),
        ("42؟", "fa", True),
        ("42?", "en", False),
        ("", "he", True),
        ("שלום", "en", True),
    ],
)
def test_most_letters_decide_then_the_first_and_else_the_language(text: str, language: str, expected: bool) -> None:
    assert is_right_to_left(text, language=language) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("سلام!", [("سلام!", True)]),
        ("از Linux 6.1 و Mac.", [("از ", True), ("Linux 6.1", False), (" و ", True), ("Mac", False), (".", True)]),
        ("سال 1405 (ok)", [("سال 1405 (", True), ("ok", False), (")", True)]),
        ("می\u200cروم", [("می\u200cروم", True)]),
        ("۱۲ km", [("۱۲ ", True), ("km", False)]),
        ("", []),
    ],
)
def test_a_persian_paragraph_is_cut_where_the_direction_turns(text: str, expected: list[tuple[str, bool]]) -> None:
    found = [(each.text, each.is_right_to_left) for each in stretches(text, is_right_to_left=True)]
    assert found == expected


@given(st.text("ab سلام12۳.،؟«»()\u200cِ", max_size=30), st.booleans())
def test_stretches_are_the_text_and_take_turns(text: str, from_right: bool) -> None:
    found = list(stretches(text, is_right_to_left=from_right))
    assert "".join(each.text for each in found) == text
    assert all(before.is_right_to_left != after.is_right_to_left for before, after in pairwise(found))
