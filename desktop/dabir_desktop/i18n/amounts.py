"""Sizes, speeds and lengths of time in words, as people say them. Pure but for the language of now."""

import math
from typing import Final

from PySide6.QtGui import QFontMetrics

from dabir_core.phrase import Phrase
from dabir_core.units import Seconds
from dabir_desktop.i18n.interface import Interface
from dabir_desktop.stored import size_text

_SPEED: Final = Phrase(en="{size}/s", fa="{size} در ثانیه")
_SECONDS: Final = Phrase(en="{count} s", fa="{count} ثانیه")
_MINUTES: Final = Phrase(en="{count} min", fa="{count} دقیقه")
_HOURS: Final = Phrase(en="{hours} h", fa="{hours} ساعت")
_HOURS_AND_MINUTES: Final = Phrase(en="{hours} h {count} min", fa="{hours} ساعت و {count} دقیقه")


def size(interface: Interface, count: int) -> str:
    """Such as «967 MB» or «۹۶۷ مگابایت»; in powers of ten, as disks are sold."""
    return size_text(count, interface.language)


def speed(interface: Interface, bytes_per_second: float) -> str:
    """Such as «2.3 MB/s»."""
    return interface.text(_SPEED, size=size(interface, round(bytes_per_second)))


def span(interface: Interface, seconds: Seconds) -> str:
    """Such as «40 s», «12 min», «1 h 20 min»: rounded up, to what matters at that length."""
    if seconds < 55:
        return interface.text(_SECONDS, count=_number(interface, str(5 * max(1, math.ceil(seconds / 5)))))
    minutes = math.ceil(seconds / 60)
    if minutes < 60:
        return interface.text(_MINUTES, count=_number(interface, str(minutes)))
    hours, minutes = divmod(minutes, 60)
    phrase = _HOURS_AND_MINUTES if minutes else _HOURS
    return interface.text(phrase, hours=_number(interface, str(hours)), count=_number(interface, str(minutes)))


def clock_width(interface: Interface, metrics: QFontMetrics) -> int:
    """Pixels of the widest time under a hundred hours: digits of a typeface differ in width, Persian ones most."""
    widest = max(interface.digits("0123456789"), key=metrics.horizontalAdvance)
    return metrics.horizontalAdvance(f"{widest * 2}:{widest * 2}:{widest * 2}")


def _number(interface: Interface, written: str) -> str:
    number = interface.digits(written)
    return number.replace(".", "٫") if interface.is_right_to_left else number
