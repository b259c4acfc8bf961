"""By the physics of sines and squares."""

import numpy as np
import pytest

from dabir_core.audio.level import SILENCE_DB, LevelMeter, level

RATE_HZ = 48_000


def sine(amplitude: float, seconds: float = 0.1) -> np.ndarray:
    times = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    return np.round(amplitude * 32767 * np.sin(2 * np.pi * 1000 * times)).astype(np.int16)[:, None]


@pytest.mark.parametrize(("amplitude", "peak_db"), [(1.0, 0.0), (0.5, -6.02), (0.1, -20.0), (0.01, -40.0)])
def test_a_sine_is_three_decibels_below_its_peak(amplitude: float, peak_db: float) -> None:
    heard = level(sine(amplitude))
    assert heard.peak_db == pytest.approx(peak_db, abs=0.02)
    assert heard.rms_db == pytest.approx(peak_db - 3.01, abs=0.02)


def test_a_square_is_as_loud_as_its_peak() -> None:
    square = np.tile(np.repeat(np.array([16384, -16384], np.int16), 24), 100)[:, None]
    heard = level(square)
    assert heard.peak_db == heard.rms_db == pytest.approx(-6.02, abs=0.01)


def test_zeros_are_digital_silence_and_one_bit_is_not() -> None:
    zeros = np.zeros((480, 2), np.int16)
    assert level(zeros).peak_db == level(zeros).rms_db == SILENCE_DB
    assert level(zeros).is_digital_silence
    zeros[7, 1] = 1
    assert level(zeros).peak_db == pytest.approx(-90.3, abs=0.1)
    assert not level(zeros).is_digital_silence
    assert level(zeros[:0]).is_digital_silence


def test_a_wave_that_is_cut_off_is_clipped_and_one_that_touches_full_scale_is_not() -> None:
    assert not level(sine(1.0)).is_clipped
    for sign in (1, -1):
        cut = np.clip(sign * 2 * sine(1.0).astype(int), -32768, 32767).astype(np.int16)
        assert level(cut).is_clipped


@pytest.mark.parametrize(("run", "is_clipped"), [(1, False), (2, False), (3, True), (10, True)])
@pytest.mark.parametrize("limit", [32767, -32768])
def test_three_samples_at_full_scale_are_clipping(run: int, limit: int, is_clipped: bool) -> None:
    samples = np.zeros((100, 2), np.int16)
    samples[40 : 40 + run, 1] = limit
    assert level(samples).is_clipped is is_clipped


def test_full_scale_in_different_channels_is_no_run() -> None:
    samples = np.zeros((3, 3), np.int16)
    samples[[0, 1, 2], [0, 1, 2]] = 32767
    assert not level(samples).is_clipped


@pytest.mark.parametrize("length", [0, 1, 2])
def test_a_block_too_short_for_a_run_is_not_clipped(length: int) -> None:
    assert not level(np.full((length, 1), 32767, np.int16)).is_clipped


def test_the_meter_holds_the_loudest_of_the_last_fifth_of_a_second() -> None:
    meter = LevelMeter()
    assert meter.is_digital_silence
    meter.add(sine(1.0), 0.0)
    meter.add(sine(0.1), 0.1)
    assert meter.level.peak_db == pytest.approx(0.0, abs=0.02)
    assert meter.level.rms_db == pytest.approx(10 * np.log10((0.5 + 0.005) / 2), abs=0.02)
    meter.add(sine(0.1), 0.25)
    assert meter.level.peak_db == pytest.approx(-20.0, abs=0.02)
    meter.add(np.zeros((4800, 1), np.int16), 0.6)
    assert meter.is_digital_silence
