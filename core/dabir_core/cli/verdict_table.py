"""A verdict as people read it: a table of the lengths that were tried, and what follows from it in two languages."""

from collections.abc import Mapping
from types import MappingProxyType

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from dabir_core.models import LengthFigures, Outcome, Verdict
from dabir_core.text.digits import Digits, with_digits

_OUTCOMES: Mapping[Outcome, str] = MappingProxyType(
    {
        Outcome.PASSED: "passed",
        Outcome.TOO_FEW: "too few notes",
        Outcome.RUNAWAYS: "runs away",
        Outcome.WORSE: "worse text",
    }
)

_EARNED = (
    "From now on notes get a short input, of {seconds} s at least; what is doubted is read again in full.\n"
    "از این پس پیام‌های کوتاه با ورودی کوتاه (دست‌کم {persian_seconds} ثانیه) خوانده می‌شوند "
    "و هرچه مشکوک باشد دوباره با ورودی کامل."
)
_NOT_EARNED: Mapping[Outcome, str] = MappingProxyType(
    {
        Outcome.TOO_FEW: "There was too little speech to tell, so inputs stay whole. Give more recordings.\n"
        "گفتار برای داوری کافی نبود، پس ورودی مثل قبل کامل می‌ماند. فایل‌های بیشتری بدهید.",
        Outcome.RUNAWAYS: "With a short input this checkpoint invents or repeats text, so inputs stay whole.\n"
        "این مدل با ورودی کوتاه متن ساختگی یا تکراری می‌نویسد، پس ورودی مثل قبل کامل می‌ماند.",
        Outcome.WORSE: "With a short input this checkpoint writes worse text, so inputs stay whole.\n"
        "این مدل با ورودی کوتاه بدتر می‌نویسد، پس ورودی مثل قبل کامل می‌ماند.",
    }
)
_NO_LENGTH = (
    "This checkpoint's whole input is as short as it gets, so there is nothing to try.\n"
    "ورودی کامل این مدل خودش کوتاه است و چیزی برای امتحان کردن نمی‌ماند."
)


_HEADINGS = ("input", "notes", "unused", "runaway", "worse", "apart %", "full %", "short %", "outcome")


def print_verdict(verdict: Verdict) -> None:
    """The table on standard output, the longest input first.

    The three percentages are character error rates: of the two texts against each other, and of each against what was
    said (where nobody knows, against the whole input's text).
    """
    table = Table(box=SIMPLE, collapse_padding=True)
    for heading in _HEADINGS:
        table.add_column(heading, justify="left" if heading == "outcome" else "right", no_wrap=True)
    for each in verdict.lengths:
        table.add_row(*_row(each))
    Console().print(table)


def _row(each: LengthFigures) -> tuple[str, ...]:
    counts = (each.notes, each.left_out, each.runaways, each.worse)
    rates = (each.apart_percent, each.full_cer_percent, each.short_cer_percent)
    return f"{each.seconds:g} s", *map(str, counts), *(f"{rate:.2f}" for rate in rates), _OUTCOMES[each.outcome]


def summary(verdict: Verdict) -> str:
    """What follows from it, in English and in Persian."""
    if verdict.shortest is not None:
        seconds = f"{verdict.shortest:g}"
        return _EARNED.format(seconds=seconds, persian_seconds=with_digits(seconds, Digits.PERSIAN))
    if not verdict.lengths:
        return _NO_LENGTH
    return _NOT_EARNED[verdict.lengths[0].outcome]
