"""A telephone by physics: what of a tone comes through, and how coarse its levels are."""

import numpy as np
import pytest

from dabir_core.arrays import Waveform
from dabir_training.windows.telephone import mu_law, through_telephone


def tone(hz: float, amplitude: float = 0.5) -> Waveform:
    return np.asarray(amplitude * np.sin(2 * np.pi * hz * np.arange(32000) / 16000), np.float32)


def level_db(sound: Waveform, hz: float) -> float:
    """Of the tone in the sound, against amplitude 1."""
    middle = sound[4000:-4000]
    spectrum = np.fft.rfft(middle * np.hanning(middle.size))
    place = round(hz * middle.size / 16000)
    return float(20 * np.log10(np.abs(spectrum[place - 2 : place + 3]).max() * 4 / middle.size + 1e-12))


@pytest.mark.parametrize("hz", [320, 1000, 2000, 3380])
def test_tones_within_the_band_come_through(hz: float) -> None:
    assert level_db(through_telephone(tone(hz)), hz) == pytest.approx(level_db(tone(hz), hz), abs=0.2)


@pytest.mark.parametrize("hz", [50, 150, 3600, 3900, 5000, 7500])
def test_tones_outside_are_40_db_down(hz: float) -> None:
    assert level_db(through_telephone(tone(hz)), hz) < level_db(tone(hz), hz) - 40


def test_speech_keeps_its_place_and_length() -> None:
    click = np.zeros(16001, np.float32)
    click[8000:8160] = tone(1000)[:160]
    heard = through_telephone(click)
    assert heard.shape == click.shape
    assert abs(int(np.argmax(np.convolve(np.abs(heard), np.ones(160), "same"))) - 8080) < 40


def test_the_law_is_g_711s_in_its_levels_and_its_noise() -> None:
    """256 codes less one zero; some 38 dB of signal to noise at any usual level (Jayant & Noll 1984, §5.3)."""
    fine = np.linspace(-1, 1, 200_001, dtype=np.float32)
    assert np.unique(mu_law(fine)).size == 255
    assert mu_law(np.array([0.0, 1.0, -1.0, 7.0], np.float32)).tolist() == pytest.approx([0.0, 1.0, -1.0, 1.0])
    for amplitude in (0.5, 0.05):
        speech = tone(440.7, amplitude)
        noise = mu_law(speech) - speech
        snr_db = 10 * np.log10(np.mean(np.square(speech)) / np.mean(np.square(noise)))
        assert 35 < snr_db < 41
