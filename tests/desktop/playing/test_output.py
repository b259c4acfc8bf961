"""A clock where there is no device, and a device that is gone."""

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from dabir_desktop.playing.line import OUTPUT_RATE_HZ, Stereo
from dabir_desktop.playing.output import DeviceOutput, SilentOutput, open_output
from tests.core.record.virtual_microphone import VirtualMicrophone
from tests.desktop.playing.outputs import until


def counting() -> tuple[list[int], Callable[[int], Stereo]]:
    asked = list[int]()

    def pull(frames: int) -> Stereo:
        asked.append(frames)
        return np.zeros((frames, 2), np.float32)

    return asked, pull


def test_a_clock_takes_frames_as_time_goes_by() -> None:
    asked, pull = counting()
    output, began = SilentOutput(pull), time.monotonic()
    time.sleep(0.3)
    heard, passed = output.heard, time.monotonic() - began
    output.end()
    assert not output.has_sound
    assert heard / OUTPUT_RATE_HZ == pytest.approx(passed, abs=0.05)
    assert sum(asked) >= heard - 0.05 * OUTPUT_RATE_HZ


def test_without_a_sound_server_time_goes_by_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = tmp_path / "asound.conf"
    config.write_text('pcm.!default { type pulse server "unix:/nowhere" }', encoding="utf-8")
    monkeypatch.setenv("ALSA_CONFIG_PATH", f"/usr/share/alsa/alsa.conf:{config}")
    _, pull = counting()
    output = open_output(pull)
    assert isinstance(output, SilentOutput)
    output.end()


@pytest.mark.long
def test_a_device_that_is_gone_is_noticed(microphone: VirtualMicrophone) -> None:
    asked, pull = counting()
    output = DeviceOutput(pull)
    try:
        until(lambda: output.heard > 0)
        assert not output.is_lost
        microphone.kill()
        until(lambda: output.is_lost)
    finally:
        output.end()
        microphone.start()
    assert asked
    assert output.has_sound
