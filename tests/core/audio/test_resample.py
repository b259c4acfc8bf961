import numpy as np
import pytest

from dabir_core.arrays import Waveform
from dabir_core.audio.resample import Resampler
from dabir_core.units import SAMPLE_RATE_HZ


def resampled(samples: Waveform, rate_hz: int, piece: int = 1000) -> Waveform:
    resampler = Resampler(rate_hz)
    pieces = [resampler.resample(samples[at : at + piece]) for at in range(0, len(samples), piece)]
    return np.concatenate([*pieces, resampler.tail()])


def tone(hz: float, rate_hz: int, seconds: float = 1.0) -> Waveform:
    return (0.5 * np.sin(2 * np.pi * hz * np.arange(round(seconds * rate_hz)) / rate_hz)).astype(np.float32)


def test_sixteen_kilohertz_pass_untouched() -> None:
    np.testing.assert_array_equal(resampled(tone(440, SAMPLE_RATE_HZ), SAMPLE_RATE_HZ), tone(440, SAMPLE_RATE_HZ))


@pytest.mark.parametrize("rate_hz", [8_000, 11_025, 22_050, 44_100, 48_000, 96_000, 192_000])
def test_a_tone_is_the_same_tone_at_the_same_time(rate_hz: int) -> None:
    out = resampled(tone(1000, rate_hz), rate_hz)
    assert len(out) == SAMPLE_RATE_HZ
    np.testing.assert_allclose(out[800:-800], tone(1000, SAMPLE_RATE_HZ)[800:-800], atol=1e-4)


@pytest.mark.parametrize("hz", [8_800, 10_000, 15_000, 23_000])
def test_what_lies_above_the_band_leaves_less_than_minus_80_db(hz: float) -> None:
    steady = resampled(tone(hz, 48_000), 48_000)[800:-800]
    assert np.sqrt(np.mean(steady**2)) < 0.5 / np.sqrt(2) * 1e-4


def test_an_impulse_stays_where_it_is() -> None:
    impulse = np.zeros(48_000, dtype=np.float32)
    impulse[24_000] = 1.0
    assert np.argmax(np.abs(resampled(impulse, 48_000))) == 8_000


def test_the_size_of_the_pieces_changes_nothing() -> None:
    noise = np.random.default_rng(4).uniform(-1, 1, 30_011).astype(np.float32)
    np.testing.assert_allclose(resampled(noise, 44_100, 17), resampled(noise, 44_100, 30_011), atol=1e-6)
