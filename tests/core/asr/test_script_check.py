"""Letters against languages; the sentences are hand-written."""

import pytest

from dabir_core.asr.script_check import is_wrong_script, other_language

ARABIC_LETTERS_IN_PERSIAN = "من ديروز كتاب علي را به مدرسه بردم ولي معلم كلاس كاري نداشت"
URDU = "میں نے کہا کہ وہ لڑکا ٹھیک ہے"
ARABIC = "ذهب الولد إلى المدرسة وقرأ كتابا في المكتبة الجديدة"
PERSIAN = "من دیروز با مادرم به بازار رفتم و نان و پنیر خریدیم"
FINGLISH = "salam man diruz ba madaram be bazar raftam"
ENGLISH = "Yesterday I went to the market with my mother"
TAJIK = "Ман дирӯз бо модарам ба бозор рафтам"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (URDU, "fa"),
        ("ہاں ٹھیک", "fa"),
        (URDU, "ar"),
        (ARABIC, "fa"),
        (FINGLISH, "fa"),
        (ENGLISH, "ar"),
        (ENGLISH, "ur"),
        (TAJIK, "fa"),
        (PERSIAN, "en"),
        ("你好，我昨天和妈妈一起去了市场买东西", "fa"),
    ],
)
def test_letters_of_another_language_are_noticed(text: str, language: str) -> None:
    assert is_wrong_script(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (PERSIAN, "fa"),
        (ARABIC_LETTERS_IN_PERSIAN, "fa"),
        ("دایرة‌المعارف بزرگ اسلامی و حق‌الزحمهٔ مترجم", "fa"),
        ("بسم الله الرحمن الرحیم", "fa"),
        ("باید deploy را روی server اصلی بزنیم و log را ببینیم", "fa"),
        ("OK", "fa"),
        ("۱۲۳۴ - ۵۶۷۸", "fa"),
        ("", "fa"),
        (ARABIC, "ar"),
        (URDU, "ur"),
        (ENGLISH, "en"),
        (FINGLISH, "de"),
        (PERSIAN, "tr"),
        ("ہ یک حرف غریب در متنی فارسی که همهٔ دیگر حرف‌هایش درست است", "fa"),
    ],
)
def test_letters_of_the_language_pass(text: str, language: str) -> None:
    assert not is_wrong_script(text, language)


PASHTO = "زه پرون له خپلې مور سره بازار ته لاړم او ډوډۍ مې واخیسته"
SORANI = "من دوێنێ لەگەڵ دایکم چوومە بازاڕ و نانمان کڕی"


@pytest.mark.parametrize(("text", "language"), [(PASHTO, "fa"), (PASHTO, "ar"), (SORANI, "fa"), (SORANI, "ur")])
def test_pashto_and_kurdish_are_noticed_though_nobody_asked_for_them(text: str, language: str) -> None:
    assert is_wrong_script(text, language)


@pytest.mark.parametrize(
    ("text", "language", "candidates", "other"),
    [
        (PERSIAN, "ar", ("ar", "fa"), "fa"),
        (PERSIAN, "ur", ("fa", "ur"), "fa"),
        (TAJIK, "fa", ("fa", "tg"), "tg"),
        (PERSIAN, "tg", ("fa", "tg"), "fa"),
        (PASHTO, "fa", ("fa", "ps"), "ps"),
        (ARABIC, "fa", ("fa", "ar"), "ar"),
        (SORANI, "fa", ("fa", "en"), None),
        (PERSIAN, "ar", ("ar", "en"), None),
        (PERSIAN, "ar", (), None),
        (PERSIAN, "fa", ("fa", "ar"), None),
        (PERSIAN, "en", ("fa", "en"), None),
    ],
)
def test_another_candidate_is_named_by_its_letters(
    text: str, language: str, candidates: tuple[str, ...], other: str | None
) -> None:
    assert other_language(text, language, candidates=candidates) == other
    if other is not None:
        assert is_wrong_script(text, language, candidates=candidates)


def test_persian_letters_in_a_forced_arabic_text_are_let_be() -> None:
    assert not is_wrong_script(PERSIAN, "ar")
