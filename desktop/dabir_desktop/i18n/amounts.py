"""Sizes, speeds and lengths of time in words, as people say them. Pure but for the language of now."""

import math
from typing import Final

from dabir_core.units import Seconds
from dabir_desktop.i18n.interface import Interface
from dabir_desktop.i18n.phrase import Phrase

_UNITS: Final = (
    Phrase(en="{amount} B", fa="{amount} بایت"),
    Phrase(en="{amount} kB", fa="{amount} کیلوبایت"),
    Phrase(en="{amount} MB", fa="{amount} مگابایت"),
    Phrase(en="{amount} GB", fa="{amount} گیگابایت"),
    Phrase(en="{amount} TB", fa="{amount} ترابایت"),
)
_SPEED: Final = Phrase(en="{size}/s", fa="{size} در ثانیه")
_SECONDS: Final = Phrase(en="{count} s", fa="{count} ثانیه")
_MINUTES: Final = Phrase(en="{count} min", fa="{count} دقیقه")
_HOURS: Final = Phrase(en="{hours} h", fa="{hours} ساعت")
_HOURS_AND_MINUTES: Final = Phrase(en="{hours} h {count} min", fa="{hours} ساعت و {count} دقیقه")


def size(interface: Interface, count: int) -> str:
    """Such as «967 MB» or «۹۶۷ مگابایت»; in powers of ten, as disks are sold."""
    power = next((power for power in range(4) if count < 999.5 * 1000**power), 4)
    amount = count / 1000**power
    is_fine = power > 1 and amount < 9.95
    return interface.text(_UNITS[power], amount=_number(interface, f"{amount:.1f}" if is_fine else f"{amount:.0f}"))


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


def _number(interface: Interface, written: str) -> str:
    number = interface.digits(written)
    return number.replace(".", "٫") if interface.is_right_to_left else number
