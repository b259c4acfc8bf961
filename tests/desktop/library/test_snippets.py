"""Which places are shown, and how they are cut and marked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dabir_desktop.library.rows import to_body
from dabir_desktop.library.snippets import places, snippet
from dabir_desktop.library.wanted import wanted

TEXTS = ("سلام بر شما", "کتاب خوبی است", "آن را از خانه", "بیاورید. کتاب و خانه", "خداحافظ شما")


@pytest.mark.parametrize(
    ("asked", "segments"),
    [
        ("کتاب", [1, 3]),
        ("شما", [0, 4]),
        ("کتاب خانه", [3]),
        ("خوبی آن", [1]),
        ("سلام خداحافظ", [0, 4]),
        ('"خانه بیاورید"', [2]),
        ("نیست", []),
    ],
)
def test_segments_that_hold_most_of_what_is_wanted_are_shown(asked: str, segments: list[int]) -> None:
    assert places(wanted(asked), to_body(TEXTS).lines) == segments


def marked(asked: str, text: str) -> list[str]:
    shown = snippet(wanted(asked), text)
    return [shown.text[start:end] for start, end in shown.marks]


@pytest.mark.parametrize(
    ("asked", "text", "marks"),
    [
        ("می روم", "من می‌روم خانهٔ شما", ["می‌روم"]),
        ("خانه", "من می‌روم خانهٔ شما", ["خانهٔ"]),
        ("كتاب", "کتاب‌های خوب، کِتاب", ["کتاب‌های", "کِتاب"]),
        ("12", "سال ۱۲", ["۱۲"]),
        ("آموزان", "دانش‌آموزان", ["آموزان"]),
        ("من خانه", "من می‌روم خانهٔ شما", ["من", "خانهٔ"]),
        ("😀 hello", "😀 Hello!", ["Hello"]),
    ],
)
def test_marks_stand_in_the_letters_that_were_written(asked: str, text: str, marks: list[str]) -> None:
    assert marked(asked, text) == marks
    assert snippet(wanted(asked), text).text == text


def test_a_long_segment_is_cut_between_words_around_the_mark() -> None:
    text = " ".join(f"واژهٔ{'ب' * 4}" for _ in range(40)) + " هدف " + "دنباله " * 40
    shown = snippet(wanted("هدف"), text)
    assert shown.text.startswith("…")
    assert shown.text.endswith("…")
    assert len(shown.text) < 120
    assert set(shown.text.strip("…").split()) <= set(text.split())
    assert [shown.text[start:end] for start, end in shown.marks] == ["هدف"]


@given(st.text(alphabet="کتاب خانه‌\u064e\n", max_size=300))
def test_marks_are_in_order_and_inside(text: str) -> None:
    shown = snippet(wanted("کتاب خا"), text)
    edges = [edge for mark in shown.marks for edge in mark]
    assert edges == sorted(edges)
    assert all(0 <= edge <= len(shown.text) for edge in edges)
