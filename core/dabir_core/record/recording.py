"""What a recording is when it is over: a file, its length, and where sound is missing. All frozen."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from dabir_core.units import Seconds


class GapKind(StrEnum):
    """Why sound is missing."""

    LOST = "lost"
    """The microphone gave none: unplugged, suspended, its server gone."""
    OVERFLOW = "overflow"
    """The system threw some away before we got it."""
    PAUSE = "pause"
    """The person paused; nothing is missing, but what follows was said later."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A place in the recording where sound is missing.

    `seconds` of silence stand there from `start` on, so that all times after it stay true. None stand for a pause (0),
    for an overflow of unknown length (0), and where `start` is the recording's end: the microphone did not come back.
    """

    start: Seconds
    seconds: Seconds
    kind: GapKind


@dataclass(frozen=True, slots=True)
class Recording:
    """A recording on disk; `seconds` is the length of its sound, `device` the name of the first microphone."""

    path: Path
    seconds: Seconds
    gaps: tuple[Gap, ...]
    device: str
    started_at: datetime
