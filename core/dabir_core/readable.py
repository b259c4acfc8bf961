"""Amounts as people read them. Pure."""

from typing import Final

_UNITS: Final = ("kB", "MB", "GB", "TB")


def readable_bytes(count: int) -> str:
    """Such as «967 MB»; in powers of ten, as disks are sold."""
    power = next((power for power in (1, 2, 3) if count < 999.5 * 1000**power), 4)
    amount, unit = count / 1000**power, _UNITS[power - 1]
    return f"{amount:.1f} {unit}" if amount < 9.95 else f"{amount:.0f} {unit}"
