"""A microphone that hears what tests play to it, and a sentence to play."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.core.record.virtual_microphone import VirtualMicrophone

SENTENCES = (
    "سلام. این یک آزمایش واقعی میکروفن است. امروز یکشنبه است و هوا خوب است. "
    "برنامه باید همهٔ این جمله‌ها را بدون افتادگی ضبط کند."
)


@pytest.fixture(scope="session")
def server() -> Iterator[VirtualMicrophone]:
    microphone = VirtualMicrophone()
    microphone.start()
    yield microphone
    microphone.close()


@pytest.fixture
def microphone(server: VirtualMicrophone, monkeypatch: pytest.MonkeyPatch) -> VirtualMicrophone:
    for name, value in server.environment.items():
        monkeypatch.setenv(name, value)
    return server


@pytest.fixture(scope="session")
def speech(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve seconds of espeak-ng, 48 kHz."""
    spoken = tmp_path_factory.mktemp("speech") / "spoken.wav"
    subprocess.run(["espeak-ng", "-v", "fa", "-s", "150", "-w", spoken, SENTENCES], check=True, timeout=60)
    return resampled(spoken, 48_000)


def resampled(sound: Path, rate_hz: int) -> Path:
    """The same at another rate, two thirds as loud: no resampler's overshoot reaches full scale."""
    path = sound.with_name(f"{rate_hz}.wav")
    filters = ["-af", "volume=0.67", "-ar", str(rate_hz), "-c:a", "pcm_s16le"]
    subprocess.run(["ffmpeg", "-v", "error", "-i", sound, *filters, path], check=True, timeout=60)
    return path
