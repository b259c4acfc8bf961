"""Times as people type them: «1:15.25», «۱:۰۳:۰۷». Pure."""

import re

from dabir_core.text import Digits
from dabir_core.text.digits import with_digits
from dabir_core.units import Seconds

_TYPED = re.compile(r"(?:(?:(\d+):)?(\d{1,2}):)?(\d{1,2}(?:[.,٫]\d{1,3})?)", re.ASCII)


def written(seconds: Seconds) -> str:
    """«0:01:15.250», to the millisecond, with Latin digits."""
    time_ms = round(seconds * 1000)
    minutes, rest_ms = divmod(time_ms, 60_000)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02d}:{rest_ms // 1000:02d}.{rest_ms % 1000:03d}"


def read(typed: str) -> Seconds | None:
    """The seconds that were meant, with digits of any script; None for what is no time."""
    latin = with_digits(typed.strip(), Digits.LATIN)
    found = _TYPED.fullmatch(latin)
    if not found:
        return None
    hours, minutes, seconds = found.groups()
    rest = float(seconds.replace(",", ".").replace("٫", "."))
    if (minutes and rest >= 60) or (hours and int(minutes) >= 60):
        return None
    return int(hours or 0) * 3600 + int(minutes or 0) * 60 + rest
