"""Sizes, speeds and times in words; units by hand from powers of ten."""

import pytest

from dabir_desktop.i18n import Interface
from dabir_desktop.i18n.amounts import size, span, speed


def test_sizes_follow_the_language(english: Interface, persian: Interface) -> None:
    assert size(english, 290_000_000) == "290 MB"
    assert size(persian, 6_200_000_000) == "۶٫۲ گیگابایت"


@pytest.mark.parametrize(
    ("seconds", "en", "fa"),
    [
        (1.0, "5 s", "۵ ثانیه"),
        (41.0, "45 s", "۴۵ ثانیه"),
        (56.0, "1 min", "۱ دقیقه"),
        (61.0, "2 min", "۲ دقیقه"),
        (3600.0, "1 h", "۱ ساعت"),
        (4800.0, "1 h 20 min", "۱ ساعت و ۲۰ دقیقه"),
    ],
)
def test_spans_are_rounded_up(english: Interface, seconds: float, en: str, fa: str) -> None:
    assert span(english, seconds) == en
    english.speak("fa")
    assert span(english, seconds) == fa
    english.speak("en")


def test_speeds(english: Interface, persian: Interface) -> None:
    assert speed(english, 2_340_000.0) == "2.3 MB/s"
    assert speed(persian, 2_340_000.0) == "۲٫۳ مگابایت در ثانیه"
