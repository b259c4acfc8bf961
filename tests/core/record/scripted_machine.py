"""A machine whose microphones play a script: frames as `capture` says them, when they are taken."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from dabir_core.errors import DabirError
from dabir_core.record import capture
from dabir_core.record.capture import Frame
from dabir_core.record.device import Device, Route

OPENED: Frame = (capture.OPENED, 0.0, b"{}")
ENDED: Frame = (capture.ENDED, 0.0, b"")


def device(key: str = "mic", *, rate_hz: int = 16_000, channels: int = 1) -> Device:
    return Device(key, f"name of {key}", rate_hz, channels, Route("Test", key))


def sound(value: int, *, frames: int, moment: float, channels: int = 1, lossy: bool = False) -> Frame:
    """A block of so many frames of one value."""
    pcm = np.full((frames, channels), value, dtype="<i2")
    return (capture.SOUND_AFTER_LOSS if lossy else capture.SOUND), moment, pcm.tobytes()


def failed(**said: object) -> Frame:
    return capture.FAILED, 0.0, json.dumps(said).encode()


@dataclass
class ScriptedMicrophone:
    """Gives its frames one after the other, then none, until it is asked to stop."""

    frames: list[Frame]
    is_closed: bool = False

    def take(self, timeout: float) -> Frame | None:
        return self.frames.pop(0) if self.frames else None

    def stop(self) -> None:
        self.frames.append(ENDED)

    def close(self) -> None:
        self.is_closed = True


@dataclass
class ScriptedMachine:
    """Lists `listings` one after the other, the last one for ever; opens `scripts` one after the other."""

    listings: list[Sequence[Device] | DabirError]
    scripts: list[list[Frame]] = field(default_factory=list)
    opened: list[Device] = field(default_factory=list)
    microphones: list[ScriptedMicrophone] = field(default_factory=list)

    def devices(self) -> tuple[Device, ...]:
        listing = self.listings.pop(0) if len(self.listings) > 1 else self.listings[0]
        if isinstance(listing, DabirError):
            raise listing
        return tuple(listing)

    def open(self, device: Device) -> ScriptedMicrophone:
        self.opened.append(device)
        self.microphones.append(ScriptedMicrophone(self.scripts.pop(0) if self.scripts else []))
        return self.microphones[-1]
