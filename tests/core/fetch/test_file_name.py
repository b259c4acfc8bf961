"""File names from titles that strangers choose."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dabir_core.fetch import safe_file_name
from dabir_core.fetch.file_name import LONGEST_BYTES


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("گفت‌وگو با مادرم؛ قسمت ۱۲", "گفت‌وگو با مادرم؛ قسمت ۱۲"),
        ("AC/DC: live?", "AC DC live"),
        ("../../etc/passwd", "etc passwd"),
        ("..\\..\\x", "x"),
        ("/etc/passwd", "etc passwd"),
        (".hidden", "hidden"),
        ("--help", "help"),
        ("~root", "root"),
        ("a\u202egpm.exe", "agpm.exe"),
        ("\u2066سلام\u2069", "سلام"),
        ("a\x00b\x1b[2J\nc", "a b [2J c"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("COM¹", "_COM¹"),
        ("console", "console"),
        ("name. . ", "name"),
        ("  a \u00a0 b ", "a b"),
        ("e\u0301", "é"),
        ("", "link"),
        ("///", "link"),
        ("\u202e", "link"),
        ("😀 x", "😀 x"),
    ],
)
def test_names_in_full(title: str, name: str) -> None:
    assert safe_file_name(title) == name


def test_a_long_title_is_cut_between_letters() -> None:
    name = safe_file_name("ن" * 200)
    assert name == "ن" * (LONGEST_BYTES // 2)
    marked = safe_file_name("a" * (LONGEST_BYTES - 1) + "b\u0348\u0349")
    assert marked == "a" * (LONGEST_BYTES - 1)


@given(st.text(max_size=300))
def test_no_title_makes_a_name_that_a_system_refuses(title: str) -> None:
    name = safe_file_name(title)
    assert 0 < len(name.encode()) <= LONGEST_BYTES + 1
    assert not re.search(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f]', name)
    assert not {letter for letter in name if unicodedata.bidirectional(letter) in {"LRE", "RLE", "LRO", "RLO", "PDF"}}
    assert name == name.strip(" .")
    assert name[0] not in ".-~"


@given(st.text(max_size=200))
def test_a_name_stays_as_it_is(title: str) -> None:
    name = safe_file_name(title)
    assert safe_file_name(name) == name
