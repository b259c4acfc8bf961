"""A clip's sound: the stretch that was asked for, at 16 kHz, faster or slower. Expected values by arithmetic."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from dabir_core.arrays import Waveform
from dabir_training.windows.clip_sound import read_sound, samples_of_file


def tone(duration: float, hz: float, rate_hz: int) -> Waveform:
    return np.asarray(0.5 * np.sin(2 * np.pi * hz * np.arange(round(duration * rate_hz)) / rate_hz), np.float32)


def loudest_hz(sound: Waveform) -> float:
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(sound.size)))
    return float(np.argmax(spectrum) * 16000 / sound.size)


def heard(path: Path, *, start: float = 0.0, duration: float = 0.0, speed: float = 1.0) -> Waveform:
    sound = read_sound(path, start=start, duration=duration, speed=speed)
    assert sound is not None
    assert sound.dtype == np.float32
    return sound


@pytest.mark.parametrize("rate_hz", [8000, 16000, 32000, 44100, 48000])
def test_any_rate_becomes_16_khz(tmp_path: Path, rate_hz: int) -> None:
    soundfile.write(tmp_path / "a.flac", tone(1.0, 1000.0, rate_hz), rate_hz)
    sound = heard(tmp_path / "a.flac")
    assert sound.size == pytest.approx(16000, abs=1)
    assert loudest_hz(sound) == pytest.approx(1000.0, abs=1.5)
    assert np.abs(sound[2000:-2000]).max() == pytest.approx(0.5, abs=0.01)


@pytest.mark.parametrize("ending", ["wav", "flac", "ogg", "mp3"])
def test_what_speech_sets_are_stored_in_is_read(tmp_path: Path, ending: str) -> None:
    soundfile.write(tmp_path / f"a.{ending}", tone(2.0, 440.0, 48000), 48000)
    sound = heard(tmp_path / f"a.{ending}")
    assert sound.size == pytest.approx(32000, abs=0.06 * 16000)  # an mp3's last frame is filled up
    assert loudest_hz(sound) == pytest.approx(440.0, abs=1.5)


def test_start_and_duration_are_a_stretch_of_the_file(tmp_path: Path) -> None:
    parts = [tone(1.0, hz, 48000) for hz in (400.0, 800.0, 1200.0)]
    soundfile.write(tmp_path / "a.flac", np.concatenate(parts), 48000)
    sound = heard(tmp_path / "a.flac", start=1.0, duration=1.0)
    assert sound.size == 16000
    assert loudest_hz(sound) == pytest.approx(800.0, abs=1.5)
    assert loudest_hz(heard(tmp_path / "a.flac", start=2.0)) == pytest.approx(1200.0, abs=1.5)


def test_two_channels_become_their_mean(tmp_path: Path) -> None:
    left = tone(0.5, 500.0, 16000)
    soundfile.write(tmp_path / "a.wav", np.stack([left, 0.5 * left], axis=1), 16000, subtype="FLOAT")
    np.testing.assert_allclose(heard(tmp_path / "a.wav"), 0.75 * left, atol=1e-6)


@pytest.mark.parametrize("speed", [0.9, 1.0, 1.1])
@pytest.mark.parametrize("rate_hz", [16000, 48000])
def test_faster_is_shorter_and_higher_by_the_same_factor(tmp_path: Path, speed: float, rate_hz: int) -> None:
    soundfile.write(tmp_path / "a.flac", tone(2.0, 1000.0, rate_hz), rate_hz)
    sound = heard(tmp_path / "a.flac", speed=speed)
    assert sound.size == pytest.approx(32000 / speed, abs=1)
    assert loudest_hz(sound) == pytest.approx(1000.0 * speed, abs=1.5)


def test_what_cannot_be_decoded_is_none(tmp_path: Path) -> None:
    (tmp_path / "text.mp3").write_text("no sound at all", encoding="utf-8")
    (tmp_path / "nothing.mp3").write_bytes(b"")
    soundfile.write(tmp_path / "silent.wav", np.zeros(0, np.float32), 16000)
    soundfile.write(tmp_path / "broken.wav", np.full(100, np.nan, np.float32), 16000, subtype="FLOAT")
    soundfile.write(tmp_path / "short.wav", np.zeros(1000, np.float32), 16000)
    soundfile.write(tmp_path / "one.wav", np.zeros(1, np.float32), 192000)
    for name in ("text.mp3", "one.wav", "nothing.mp3", "silent.wav", "broken.wav", "missing.mp3", "."):
        assert read_sound(tmp_path / name) is None, name
    assert read_sound(tmp_path / "short.wav", start=5.0, duration=1.0) is None


def test_a_files_length_is_counted_at_16_khz(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.flac", tone(1.5, 440.0, 44100), 44100)
    assert samples_of_file(tmp_path / "a.flac") == 24000
    assert samples_of_file(tmp_path / "missing.flac") == 0
