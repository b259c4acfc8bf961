"""Log-mel against transformers' extractor, and against physics."""

import math

import numpy as np
import pytest
from transformers import WhisperFeatureExtractor

from dabir_core.arrays import Waveform
from dabir_core.errors import AudioError
from dabir_core.speech.log_mel import log_mel, mel_bank
from dabir_core.units import SAMPLE_RATE_HZ


def _tone(hz: float, seconds: float, level: float = 0.5) -> Waveform:
    times = np.arange(round(seconds * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
    return (level * np.sin(2 * np.pi * hz * times)).astype(np.float32)


def _noise(seconds: float, level: float, seed: int) -> Waveform:
    samples = np.random.default_rng(seed).standard_normal(round(seconds * SAMPLE_RATE_HZ))
    return (level * samples).astype(np.float32)


_SOUNDS = {
    "tone": _tone(440.0, 30.0),
    "loud noise": _noise(30.0, 0.5, 1),
    "quiet noise": _noise(30.0, 1e-4, 2),
    "silence": np.zeros(30 * SAMPLE_RATE_HZ, np.float32),
    "short sound, zeros after": _noise(2.345, 0.1, 3),
    "tone and noise, clipped": np.clip(_tone(3000.0, 12.0, 1.5) + _noise(12.0, 0.3, 4), -1, 1),
    "one sample": np.ones(1, np.float32),
}


@pytest.mark.parametrize("mel_bins", [80, 128])
@pytest.mark.parametrize("name", _SOUNDS)
def test_equals_transformers_on_a_padded_window(name: str, mel_bins: int) -> None:
    sound = _SOUNDS[name]
    extractor = WhisperFeatureExtractor(feature_size=mel_bins)
    expected = extractor(sound, sampling_rate=SAMPLE_RATE_HZ, return_tensors="np").input_features[0]
    padded = np.pad(sound, (0, 30 * SAMPLE_RATE_HZ - sound.size))

    measured = log_mel(padded, mel_bins=mel_bins)

    assert measured.shape == (mel_bins, 3000)
    assert measured.dtype == np.float32
    assert np.abs(measured - expected).max() <= 1e-4


@pytest.mark.parametrize("seconds", [1, 41])  # 100 frames; 4100, which leave four behind sixteen blocks of 256
def test_equals_transformers_at_any_length(seconds: int) -> None:
    sound = _noise(float(seconds), 0.1, 5)
    extractor = WhisperFeatureExtractor(chunk_length=seconds)
    expected = extractor(sound, sampling_rate=SAMPLE_RATE_HZ, return_tensors="np").input_features[0]
    assert np.abs(log_mel(sound) - expected).max() <= 1e-4


def test_two_frames_are_enough() -> None:
    assert log_mel(np.ones(320, np.float32)).shape == (80, 2)


def _slaney_mel(hz: float) -> float:
    """Slaney's scale: 200/3 Hz a mel up to 1 kHz, then 27 mel to each factor of 6.4."""
    return hz * 3 / 200 if hz < 1000 else 15 + 27 * math.log(hz / 1000) / math.log(6.4)


@pytest.mark.parametrize("mel_bins", [80, 128])
@pytest.mark.parametrize("hz", [500.0, 1000.0, 2500.0, 5000.0])
def test_a_tone_peaks_in_its_mel_bin(hz: float, mel_bins: int) -> None:
    # Band b is centred on mel (b + 1) * top / (M + 1); below 1 kHz bands are narrower than an FFT bin (40 Hz), so ±1.
    expected = _slaney_mel(hz) * (mel_bins + 1) / _slaney_mel(8000.0) - 1

    peak = int(log_mel(_tone(hz, 2.0), mel_bins=mel_bins)[:, 100].argmax())

    assert abs(peak - expected) <= 1.0


def test_twice_the_amplitude_is_six_decibels() -> None:
    # 20 log10(2) = 6.02 dB = 0.602 in log10 of power, a quarter of it after (x + 4) / 4.
    quiet, loud = log_mel(_tone(1000.0, 1.0, 0.2)), log_mel(_tone(1000.0, 1.0, 0.4))

    assert loud.max() - quiet.max() == pytest.approx(2 * math.log10(2) / 4, abs=1e-4)


@pytest.mark.parametrize("frames", [2, 8, 100, 256, 258, 263, 264])  # also where a block has few frames
def test_digital_silence_is_the_floor(frames: int) -> None:
    # log10(1e-10) = -10, and (-10 + 4) / 4 = -1.5.
    measured = log_mel(np.zeros(frames * 160, np.float32))

    assert measured.shape == (80, frames)
    assert np.allclose(measured, -1.5, atol=1e-6)


def test_range_is_eighty_decibels() -> None:
    click = np.zeros(16_000, np.float32)
    click[8_000] = 1.0

    measured = log_mel(click)

    assert measured.max() - measured.min() == pytest.approx(2.0)


def test_an_impulse_stands_in_the_frames_around_it() -> None:
    click = np.zeros(16_000, np.float32)
    click[8_000] = 1.0

    loud = np.flatnonzero(log_mel(click).max(axis=0) > log_mel(click).min())

    # Frame f covers samples 160 f - 200 to 160 f + 199; the window is zero at its first sample.
    assert loud.tolist() == [49, 50, 51]


def test_bands_have_unit_area() -> None:
    # Slaney's norm: each triangle has area 1 over frequency; FFT bins are 40 Hz wide. Wide bands only: narrow ones
    # are sampled too coarsely for the sum to be exact.
    area = mel_bank(80)[60:].sum(axis=1) * 40.0

    assert np.allclose(area, 1.0, atol=0.02)


def test_input_is_left_alone() -> None:
    sound = _tone(440.0, 1.0)
    before = sound.copy()

    log_mel(sound)

    assert np.array_equal(sound, before)


@pytest.mark.parametrize("shape", [(16_001,), (0,), (160,), (1, 16_000)])
def test_odd_lengths_are_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(AudioError):
        log_mel(np.zeros(shape, np.float32))
