import pytest

from dabir_core.text.digits import Digits, with_digits

# Persian ⇄ Latin; separators after CLDR's locale fa.
PAIRS = {
    "12": "۱۲",
    "3.14": "۳٫۱۴",
    "1,000": "۱٬۰۰۰",
    "1,234,567.5": "۱٬۲۳۴٬۵۶۷٫۵",
    "12:30": "۱۲:۳۰",
    "50%": "۵۰%",
    "(1403/02/05).": "(۱۴۰۳/۰۲/۰۵).",
    "-2.5": "-۲٫۵",
    "2.5.1": "۲.۵.۱",
    "1,5": "۱,۵",
}


@pytest.mark.parametrize(("latin", "persian"), PAIRS.items())
def test_numbers_change_both_ways(latin: str, persian: str) -> None:
    assert with_digits(latin, Digits.PERSIAN) == persian
    assert with_digits(persian, Digits.LATIN) == latin


@pytest.mark.parametrize("text", ["mp3", "COVID-19", "4K"])
def test_numbers_in_latin_words_stay(text: str) -> None:
    assert with_digits(text, Digits.PERSIAN) == text


def test_arabic_digits_become_persian_or_latin() -> None:
    assert with_digits("٤٥٦", Digits.PERSIAN) == "۴۵۶"
    assert with_digits("٤٥٦", Digits.LATIN) == "456"


@pytest.mark.parametrize("text", ["12٫5", "۱,۰۰۰", "٤"])
def test_keep_keeps(text: str) -> None:
    assert with_digits(text, Digits.KEEP) == text
