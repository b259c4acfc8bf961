"""Expected texts were written by hand, as a Persian editor would, after the Academy's Dastur-e Khatt-e Farsi (1401)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dabir_core.text.digits import Digits
from dabir_core.text.display import DisplayRules, mend, mend_segment
from dabir_core.transcript import Segment, Word

ALL = DisplayRules()
OFF = DisplayRules(
    letters=False, zwnj=False, digits=Digits.KEEP, punctuation=False, spaces=False, tatweel=False
)  # fmt: skip

MENDED = {
    # several rules at once
    "سلام‌ ،خوبی": "سلام، خوبی",
    "سلام,می روم": "سلام، می‌روم",
    "كتاب هاي من , خوب  است ?": "کتاب‌های من، خوب است؟",
    "زندگي مي كرد . خانه اي ساخت !": "زندگی می‌کرد. خانه‌ای ساخت!",
    "همه ي بچه ها رفته اند؛می آيند ?": "همه‌ی بچه‌ها رفته‌اند؛ می‌آیند؟",
    # letters
    "كتاب يكي": "کتاب یکی",
    "علي موسى": "علی موسی",
    "دایرة‌المعارف": "دایرة‌المعارف",
    "نامۀ من و خانهٔ ما": "نامۀ من و خانهٔ ما",
    "مسئول رأی مؤثر": "مسئول رأی مؤثر",
    "سـلام بـــر شما": "سلام بر شما",
    "۱۴۰۰ هـ.ق": "۱۴۰۰ هـ.ق",
    "پسوند ـها": "پسوند ـها",
    "مُهم و بعداً": "مُهم و بعداً",
    # what is not touched
    "3.14 و 1,000 و ۱۲٫۵ و ۱٬۰۰۰": "3.14 و 1,000 و ۱۲٫۵ و ۱٬۰۰۰",
    "ساعت 12:30": "ساعت 12:30",
    "Hello, world; ok?": "Hello, world; ok?",
    "او iPhone, iPad دارد": "او iPhone, iPad دارد",
    "https://a.ir/?q=كتاب,ها;b را ببین": "https://a.ir/?q=كتاب,ها;b را ببین",
    "به ali@example.com بنویس": "به ali@example.com بنویس",
    "از @ali_k و #كتاب_ها": "از @ali_k و #كتاب_ها",
    "فایل a.tar,gz": "فایل a.tar,gz",
    # spaces
    "  سلام \t دنیا ": "سلام دنیا",
    "سلام \n دنیا": "سلام\nدنیا",
    "می\nروم": "می\nروم",
    "": "",
    " ": "",
}


@pytest.mark.parametrize(("written", "expected"), MENDED.items())
def test_text_is_mended_as_an_editor_would(written: str, expected: str) -> None:
    assert mend(written, ALL, language="fa") == expected


@pytest.mark.parametrize("language", ["ar", "ur", "en", "ps"])
def test_other_languages_come_back_as_they_were(language: str) -> None:
    text = "  هذا كتابي , می روم ـ 12"
    assert mend(text, ALL, language=language) == text


ONE_RULE = {
    "letters": (DisplayRules(letters=False), "كي می روم , ســر", "كي می‌روم، سر"),
    "zwnj": (DisplayRules(zwnj=False), "كي می روم , ســر", "کی می روم، سر"),
    "punctuation": (DisplayRules(punctuation=False), "كي می روم , ســر", "کی می‌روم , سر"),
    "spaces": (DisplayRules(spaces=False), " كي  می روم ", " کی  می‌روم "),
    "tatweel": (DisplayRules(tatweel=False), "كي می روم , ســر", "کی می‌روم، ســر"),
    "all": (OFF, " كي  می روم , ســر‌ ", " كي  می روم , ســر‌ "),
}


@pytest.mark.parametrize(("rules", "written", "expected"), ONE_RULE.values(), ids=ONE_RULE)
def test_a_rule_that_is_off_changes_nothing(rules: DisplayRules, written: str, expected: str) -> None:
    assert mend(written, rules, language="fa") == expected


PERSIAN = "می نمی روم كتاب ها های خانه ای ام بزرگ تر ترین از ماه کاش س ق ي ى ــ ‌ ُ و"
OTHERS = ", ، ; ؛ ? ؟ . ... ! : « » ( ) 12 ۱ ٤ 3.14 1,000 mp3 b.com @ # _"
PARTS = [*PERSIAN.split(), *OTHERS.split(), " ", "  ", "\n", "\t"]
TEXTS = st.lists(st.sampled_from(PARTS), max_size=12).map("".join) | st.text(max_size=20)
RULES = st.builds(
    DisplayRules,
    letters=st.booleans(),
    zwnj=st.booleans(),
    digits=st.sampled_from(Digits),
    punctuation=st.booleans(),
    spaces=st.booleans(),
    tatweel=st.booleans(),
)


@settings(deadline=None)
@given(TEXTS, RULES)
def test_mending_twice_changes_nothing_more(text: str, rules: DisplayRules) -> None:
    once = mend(text, rules, language="fa")
    assert mend(once, rules, language="fa") == once


@settings(deadline=None)
@given(TEXTS)
def test_no_rule_changes_nothing(text: str) -> None:
    assert mend(text, OFF, language="fa") == text


@settings(deadline=None)
@given(TEXTS, RULES)
def test_no_digit_and_no_latin_letter_is_lost(text: str, rules: DisplayRules) -> None:
    def kept(of: str) -> list[str]:
        return [sign for sign in of if sign.isdigit() or (sign.isascii() and sign.isalpha())]

    mended = mend(text, rules, language="fa")
    assert len(kept(mended)) == len(kept(text))
    assert rules.digits is not Digits.KEEP or kept(mended) == kept(text)


def _segment(*words: Word, language: str = "fa") -> Segment:
    return Segment(
        start=0.0, end=2.0, text=" ".join(word.text for word in words), language=language, words=words
    )  # fmt: skip


def test_joined_words_become_one_word() -> None:
    segment = _segment(Word("من", 0.0, 0.3, 0.9), Word("می", 0.3, 0.5, 0.8), Word("روم.", 0.6, 1.0, 0.6))
    mended = mend_segment(segment, ALL)
    assert mended.text == "من می‌روم."
    assert mended.words == (Word("من", 0.0, 0.3, 0.9), Word("می‌روم.", 0.3, 1.0, 0.6))


def test_a_word_with_a_missing_space_becomes_two_that_share_its_time() -> None:
    mended = mend_segment(_segment(Word("سلام،خوبی", 1.0, 1.9, 0.7)), ALL)
    assert mended.text == "سلام، خوبی"
    assert [word.text for word in mended.words] == ["سلام،", "خوبی"]
    assert mended.words[0].end == mended.words[1].start == pytest.approx(1.5)
    assert mended.words[1].end == 1.9


def test_a_mark_that_was_a_word_joins_the_word_before() -> None:
    mended = mend_segment(_segment(Word("خوبی", 0.0, 0.5, 0.9), Word("?", 0.5, 0.6, 0.4)), ALL)
    assert mended.words == (Word("خوبی؟", 0.0, 0.6, 0.4),)


def test_a_word_of_nothing_but_a_half_space_goes() -> None:
    mended = mend_segment(_segment(Word("سلام", 0.0, 0.5, 0.9), Word("‌", 0.5, 0.6, 0.4)), ALL)
    assert mended.words == (Word("سلام", 0.0, 0.5, 0.9),)


def test_a_segment_without_words_has_its_text_mended() -> None:
    assert mend_segment(Segment(0.0, 1.0, "می روم", "fa"), ALL) == Segment(0.0, 1.0, "می‌روم", "fa")


def test_an_arabic_segment_stays() -> None:
    segment = _segment(Word("كتابي", 0.0, 0.5, 0.9), language="ar")
    assert mend_segment(segment, ALL) is segment


@settings(deadline=None)
@given(st.lists(st.sampled_from([part for part in PARTS if part.strip()]), min_size=1, max_size=8), RULES)
def test_text_and_words_stay_in_step(texts: list[str], rules: DisplayRules) -> None:
    words = tuple(Word(text, at / 10, at / 10 + 0.1, 0.5) for at, text in enumerate(texts))
    mended = mend_segment(_segment(*words), rules)
    assert mended.text == " ".join(word.text for word in mended.words)
    assert mended.text.split() == mend(" ".join(texts), rules, language="fa").split()
    assert all(first.end <= second.start + 1e-9 for first, second in zip(mended.words, mended.words[1:], strict=False))
