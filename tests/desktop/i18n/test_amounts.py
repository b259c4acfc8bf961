"""Sizes, speeds and times in words; units by hand from powers of ten."""

import pytest

from dabir_desktop.i18n import Interface
from dabir_desktop.i18n.amounts import size, span, speed


@pytest.mark.parametrize(
    ("count", "en", "fa"),
    [
        (0, "0 B", "۰ بایت"),
        (512, "512 B", "۵۱۲ بایت"),
        (260_000, "260 kB", "۲۶۰ کیلوبایت"),
        (3_400_000, "3.4 MB", "۳٫۴ مگابایت"),
        (290_000_000, "290 MB", "۲۹۰ مگابایت"),
        (999_600_000, "1.0 GB", "۱٫۰ گیگابایت"),
        (6_200_000_000, "6.2 GB", "۶٫۲ گیگابایت"),
        (12_000_000_000_000, "12 TB", "۱۲ ترابایت"),
    ],
)
def test_sizes(english: Interface, count: int, en: str, fa: str) -> None:
    assert size(english, count) == en
    english.speak("fa")
    assert size(english, count) == fa
    english.speak("en")


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
