"""Letters that tell look-alikes apart; the sentences are hand-written."""

import pytest

from dabir_core.asr.look_alikes import written_language

URDU = "میں نے کہا کہ وہ لڑکا ٹھیک ہے"
ARABIC = "ذهب الولد إلى المدرسة وقرأ كتابا في المكتبة الجديدة"
PERSIAN = "من دیروز با مادرم به بازار رفتم و نان و پنیر خریدیم"
PASHTO = "زه پرون له خپلې مور سره بازار ته لاړم او ډوډۍ مې واخیسته"
SORANI = "من دوێنێ لەگەڵ دایکم چوومە بازاڕ و نانمان کڕی"
TAJIK = "Ман дирӯз бо модарам ба бозор рафтам"


@pytest.mark.parametrize(
    ("text", "language"),
    [(URDU, "ur"), (ARABIC, "ar"), (PERSIAN, "fa"), (PASHTO, "ps"), (SORANI, "ckb"), (TAJIK, "tg"), ("ہاں ٹھیک", "ur")],
)
def test_letters_say_the_language(text: str, language: str) -> None:
    assert written_language(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "OK",
        "۱۲۳۴ - ۵۶۷۸",
        "بله",
        "Yesterday I went to the market with my mother",
        "من ديروز كتاب علي را به مدرسه بردم ولي معلم كلاس كاري نداشت",  # Persian in Arabic letters
        "دوستى و مهربانى در ايران هميشه بوده است و باقى مى‌ماند",  # and with ى at the end of words
        "بسم الله الرحمن الرحيم",
        "你好，我昨天和妈妈一起去了市场买东西",
        "Да",
        "Please deploy the new server after the build, سپس گزارش را بخوان",
        "دایرة‌المعارف بزرگ اسلامی و حق‌الزحمهٔ مترجم",
        "سلام دوست من هوا خوب است",
    ],
)
def test_letters_that_say_nothing_clearly(text: str) -> None:
    assert written_language(text) is None


def test_a_stray_letter_is_no_language() -> None:
    assert written_language("ہ یک حرف غریب در متنی فارسی که همهٔ دیگر حرف‌هایش درست است") is None
