import pytest

from dabir_core.text.script import bare, is_prose, persian_letters, without_tatweel


@pytest.mark.parametrize(
    "text", ["https://a.ir", "(www.a.ir)", "ali@example.com", "@ali", "«#کتاب_ها»", "a.tar", "example.com،", "ftp://x"]
)
def test_links_addresses_and_tags_are_no_prose(text: str) -> None:
    assert not is_prose(text)


@pytest.mark.parametrize("text", ["سلام", "3.14", "12:30", "Hello,", "۱۲٫۵", "U.S.A", "#", "@", "ه.ق", ""])
def test_words_numbers_and_marks_are_prose(text: str) -> None:
    assert is_prose(text)


def test_arabic_letters_become_persian_and_hamzes_stay() -> None:
    assert persian_letters("كيفي موسى ڪ ة ۀ أ ؤ ئ") == "کیفی موسی ک ة ۀ أ ؤ ئ"


@pytest.mark.parametrize(
    ("stretched", "expected"),
    [
        ("ســلام", "سلام"),
        ("سلامـــ", "سلام"),
        ("سَـلام", "سَلام"),
        ("ـها", "ـها"),
        ("هـ", "هـ"),
        ("ـ", "ـ"),
        ("هِـ", "هِـ"),
    ],
)
def test_tatweel_goes_where_it_only_stretches(stretched: str, expected: str) -> None:
    assert without_tatweel(stretched) == expected


def test_bare_words_have_persian_letters_and_no_vowel_signs() -> None:
    assert bare("كِتابِ") == "کتاب"
