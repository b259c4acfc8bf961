"""A time to be edited, to the millisecond; what is typed then is read by core (`text.typed_time`). Pure."""

from dabir_core.units import Seconds


def written(seconds: Seconds) -> str:
    """«0:01:15.250», to the millisecond, with Latin digits."""
    time_ms = round(seconds * 1000)
    minutes, rest_ms = divmod(time_ms, 60_000)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02d}:{rest_ms // 1000:02d}.{rest_ms % 1000:03d}"
