import io
import subprocess
from typing import Any

import pytest

from dabir_core.record import microphone
from dabir_core.record.device import Device, Route
from dabir_core.record.microphone import CaptureProcess


class HeldByItsDriver:
    """A process that does not end when it is killed."""

    def __init__(self, *_: Any, **__: Any) -> None:
        self.stdin, self.stdout = io.BytesIO(), io.BytesIO()
        self.killed = False

    def kill(self) -> None:
        self.killed = True

    def wait(self, timeout: float | None = None) -> int:
        assert timeout is not None, "it would never end"
        raise subprocess.TimeoutExpired("capture", timeout)


def test_a_process_that_does_not_end_holds_nobody_up(monkeypatch: pytest.MonkeyPatch) -> None:
    held = HeldByItsDriver()
    monkeypatch.setattr(microphone, "start_script", lambda *_, **__: held)
    CaptureProcess(Device("key", "name", 48_000, 1, Route("ALSA", "name"))).close()
    assert held.killed
    assert held.stdin.closed
