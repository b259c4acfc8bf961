"""Persian speech from espeak-ng with known pauses."""

import subprocess
import wave
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import soxr

from dabir_core.arrays import Waveform
from dabir_core.units import SAMPLE_RATE_HZ

SENTENCES = (
    "سلام دوست من",
    "امروز هوا بسیار خوب است و ما به بازار می‌رویم",
    "کتاب را روی میز گذاشتم",
    "فردا صبح زود با قطار به اصفهان سفر می‌کنیم",
)
PAUSES_SECONDS = (1.5, 0.6, 4.0, 0.8, 3.0)


@dataclass(frozen=True)
class SpokenRecording:
    """`sentences` are (start, end) samples of each sentence, found by level, not by a VAD."""

    waveform: Waveform
    sentences: tuple[tuple[int, int], ...]


def speak(text: str, folder: Path) -> Waveform:
    path = folder / "spoken.wav"
    subprocess.run(["espeak-ng", "-v", "fa", "-s", "150", "-w", str(path), text], check=True)
    with wave.open(str(path), "rb") as file:
        rate_hz = file.getframerate()
        waveform = np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(np.float32) / 32768
    resampled: Waveform = soxr.resample(waveform, rate_hz, SAMPLE_RATE_HZ).astype(np.float32)
    loud = np.flatnonzero(np.abs(resampled) > 0.01 * np.abs(resampled).max())  # 40 dB below the peak
    return resampled[loud[0] : loud[-1] + 1]


@pytest.fixture(scope="session")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> SpokenRecording:
    folder = tmp_path_factory.mktemp("espeak")
    noise = np.random.default_rng(7)
    parts: list[Waveform] = []
    sentences: list[tuple[int, int]] = []
    at = 0
    for pause, text in zip(PAUSES_SECONDS, (*SENTENCES, ""), strict=True):
        parts.append(np.zeros(round(pause * SAMPLE_RATE_HZ), np.float32))
        at += parts[-1].size
        if text:
            parts.append(speak(text, folder))
            sentences.append((at, at + parts[-1].size))
            at += parts[-1].size
    clean = np.concatenate(parts)
    hiss = noise.standard_normal(clean.size).astype(np.float32) * 1e-3
    return SpokenRecording(clean + hiss, tuple(sentences))
