"""What machines without a microphone, without a sound server or without the libraries say."""

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

from dabir_core.errors import MicrophoneFailed, NoMicrophone, PortAudioMissing, RecorderMissing
from dabir_core.record import capture, devices, pulse_sources
from dabir_core.record.device import Device, Route
from dabir_core.record.faults import error_of
from dabir_core.record.microphone import CaptureProcess


@pytest.fixture
def no_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No sound server answers; whoever runs this may have sound cards."""
    monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path}/none")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))


@pytest.mark.usefixtures("no_server")
def test_a_machine_without_a_sound_server_has_what_portaudio_finds() -> None:
    assert all(device.route.source == "" for device in devices())


@pytest.mark.usefixtures("no_server")
def test_without_a_server_there_are_no_sources() -> None:
    done = subprocess.run([sys.executable, "-P", pulse_sources.__file__], capture_output=True, check=True, timeout=60)
    assert done.stdout == b"{}"


@pytest.mark.usefixtures("no_server")
def test_a_device_that_went_away_before_it_was_opened_is_gone() -> None:
    microphone = CaptureProcess(Device("k", "Mic", 48_000, 1, Route("ALSA", "no such microphone")))
    try:
        frame = microphone.take(10.0)
    finally:
        microphone.close()
    assert frame is not None
    assert frame[0] == capture.FAILED
    assert isinstance(error_of(json.loads(frame[2]), "Mic"), NoMicrophone)


def test_a_missing_library_is_told_with_the_command_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(RecorderMissing) as told:
        devices()
    assert told.value.subject == "pip install 'dabir[record]'"


@pytest.mark.parametrize(
    ("module", "error"),
    [
        ("raise OSError('PortAudio library not found')", PortAudioMissing),
        ("raise ImportError('no cffi')", RecorderMissing),
        ("import os; os._exit(3)", MicrophoneFailed),
        ("import os; os.write(3, b'half an answer'); os._exit(3)", MicrophoneFailed),
    ],
)
def test_a_library_that_does_not_load_is_told(
    module: str, error: type[Exception], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sounddevice.py").write_text(module, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(error):
        devices()
