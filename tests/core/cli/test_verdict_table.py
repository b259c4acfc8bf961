"""What a person reads of a verdict."""

import pytest

from dabir_core.cli.verdict_table import print_verdict, summary
from dabir_core.models import Verdict
from dabir_core.models.comparison import FEWEST, Comparison, figures

SAME = Comparison(letters=100, full_errors=2, short_errors=2, apart=1, ran_away=False)
WORSE = Comparison(letters=100, full_errors=2, short_errors=5, apart=3, ran_away=False)
AWAY = Comparison(letters=100, full_errors=2, short_errors=2, apart=0, ran_away=True)


def verdict(*kinds: Comparison) -> Verdict:
    return Verdict(tuple(figures(13.0 - 3 * number, [kind] * FEWEST) for number, kind in enumerate(kinds)))


def test_each_length_is_a_line_that_fits_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    print_verdict(verdict(SAME, WORSE))
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["13", "s", "4", "0", "0", "0", "1.00", "2.00", "2.00", "passed"] in lines
    assert ["10", "s", "4", "0", "0", "4", "3.00", "2.00", "5.00", "worse", "text"] in lines


def test_what_was_earned_is_said_with_the_digits_of_the_language() -> None:
    english, persian = summary(verdict(SAME, SAME, WORSE)).splitlines()
    assert "10 s" in english
    assert "۱۰ ثانیه" in persian


@pytest.mark.parametrize(
    ("lengths", "english", "persian"),
    [
        (verdict(AWAY), "invents or repeats", "ساختگی"),
        (verdict(WORSE), "worse text", "بدتر"),
        (Verdict((figures(13.0, [SAME]),)), "too little speech", "کافی نبود"),
        (Verdict(()), "nothing to try", "امتحان"),
    ],
)
def test_why_nothing_was_earned_is_said_in_two_languages(lengths: Verdict, english: str, persian: str) -> None:
    first, second = summary(lengths).splitlines()
    assert english in first
    assert persian in second
