"""`dabir-bot` with an engine of a stated speed instead of a model: a sound's text is the file's own content.

PACED_SECONDS in the environment is what each sound takes, PACED_AT_ONCE how many are under way at a time.
"""

import asyncio
import os
import sys
from pathlib import Path

from dabir_bot.console import serve
from dabir_bot.engine import EngineState, Heard
from dabir_bot.settings import Settings
from dabir_core import Cancelled, Progress, Segment, TranscribeOptions, Transcript


class PacedEngine:
    """An `Engine`."""

    def __init__(self, seconds: float, at_once: int) -> None:
        self._seconds = seconds
        self._places = asyncio.Semaphore(at_once)

    @property
    def state(self) -> EngineState:
        return EngineState(is_ready=True)

    async def transcribe(self, sound: Path, options: TranscribeOptions, *, heard: Heard) -> Transcript | Cancelled:
        text = sound.read_text(encoding="utf-8")
        async with self._places:
            heard(Progress(1.0, 10.0), ())
            await asyncio.sleep(self._seconds)
        return Transcript((Segment(0.0, 10.0, text, "fa"),), 10.0, "fa", 1.0, "paced")

    async def forget(self, sound: Path) -> None:
        return

    async def close(self) -> None:
        return


def paced(_: Settings) -> PacedEngine:
    return PacedEngine(float(os.environ["PACED_SECONDS"]), int(os.environ["PACED_AT_ONCE"]))


if __name__ == "__main__":
    sys.exit(serve(None, os.environ, paced))
