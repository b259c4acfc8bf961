"""Outputs that tests move on by hand, and a file to play."""

import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from dabir_desktop.playing.line import OUTPUT_RATE_HZ, Stereo
from dabir_desktop.playing.output import Pull


class HandOutput:
    """Obeys `Output`; time goes by when a test says so."""

    has_sound = True

    def __init__(self, pull: Pull) -> None:
        self._pull = pull
        self.is_lost = False
        self.is_ended = False
        self.heard = 0
        self.taken: list[Stereo] = []

    def move(self, seconds: float) -> None:
        """Hears so much, in tenths of a second, each after a moment for whoever fills the line."""
        for _ in range(round(seconds * 10)):
            time.sleep(0.03)
            self.taken.append(self._pull(OUTPUT_RATE_HZ // 10))
            self.heard += OUTPUT_RATE_HZ // 10

    def end(self) -> None:
        self.is_ended = True

    @property
    def sound(self) -> Stereo:
        return np.concatenate(self.taken)


class HandOutputs:
    """Opens them, and remembers them."""

    def __init__(self) -> None:
        self.opened: list[HandOutput] = []

    def __call__(self, pull: Pull) -> HandOutput:
        self.opened.append(HandOutput(pull))
        return self.opened[-1]

    @property
    def now(self) -> HandOutput:
        return self.opened[-1]


def tone_file(path: Path, seconds: float = 3.0, frequency: int = 440) -> Path:
    """A sine of an eighth of full scale (ffmpeg's), 48 kHz."""
    sine = f"sine=f={frequency}:d={seconds}:r={OUTPUT_RATE_HZ}"
    command = ["ffmpeg", "-v", "error", "-nostdin", "-f", "lavfi", "-i", sine, "-c:a", "pcm_s16le", str(path)]
    subprocess.run(command, check=True, timeout=60)
    return path


def until(is_so: Callable[[], bool], *, within: float = 5.0) -> None:
    """Waits for it."""
    deadline = time.monotonic() + within
    while not is_so():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.005)
