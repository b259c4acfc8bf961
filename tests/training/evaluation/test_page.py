import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from dabir_training.evaluation.hypotheses import Decoding, Utterance
from dabir_training.evaluation.noises import Invented
from dabir_training.evaluation.page import write_page
from dabir_training.evaluation.results import Results, Scoring, judge, results, worst_first

DECODING = Decoding("small", "d1", "openvino", "fa", 1, "test", 5, "abc")
VOID = {"meta", "br", "img", "input", "link"}
UTTERANCES = (
    Utterance("cv/0", "من به خانه می\u200cروم", "من خانه را میروم", 2.0, "sara", "female"),
    Utterance("cv/1", "گل سرخ", "گل سفید", 1.0, "ali", "male"),
    Utterance('cv/<b>"2"', "نان & <i>پنیر</i>", "<script>alert(1)</script>", 1.0),
)


class Page(HTMLParser):
    """What a browser makes of it: tags that are open, what is fetched, and each word with the classes around it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = []
        self.fetched: list[str] = []
        self.words: list[tuple[str, str]] = []
        self.tags: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.tags.append(tag)
        self.fetched += [told[name] or "" for name in ("src", "href") if name in told]
        if tag not in VOID:
            self.open.append((tag, told.get("class") or ""))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        around = [classes for _, classes in self.open if classes.startswith("word")]
        if data.strip() and around and not any("legend" in classes for _, classes in self.open):
            self.words.append((around[-1].removeprefix("word").strip(), data.strip()))


def told() -> Results:
    noise = {"all": Invented(6, 2, 120.0), "hum": Invented(6, 2, 120.0)}
    judged = judge(UTTERANCES, is_raw=False)
    return results(judged, DECODING, scoring=Scoring(is_raw=False, resamples=10, seed=0), noise=noise)


@pytest.fixture
def text(tmp_path: Path) -> str:
    worst = worst_first(judge(UTTERANCES, is_raw=False))
    sounds = [f"sounds/{number:03}.mp3" if number < 3 else "" for number in range(1, len(worst) + 1)]
    return write_page(told(), worst, sounds, tmp_path).read_text(encoding="utf-8")


def test_every_tag_is_closed_in_its_place(text: str) -> None:
    assert Page(text).open == []


def test_nothing_is_fetched_but_the_sounds_beside_it(text: str) -> None:
    assert Page(text).fetched == ["sounds/001.mp3", "sounds/002.mp3"]
    assert not re.search(r"https?:|//[a-z]|@import|url\(", text)


def test_every_difference_has_a_sign_beside_its_colour(text: str) -> None:
    words = Page(text).words
    assert words[words.index(("", "من")) :][:9] == [
        ("", "من"),
        ("del", "به"),
        ("del", "−"),
        ("", "خانه"),
        ("ins", "·"),
        ("ins", "+ را"),
        ("joined", "می روم"),
        ("joined", "≈ میروم"),
        ("", "گل"),
    ]
    assert ("sub", "سرخ") in words
    assert ("sub", "≠ سفید") in words


def test_what_comes_from_outside_is_text_and_no_markup(text: str) -> None:
    page = Page(text)
    assert page.tags.count("script") == 1
    assert "i" not in page.tags
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text


def test_it_is_persian_from_right_to_left_and_every_wording_is_there_in_english_too(text: str) -> None:
    assert '<html lang="fa" dir="rtl">' in text
    assert text.count('class="fa"') == text.count('class="en"')
    # 2 errors in 5 words, 1 in 2, 4 in 4 («<i>» is read as the letter, twice)
    assert "۶۳٫۶٪" in text
    assert "63.6%" in text
