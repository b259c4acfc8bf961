import pytest

from dabir_training.scoring.folding import folded_words, raw_words, squeezed, strict_words

ZWNJ = "\u200c"


@pytest.mark.parametrize(
    "spellings",
    [
        ["کتاب\u200cهای علمی", "كتاب\u200cهاي علمي", "كتاب\u200c\u200cهاى علمى", "کتاب های علمی"],
        ["خانهٔ ما", "خانۀ ما", "خانه\u200cی ما", "خانه ی ما", "خانه\u0654 ما", "خانه ما"],
        ["سلام مؤسسه", "سَلامُ مؤسّسه", "ســلام موسسه", "سلاااااام مؤسسه"],
        ["رأی", "رای", "رأى"],
        ["۱۴۰۲", "١٤٠٢", "1402", "۱٬۴۰۲", "1,402"],
        ["کتاب الله لا", "ﻛﺘﺎﺏ ﷲ ﻻ"],
        ["می روم", "می\u00a0روم", "می\u200bروم", "می\u00adروم", "\ufeffمی\u200c\u200f روم"],
        ["«سلام»، خوبی؟", "سلام خوبی", "سلام... خوبی!"],
        ["GPS روشن", "gps روشن"],
    ],
)
def test_spellings_of_one_text_are_one(spellings: list[str]) -> None:
    assert len({tuple(folded_words(spelling)) for spelling in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("می\u200cروم", "میرم"),  # formal and informal
        ("آن", "ان"),  # alef with madde
        ("مسئول", "مسول"),
        ("جزء", "جز"),
        ("سلام", "سلاام"),  # twice is no elongation
        ("ماهی", "ماه"),  # no izafe: the ye belongs to the word
    ],
)
def test_what_is_said_otherwise_stays_apart(one: str, other: str) -> None:
    assert folded_words(one) != folded_words(other)


def test_a_half_space_parts_words() -> None:
    assert folded_words(f"نمی{ZWNJ}خواهم") == ["نمی", "خواهم"]


def test_elongation_is_written_once() -> None:
    assert squeezed("عااالیههه") == "عالیه"


def test_nothing_but_marks_has_no_words() -> None:
    assert folded_words(" ،؟ \u200c … ") == strict_words(" ،؟ \u200c … ") == raw_words("  ") == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        # what PESTE's rules fa-v1 are documented to do, by its own table of cases
        ("ك ي ى ے ة ۀ ە", "ک ی ی ی ه ه ه"),
        ("سَلامـٌ", "سلام"),
        ("۱۲۳ ٤٥٦", "123 456"),
        ("می\u200cروم\u00a0خانه", "می روم خانه"),
        ("سلام، دنیا! ۵۰٪", "سلام دنیا 50"),
        ("  الف\n\tب  ", "الف ب"),
        ("ﻛ", "ک"),
    ],
)
def test_strict_words_are_those_of_fa_v1(text: str, words: str) -> None:
    assert strict_words(text) == words.split()


def test_raw_words_are_the_text_between_spaces() -> None:
    assert raw_words(" سلام،  می\u200cروم \n\n ۱۲\t۳ ") == ["سلام،", "می\u200cروم", "۱۲\t۳"]
