"""The page's own words in Persian and English, side by side; the reader's choice hides one of them.

Figures are written with each language's own digits. Text from outside is always escaped.
"""

from collections.abc import Mapping
from html import escape
from types import MappingProxyType
from typing import Final

from dabir_core.text.digits import Digits, with_digits
from dabir_training.scoring import Rate

_GENDERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "female": "زن",
        "female_feminine": "زن",
        "male": "مرد",
        "male_masculine": "مرد",
        "other": "دیگر",
        "unknown": "نامعلوم",
    }
)


def both(fa: str, en: str) -> str:
    """Two wordings of one thing, for escaped or own text."""
    return f'<span class="fa" lang="fa">{fa}</span><span class="en" lang="en">{en}</span>'


def figure(value: float, *, decimals: int = 0, unit: str = "") -> str:
    """A number in both languages' digits."""
    english = f"{value:.{decimals}f}"
    persian = with_digits(english, Digits.PERSIAN)
    return both(persian + ("٪" if unit == "%" else unit), english + unit)


def percent(rate: Rate) -> str:
    """«12.3 % 11.0–13.8», the interval small."""
    fa_low, fa_high = (with_digits(f"{100 * value:.1f}", Digits.PERSIAN) for value in (rate.low, rate.high))
    interval = both(f"{fa_low} تا {fa_high}", f"{100 * rate.low:.1f}–{100 * rate.high:.1f}")
    return f"{figure(100 * rate.value, decimals=1, unit='%')} <small>{interval}</small>"


def outside(text: str) -> str:
    """A name or id from outside, kept from turning the line around it."""
    return f"<bdi>{escape(text)}</bdi>"


def gender(name: str) -> str:
    """A gender as Common Voice's releases name it; one that no release knows stands as it is."""
    return both(_GENDERS.get(name, escape(name)), escape(name))
