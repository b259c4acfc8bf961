"""Sound from a microphone for as long as it is wanted, whatever happens to the microphone.

    none ─► open ─► heard ─► (unplugged, server gone, suspended, its process dead) ─► lost ─► open …

The wanted device is taken where it is there, else the default one; so a recording goes on with what the machine has.
"""

import json
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from dabir_core.errors import DabirError, MicrophoneLost, NoMicrophone
from dabir_core.record import capture
from dabir_core.record.capture import Frame
from dabir_core.record.device import Device, pick
from dabir_core.record.faults import error_of
from dabir_core.record.microphone import Microphone
from dabir_core.record.timeline import Block
from dabir_core.record.watch import Tries, Verdict, Watch
from dabir_core.record.wave_file import WaveFormat
from dabir_core.units import Seconds

_LOG = logging.getLogger(__name__)

LAST_SOUND_SECONDS = 1.0
"""How long the sound that is on its way is waited for at the end."""


@dataclass(frozen=True, slots=True)
class Opened:
    """Blocks of this device and format follow."""

    device: Device
    form: WaveFormat


class Machine(Protocol):
    """What a machine has of microphones."""

    def devices(self) -> tuple[Device, ...]:
        """Those that there are now. Raises: RecordError."""

    def open(self, device: Device) -> Microphone:
        """Begins to listen; whether it works is told by its frames."""


class Listening:
    """One wish to hear, over many microphones; for one thread."""

    def __init__(self, machine: Machine, wanted: str | None, *, lose: Callable[[DabirError], None]) -> None:
        self._machine, self._wanted, self._lose = machine, wanted, lose
        self._choice = wanted
        self._tries = Tries()
        self._microphone: Microphone | None = None
        self._device: Device | None = None
        self._watch = Watch(time.monotonic())
        self._quiet_looks = 0
        self._end: Seconds = 0.0
        self._told: type[DabirError] | None = None

    def choose(self, wanted: str | None) -> None:
        """Another wish; may be said in any thread, and is taken up with the next `take`."""
        self._choice = wanted

    def take(self, timeout: Seconds) -> Opened | Block | None:
        """What came; None if nothing did in about that time."""
        if self._wanted != self._choice:
            self._wanted = self._choice
            self._tries.forget()
            self.close()
        if self._microphone is None:
            self._open(timeout)
            return None
        frame = self._microphone.take(timeout)
        if frame is None:
            self._judge()
            return None
        self._quiet_looks = 0
        return self._heard(frame)

    def last(self) -> Block | None:
        """After `stop`: what is still on its way; None at its end."""
        if self._microphone is None:
            return None
        left = self._end - time.monotonic()
        frame = self._microphone.take(left) if left > 0 else None
        heard = None if frame is None else self._block(frame)
        if heard is None:
            self.close()
        return heard

    def stop(self) -> None:
        """Asks for the last sound, to be taken with `last`."""
        self._end = time.monotonic() + LAST_SOUND_SECONDS
        if self._microphone is not None:
            self._microphone.stop()

    def close(self) -> None:
        """Lets the microphone go."""
        if self._microphone is not None:
            self._microphone.close()
            self._microphone = None

    def _open(self, timeout: Seconds) -> None:
        now = time.monotonic()
        if not self._tries.is_due(now):
            time.sleep(timeout)
            return
        self._tries.note(now)
        self._watch = Watch(now)
        try:
            self._device = pick(self._machine.devices(), self._wanted)
        except DabirError as error:
            self._tell(error)
            return
        if self._device is None:
            self._tell(NoMicrophone())
        else:
            self._microphone = self._machine.open(self._device)

    def _heard(self, frame: Frame) -> Opened | Block | None:
        assert self._device is not None
        kind, _, payload = frame
        if kind == capture.OPENED:
            _LOG.debug("listening to %s: %s", self._device.key, payload)
            return Opened(self._device, WaveFormat(self._device.rate_hz, self._device.channels))
        block = self._block(frame)
        if block is None:
            is_told = kind == capture.FAILED
            self._tell(error_of(json.loads(payload), self._device.name) if is_told else self._gone())
            self.close()
            return None
        self._watch.hear(time.monotonic())
        self._tries.forget()
        self._told = None
        return block

    def _block(self, frame: Frame) -> Block | None:
        kind, moment, payload = frame
        if kind not in (capture.SOUND, capture.SOUND_AFTER_LOSS):
            return None
        assert self._device is not None
        width = WaveFormat(self._device.rate_hz, self._device.channels).frame_bytes
        return Block(payload, len(payload) // width, moment, is_after_loss=kind == capture.SOUND_AFTER_LOSS)

    def _judge(self) -> None:
        """Judges a stream of which nothing came; not at the first look, since it may be we who slept."""
        self._quiet_looks += 1
        verdict = self._watch.verdict(time.monotonic()) if self._quiet_looks > 1 else Verdict.FINE
        if verdict is not Verdict.FINE:
            self._tell(self._gone())
        if verdict is Verdict.DEAD:
            self.close()

    def _gone(self) -> DabirError:
        return MicrophoneLost("" if self._device is None else self._device.name)

    def _tell(self, error: DabirError) -> None:
        """Once for each kind of trouble, since it is met again with each try."""
        is_known = self._told is MicrophoneLost and isinstance(error, NoMicrophone)
        if type(error) is not self._told and not is_known:
            self._told = type(error)
            self._lose(error)
