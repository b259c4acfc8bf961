"""Where the sound goes: the system's output device, or a clock where there is none, so that words still light up.

The device's callback says when its first frame will be heard (PortAudio's DAC time: all of the sound server's delay is
in it); between two callbacks the clock goes on from there. A device that is gone ends its stream, which nobody asked
for, or calls back no more.

The device is opened in the window's own process, unlike a microphone, which a child of core's opens. A recording that
breaks off is lost for good; what is played is on disk, as is every text within a second, so a crash in the system's
sound library costs a restart. A child would need the sound over a pipe some tenths of a second ahead, and the frame
that is heard back in milliseconds, through each jump and change of tempo: a second way to be late for the lit word.

Legend: T frames at 48 kHz.
"""

import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final, Protocol

from dabir_core.units import Seconds
from dabir_desktop.playing.line import OUTPUT_RATE_HZ, Stereo

Pull = Callable[[int], Stereo]
"""Gives so many frames; called in a thread of the output's."""

LATENCY: Final[Seconds] = 0.1
"""Python's lock may be held by the window for some hundredths of a second when the device asks for more."""
STALL: Final[Seconds] = 1.0
"""Callbacks come each few hundredths of a second; a device that is silent for so long is gone."""
_TICK: Final[Seconds] = 0.02


class Output(Protocol):
    """Something that takes frames as time goes by; ended once."""

    @property
    def has_sound(self) -> bool:
        """Whether anybody can hear it."""

    @property
    def heard(self) -> int:
        """The frame that is heard now, counted from 0."""

    @property
    def is_lost(self) -> bool:
        """Whether it takes nothing more, though nobody ended it."""

    def end(self) -> None:
        """Falls silent at once and lets the device go."""


OpensOutput = Callable[[Pull], Output]


def open_output(pull: Pull) -> Output:
    """The system's output device as it is now, or a clock."""
    try:
        import sounddevice
    except (ImportError, OSError):  # OSError: the system's library under it is not installed
        return SilentOutput(pull)
    try:
        return DeviceOutput(pull)
    except (sounddevice.PortAudioError, ValueError):
        return SilentOutput(pull)


class DeviceOutput:
    """The system's default device through PortAudio."""

    has_sound = True

    def __init__(self, pull: Pull) -> None:
        """Raises: PortAudioError or ValueError without a device that takes two channels."""
        import sounddevice

        # PortAudio's list of devices is as old as its initialisation; no other stream of ours is open here.
        sounddevice._terminate()
        sounddevice._initialize()
        self._pull = pull
        self._lock = threading.Lock()
        self._given = 0
        self._frame, self._moment = 0, time.monotonic() + LATENCY
        self._latest = time.monotonic()
        self._is_ended, self._is_finished = False, False
        extra = sounddevice.WasapiSettings(auto_convert=True) if sys.platform == "win32" else None
        self._stream = sounddevice.OutputStream(
            samplerate=OUTPUT_RATE_HZ,
            channels=2,
            dtype="float32",
            latency=LATENCY,
            extra_settings=extra,
            callback=self._fill,
            finished_callback=self._finish,
        )
        self._stream.start()

    @property
    def heard(self) -> int:
        """See Output."""
        with self._lock:
            frame = self._frame + round((time.monotonic() - self._moment) * OUTPUT_RATE_HZ)
            return max(0, min(frame, self._given))

    @property
    def is_lost(self) -> bool:
        """See Output."""
        return not self._is_ended and (self._is_finished or time.monotonic() - self._latest > STALL)

    def end(self) -> None:
        """See Output."""
        import sounddevice

        self._is_ended = True
        with suppress(sounddevice.PortAudioError):  # a device that is gone cannot be stopped
            self._stream.abort()
        with suppress(sounddevice.PortAudioError):
            self._stream.close()

    def _fill(self, room: Any, frames: int, times: Any, _status: object) -> None:
        now = time.monotonic()
        delay = times.outputBufferDacTime - times.currentTime
        with self._lock:
            self._frame, self._moment = self._given, now + (delay if delay > 0 else self._stream.latency)
            self._given += frames
            self._latest = now
        room[:] = self._pull(frames)

    def _finish(self) -> None:
        self._is_finished = True


class SilentOutput:
    """Takes frames by the clock, and nobody hears them."""

    has_sound = False
    is_lost = False

    def __init__(self, pull: Pull) -> None:
        self._pull = pull
        self._began = time.monotonic()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True, name="silent-output")
        self._thread.start()

    @property
    def heard(self) -> int:
        """See Output."""
        return round((time.monotonic() - self._began) * OUTPUT_RATE_HZ)

    def end(self) -> None:
        """See Output."""
        self._ended.set()
        self._thread.join()

    def _run(self) -> None:
        taken = 0
        while not self._ended.wait(_TICK):
            due = self.heard + round(_TICK * OUTPUT_RATE_HZ)
            self._pull(due - taken)
            taken = due
