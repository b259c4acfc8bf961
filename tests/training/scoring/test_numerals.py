import pytest

from dabir_training.scoring.folding import folded_words
from dabir_training.scoring.numerals import spell


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "صفر"),
        (7, "هفت"),
        (10, "ده"),
        (19, "نوزده"),
        (20, "بیست"),
        (31, "سی و یک"),
        (100, "صد"),
        (115, "صد و پانزده"),
        (999, "نهصد و نود و نه"),
        (1000, "هزار"),
        (1402, "هزار و چهارصد و دو"),
        (2000, "دو هزار"),
        (21_000, "بیست و یک هزار"),
        (101_001, "صد و یک هزار و یک"),
        (1_000_000, "یک میلیون"),
        (2_500_000_030, "دو میلیارد و پانصد میلیون و سی"),
        (1_000_000_000_000, "یک تریلیون"),
    ],
)
def test_numbers_are_read_as_persian_reads_them(number: int, words: str) -> None:
    assert spell(number) == words


@pytest.mark.parametrize("number", [-1, 10**15])
def test_numbers_without_a_name_are_refused(number: int) -> None:
    with pytest.raises(ValueError, match=str(number)):
        spell(number)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("۲٫۵", "دو ممیز پنج"),
        ("2.05", "دو ممیز صفر پنج"),
        ("۳/۵", "سه ممیز پنج"),
        ("۲٬۵۰۰٫۷۵", "دو هزار و پانصد ممیز هفتاد و پنج"),
        ("1,234,567", "یک میلیون و دویست و سی و چهار هزار و پانصد و شصت و هفت"),
        ("۱۴۰۲/۵/۳", "هزار و چهارصد و دو پنج سه"),
        ("۸:۳۰", "هشت سی"),
        ("۵۰٪", "پنجاه درصد"),
        ("50 %", "پنجاه درصد"),
        ("۰۲۱", "صفر بیست و یک"),
        ("۰۰", "صفر صفر"),
        ("1" * 16, " ".join(["یک"] * 16)),
        ("قرن ۲۰م", "قرن بیستم"),
        ("قرن ۲۰ام", "قرن بیستم"),
        ("۳م", "سوم"),
        ("۲۳ام", "بیست و سوم"),
        ("۳۰ام", "سی ام"),
        ("۵مین", "پنجمین"),
        ("۳تا", "سه تا"),
        ("یکصد", "صد"),
        ("هیجده", "هجده"),
    ],
)
def test_written_numbers_are_their_words(written: str, read: str) -> None:
    assert folded_words(written) == read.split()
