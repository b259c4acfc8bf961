"""Times as people type them: «80.5», «1:20», «۱:۰۲:۰۳٫۲۵». Pure; one reader for the command line and the window."""

import re

from dabir_core.text.digits import Digits, with_digits
from dabir_core.units import Seconds

_TYPED = re.compile(r"(?:(?:(\d+):)?(\d{1,2}):)?(\d+(?:[.,٫]\d+)?)", re.ASCII)


def typed_time(typed: str) -> Seconds | None:
    """The seconds that were meant, with digits of any script; None for what is no time, such as «1:75»."""
    found = _TYPED.fullmatch(with_digits(typed.strip(), Digits.LATIN))
    if found is None:
        return None
    hours, minutes, rest = found.groups()
    seconds = float(rest.replace(",", ".").replace("٫", "."))
    if (minutes and seconds >= 60) or (hours and int(minutes) >= 60):
        return None
    return 3600 * int(hours or 0) + 60 * int(minutes or 0) + seconds
