"""How late an event loop is: what runs on it beside everything else, and notes each second's worst delay in a file."""

import asyncio
import json
import time
from pathlib import Path
from typing import Final

_STEP: Final = 0.01


async def note_lag(file: Path) -> None:
    """Without end. A line holds the time (seconds since 1970) and the worst delay of the second before it."""
    while True:
        worst, until = 0.0, time.monotonic() + 1.0
        while (begun := time.monotonic()) < until:
            await asyncio.sleep(_STEP)
            worst = max(worst, time.monotonic() - begun - _STEP)
        with file.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps([time.time(), worst]) + "\n")


def lags(file: Path, *, since: float) -> list[float]:
    """Each second's worst, in seconds, from a time on."""
    noted = (json.loads(line) for line in file.read_text(encoding="utf-8").splitlines())
    return [worst for at, worst in noted if at >= since]
