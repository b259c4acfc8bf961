"""How late an event loop is: a thread asks it for a sign every 10 ms, and notes each second's longest wait."""

import asyncio
import json
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

_STEP: Final = 0.01


def watch(loop: asyncio.AbstractEventLoop, file: Path) -> None:
    """Until the loop is closed. A line holds the time (seconds since 1970) and the worst delay of a second."""
    threading.Thread(target=_watch, args=[loop, file], daemon=True, name="loop-lag").start()


def lags(file: Path, *, since: float) -> list[float]:
    """Each second's worst, in seconds, from a time on."""
    noted = (json.loads(line) for line in file.read_text(encoding="utf-8").splitlines())
    return [worst for at, worst in noted if at >= since]


def _watch(loop: asyncio.AbstractEventLoop, file: Path) -> None:
    with suppress(RuntimeError):  # the loop is closed
        while True:
            worst, until = 0.0, time.monotonic() + 1.0
            while time.monotonic() < until:
                worst = max(worst, _delay(loop))
                time.sleep(_STEP)
            with file.open("a", encoding="utf-8") as lines:
                lines.write(json.dumps([time.time(), worst]) + "\n")


def _delay(loop: asyncio.AbstractEventLoop) -> float:
    """Raises: RuntimeError where the loop is closed."""
    asked, came = time.monotonic(), threading.Event()
    loop.call_soon_threadsafe(came.set)
    came.wait(60.0)
    return time.monotonic() - asked
