"""A microphone that is open, seen from our side: the process that listens (`capture`), and what it says, in a queue.

A thread reads its pipe, so nothing that we wait for, a slow disk least of all, can hold the sound up; the queue grows
meanwhile, by some hundred kilobytes a second.
"""

import json
import queue
import subprocess
import threading
import time
from contextlib import suppress
from typing import IO, Protocol

from dabir_core.record import capture
from dabir_core.record.capture import FRAME, Frame
from dabir_core.record.device import Device
from dabir_core.record.device_list import END_SECONDS, devices, start_script
from dabir_core.units import Seconds


class Microphone(Protocol):
    """An open stream of frames, as `capture` describes them."""

    def take(self, timeout: Seconds) -> Frame | None:
        """The next frame; None if none comes in that time. After ENDED or FAILED there are none."""

    def stop(self) -> None:
        """Asks for the sound that is on its way and then ENDED."""

    def close(self) -> None:
        """Ends it at once."""


class CaptureProcess:
    """The process that listens to one device."""

    def __init__(self, device: Device) -> None:
        route = device.route
        wanted = {"host_api": route.host_api, "name": route.name, "ordinal": route.ordinal}
        wanted |= {"rate_hz": device.rate_hz, "channels": device.channels}
        self._process = start_script(capture.__file__, "open", json.dumps(wanted), source=route.source)
        self._frames: queue.SimpleQueue[Frame] = queue.SimpleQueue()
        threading.Thread(target=self._read, daemon=True, name="microphone").start()

    def take(self, timeout: Seconds) -> Frame | None:
        """See Microphone."""
        try:
            return self._frames.get(timeout=timeout)
        except queue.Empty:
            return None

    def stop(self) -> None:
        """See Microphone."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(capture.STOP)
        except OSError:  # it is gone, and the reader says so
            return

    def close(self) -> None:
        """See Microphone."""
        self._process.kill()
        with suppress(subprocess.TimeoutExpired):  # a driver that hangs may hold it up, and shall not hold us up
            self._process.wait(END_SECONDS)
        assert self._process.stdin is not None
        self._process.stdin.close()

    def _read(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as pipe:
            while len(head := _exactly(pipe, FRAME.size)) == FRAME.size:
                kind, moment, length = FRAME.unpack(head)
                self._frames.put((kind, moment, _exactly(pipe, length)))
        self._frames.put((capture.ENDED, time.monotonic(), b""))


def _exactly(pipe: IO[bytes], length: int) -> bytes:
    """So many bytes, fewer at the end."""
    parts = bytearray()
    while len(parts) < length and (part := pipe.read(length - len(parts))):
        parts += part
    return bytes(parts)


class ThisMachine:
    """The microphones of this machine (a `Machine` of `listening`)."""

    def devices(self) -> tuple[Device, ...]:
        """Those that there are now."""
        return devices()

    def open(self, device: Device) -> Microphone:
        """Begins to listen."""
        return CaptureProcess(device)
