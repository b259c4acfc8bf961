"""What the tests of this room measure with: a deadline, ffmpeg as the other implementation, levels of tones."""

import subprocess
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np

from dabir_core.arrays import Waveform
from dabir_core.audio import LostAudio, open_audio
from dabir_core.units import SAMPLE_RATE_HZ

DEADLINE = 60.0
Result = TypeVar("Result")


@dataclass(frozen=True)
class Heard:
    waveform: Waveform
    lost: tuple[LostAudio, ...]
    duration: float | None

    @property
    def seconds(self) -> float:
        return len(self.waveform) / SAMPLE_RATE_HZ

    @property
    def lost_seconds(self) -> float:
        return sum(place.duration for place in self.lost)


def hear(path: Path) -> Heard:
    """Decodes a whole file; fails if that hangs."""
    return within_deadline(lambda: _hear(path))


def within_deadline(work: Callable[[], Result]) -> Result:
    outcomes: list[Result] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            outcomes.append(work())
        except BaseException as error:
            errors.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(DEADLINE)
    assert not thread.is_alive(), f"no end after {DEADLINE} s"
    if errors:
        raise errors[0]
    return outcomes[0]


def _hear(path: Path) -> Heard:
    with open_audio(path) as decoding:
        blocks = list(decoding)
        return Heard(np.concatenate(blocks), decoding.lost, decoding.duration)


def ffmpeg_seconds(path: Path) -> float:
    """How much the ffmpeg executable recovers from a file."""
    command = ["ffmpeg", "-nostdin", "-v", "quiet", "-i", str(path), "-f", "f32le", "-ar", "16000", "-ac", "1", "-"]
    sound = subprocess.run(command, capture_output=True, timeout=60, check=False).stdout
    return len(sound) / 4 / SAMPLE_RATE_HZ


def tone_amplitude(waveform: Waveform, hz: float) -> float:
    """Amplitude of one frequency, by correlation under a Hann window."""
    window = np.hanning(len(waveform))
    time = np.arange(len(waveform)) / SAMPLE_RATE_HZ
    return float(2 * abs(np.sum(waveform * window * np.exp(-2j * np.pi * hz * time))) / window.sum())
