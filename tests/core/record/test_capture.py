"""The listening process, with a `sounddevice` that plays a script in the place of the real one."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dabir_core.record import capture
from dabir_core.record.capture import FRAME, Frame

SCRIPT = """
import threading, types

class PortAudioError(Exception):
    pass

def query_hostapis():
    return [{"name": "Test", "default_input_device": 1}]

def query_devices():
    return [{"name": n, "hostapi": 0, "max_input_channels": c, "default_samplerate": 44100.0}
            for n, c in [("Speaker", 0), ("Mic", 1), ("Mic", 2)]]

class RawInputStream:
    latency = 0.1

    def __init__(self, device, samplerate, channels, dtype, callback, finished_callback):
        if samplerate == 1:
            raise PortAudioError("Device unavailable", -9985, (8, -16, "Device or resource busy"))
        print("chatter of a C library", flush=True)
        self.call, self.end, self.device = callback, finished_callback, device

    def start(self):
        for number in range(3):
            lossy = types.SimpleNamespace(input_overflow=number == 1)
            self.call(bytes([self.device, number]), 1, None, lossy)
        if self.device == 2:
            threading.Timer(0.2, self.end).start()
"""
WANTED = {"host_api": "Test", "name": "Mic", "ordinal": 0, "rate_hz": 44_100, "channels": 1}


@pytest.fixture
def scripted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sounddevice.py").write_text(SCRIPT, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))


def begin(*arguments: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-P", capture.__file__, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )


def frames(output: bytes) -> list[Frame]:
    said = []
    while output:
        kind, moment, length = FRAME.unpack_from(output)
        said.append((kind, moment, output[FRAME.size : FRAME.size + length]))
        output = output[FRAME.size + length :]
    return said


@pytest.mark.usefixtures("scripted")
def test_the_list_is_what_portaudio_has() -> None:
    output, _ = begin("list").communicate(timeout=60)
    ((kind, _, payload),) = frames(output)
    assert kind == capture.LISTED
    told = [(entry["name"], entry["channels"], entry["is_default"]) for entry in json.loads(payload)]
    assert told == [("Speaker", 0, False), ("Mic", 1, True), ("Mic", 2, False)]


def heard(listening: "subprocess.Popen[bytes]") -> list[Frame]:
    """What it says to its end, while its standard input stays open."""
    assert listening.stdout is not None
    assert listening.stdin is not None
    with listening.stdout as pipe, listening.stdin:
        said = frames(pipe.read())
    listening.wait(timeout=60)
    return said


@pytest.mark.usefixtures("scripted")
def test_blocks_are_told_in_order_and_those_after_a_loss_are_marked() -> None:
    said = heard(begin("open", json.dumps(WANTED | {"ordinal": 1})))
    kinds = [kind for kind, _, _ in said]
    assert kinds == [capture.OPENED, capture.SOUND, capture.SOUND_AFTER_LOSS, capture.SOUND, capture.ENDED]
    assert [payload for _, _, payload in said[1:4]] == [b"\x02\x00", b"\x02\x01", b"\x02\x02"]
    assert all(0 <= time.monotonic() - moment < 60 for _, moment, _ in said)


@pytest.mark.usefixtures("scripted")
def test_it_ends_after_the_sound_that_is_on_its_way_when_it_is_asked_to() -> None:
    listening = begin("open", json.dumps(WANTED))
    assert listening.stdin is not None
    listening.stdin.write(capture.STOP)
    listening.stdin.flush()
    kinds = [kind for kind, _, _ in heard(listening)]
    assert kinds in ([], [capture.OPENED, *kinds[1:-1], capture.ENDED])  # [] where it was asked before it had begun


@pytest.mark.usefixtures("scripted")
def test_it_ends_with_its_parent() -> None:
    listening = begin("open", json.dumps(WANTED))
    listening.communicate(timeout=10)  # closes its standard input


@pytest.mark.usefixtures("scripted")
def test_a_device_that_is_in_use_is_told_with_the_systems_own_code() -> None:
    ((kind, _, payload),) = heard(begin("open", json.dumps(WANTED | {"rate_hz": 1})))
    said = json.loads(payload)
    assert kind == capture.FAILED
    assert (said["code"], said["host_code"], said["gone"]) == (-9985, -16, False)


@pytest.mark.usefixtures("scripted")
@pytest.mark.parametrize("wanted", [{"name": "Webcam"}, {"ordinal": 2}, {"host_api": "Other"}, {"name": "Speaker"}])
def test_a_device_that_is_not_there_any_more_is_told(wanted: dict[str, object]) -> None:
    ((kind, _, payload),) = heard(begin("open", json.dumps(WANTED | wanted)))
    assert kind == capture.FAILED
    assert json.loads(payload)["gone"] is True
