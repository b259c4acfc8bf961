"""Noise by physics: its ratio to the speech, its spectrum, what a folder gives."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from dabir_training.errors import RunFileWrong
from dabir_training.windows.noise import NoiseFolder, babble, coloured, mixed


def rng() -> np.random.Generator:
    return np.random.default_rng(3)


@pytest.mark.parametrize("snr_db", [5.0, 17.0, 30.0])
def test_the_ratio_is_that_of_the_speech_to_the_noise(snr_db: float) -> None:
    """A sine of amplitude a has a mean square of a²/2; the pause before it does not count."""
    time = np.arange(32000) / 16000
    is_speech = time >= 1.0
    signal = np.where(is_speech, 0.4 * np.sin(2 * np.pi * 300 * time), 0.0).astype(np.float32)
    noise = rng().standard_normal(32000).astype(np.float32)
    added = mixed(signal, noise, snr_db=snr_db, is_speech=is_speech) - signal
    assert 10 * np.log10(0.08 / np.mean(np.square(added, dtype=np.float64))) == pytest.approx(snr_db, abs=0.01)


def test_silence_gets_no_noise() -> None:
    silence, noise = np.zeros(100, np.float32), np.ones(100, np.float32)
    assert not mixed(silence, noise, snr_db=5.0, is_speech=np.ones(100, np.bool_)).any()
    assert not mixed(silence, noise, snr_db=5.0, is_speech=np.zeros(100, np.bool_)).any()
    tone = np.full(100, 0.5, np.float32)
    np.testing.assert_array_equal(mixed(tone, silence, snr_db=5.0, is_speech=np.ones(100, np.bool_)), tone)


@pytest.mark.parametrize("exponent", [0.0, 1.0, 2.0])
@pytest.mark.parametrize("samples", [20_000, 480_000])
def test_a_colour_falls_by_its_exponent_with_the_frequency(exponent: float, samples: int) -> None:
    """Power per hertz at 200 Hz is 10^exponent times that at 2 kHz."""
    noise = coloured(samples, exponent, rng())
    assert noise.shape == (samples,)
    assert np.mean(np.square(noise)) == pytest.approx(1.0, rel=0.05)
    power, hz = np.square(np.abs(np.fft.rfft(noise))), np.fft.rfftfreq(samples, 1 / 16000)
    low = power[(hz > 180) & (hz < 220)].mean()
    high = power[(hz > 1800) & (hz < 2200)].mean()
    assert np.log10(low / high) == pytest.approx(exponent, abs=0.25)


def test_babble_holds_all_voices_equally_loud() -> None:
    time = np.arange(16000) / 16000
    voices = [np.asarray(a * np.sin(2 * np.pi * hz * time), np.float32) for a, hz in ((0.9, 500), (0.01, 1000))]
    noise = babble(voices, 32000)
    power = np.square(np.abs(np.fft.rfft(noise))) / 32000**2 * 4
    assert noise.shape == (32000,)
    assert power[1000] == pytest.approx(1.0, rel=0.02)  # two sines of a mean square of a half, amplitude 1 each
    assert power[2000] == pytest.approx(1.0, rel=0.02)


def test_a_folder_gives_stretches_of_its_recordings(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    ramp = np.linspace(0.1, 0.9, 8000, dtype=np.float32)
    soundfile.write(tmp_path / "inner" / "a.WAV", ramp, 16000, subtype="FLOAT")
    (tmp_path / "note.txt").write_text("no recording", encoding="utf-8")
    folder = NoiseFolder.listed(str(tmp_path))
    assert [path.name for path in folder.files] == ["a.WAV"]
    noise = folder.draw(20000, rng())
    assert noise is not None
    assert noise.shape == (20000,)
    np.testing.assert_allclose(np.sort(noise[:8000]), ramp, atol=1e-6)
    np.testing.assert_array_equal(noise[:8000], noise[8000:16000])


def test_without_a_folder_there_are_no_recordings_and_a_wrong_one_is_told(tmp_path: Path) -> None:
    assert NoiseFolder.listed("").draw(100, rng()) is None
    (tmp_path / "broken.wav").write_bytes(b"RIFF")
    assert NoiseFolder.listed(str(tmp_path)).draw(100, rng()) is None
    with pytest.raises(RunFileWrong, match="noise_folder"):
        NoiseFolder.listed(str(tmp_path / "nowhere"))
