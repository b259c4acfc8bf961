"""A window's sound: where clips stand, how loud they are, how often what is done to them."""

from math import sqrt

import numpy as np
import pytest

from dabir_core.arrays import Waveform
from dabir_training.configuration import AugmentSettings
from dabir_training.windows.mixing import Mixer, Placed, Voices, speech_mask
from dabir_training.windows.noise import NoiseFolder
from tests.training.windows.material import burst

LENGTH = 96000
CLIP = Placed("سلام", burst(2.0, start=0.5, end=1.5), at=16000, first=8000, last=24000)


def no_voices(count: int, rng: np.random.Generator) -> list[Waveform]:
    return []


def mixer(settings: AugmentSettings, voices: Voices = no_voices) -> Mixer:
    return Mixer(settings, NoiseFolder(()), voices)


def rng(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


PLAIN = AugmentSettings(clean=0.0, noise=0.0, telephone=0.0, gain_db=0.0)


def test_a_clean_window_is_its_clips_in_their_places_and_silence() -> None:
    late = Placed("خوبی", CLIP.sound, at=80000, first=8000, last=24000, is_whole=False)
    sound = mixer(AugmentSettings()).speech([CLIP, late], LENGTH, rng(), is_clean=True)
    expected = np.zeros(LENGTH, np.float32)
    expected[16000:48000] = CLIP.sound
    expected[80000:] = CLIP.sound[:16000]
    np.testing.assert_array_equal(sound, expected)


def test_gain_is_drawn_for_each_clip_within_its_limits() -> None:
    settings = AugmentSettings(clean=0.0, noise=0.0, telephone=0.0, gain_db=6.0)
    power = np.mean(np.square(CLIP.sound))
    gains = []
    for seed in range(60):
        sound = mixer(settings).speech([CLIP], LENGTH, rng(seed), is_clean=False)
        gains.append(10 * np.log10(np.mean(np.square(sound[16000:48000])) / power))
    assert -6.01 < min(gains) < -4
    assert 4 < max(gains) < 6.01


def changed(sound: Waveform) -> bool:
    return bool(np.abs(sound[:8000]).max() > 0)


@pytest.mark.parametrize("share", [0.3, 0.6])
def test_noise_comes_in_its_share_of_all_windows_at_its_ratio(share: float) -> None:
    """With 0.4 clean, a share of 0.3 of all is half of the others."""
    settings = AugmentSettings(
        clean=0.4, noise=share, telephone=0.0, gain_db=0.0, lowest_snr_db=12.0, highest_snr_db=12.0
    )
    plain = mixer(PLAIN).speech([CLIP], LENGTH, rng(), is_clean=False)
    heard = [mixer(settings).speech([CLIP], LENGTH, rng(seed), is_clean=False) for seed in range(200)]
    noisy = [sound - plain for sound in heard if changed(sound)]
    others = share / 0.6
    assert abs(len(noisy) - 200 * others) <= 4.5 * sqrt(200 * others * (1 - others)) + 1e-9
    speech = np.mean(np.square(plain[speech_mask([CLIP], LENGTH)], dtype=np.float64))
    for noise in noisy[:20]:
        assert 10 * np.log10(speech / np.mean(np.square(noise, dtype=np.float64))) == pytest.approx(12.0, abs=0.1)


def test_a_telephone_comes_in_its_share() -> None:
    """Nothing above 4 kHz comes through; the buzz has its harmonics below 3 kHz, so a hiss is put in."""
    hiss = Placed("س", 0.05 * rng().standard_normal(32000).astype(np.float32), at=0, first=0, last=32000)
    settings = AugmentSettings(clean=0.0, noise=0.0, telephone=0.3, gain_db=0.0)

    def high(sound: Waveform) -> float:
        return float(np.square(np.abs(np.fft.rfft(sound)))[LENGTH // 4 + 3000 :].sum())

    loud = high(mixer(PLAIN).speech([hiss], LENGTH, rng(), is_clean=False))
    found = sum(
        high(mixer(settings).speech([hiss], LENGTH, rng(seed), is_clean=False)) < 0.01 * loud for seed in range(200)
    )
    assert abs(found - 60) <= 4.5 * sqrt(200 * 0.3 * 0.7)


def test_voices_of_others_are_asked_for_and_heard() -> None:
    asked: list[int] = []

    def voices(count: int, rng: np.random.Generator) -> list[Waveform]:
        asked.append(count)
        return [np.sin(2 * np.pi * 3700 * np.arange(16000) / 16000).astype(np.float32)]

    settings = AugmentSettings(clean=0.0, noise=1.0, telephone=0.0)
    heard = [mixer(settings, voices).speech([CLIP], LENGTH, rng(seed), is_clean=False)[:8000] for seed in range(40)]
    peaks = [int(np.argmax(np.abs(np.fft.rfft(sound)))) * 2 for sound in heard]
    assert 0 < len(asked) < 40
    assert peaks.count(3700) == len(asked)


def test_the_sound_never_leaves_its_range() -> None:
    loud = Placed("س", np.ones(32000, np.float32), at=0, first=0, last=32000)
    settings = AugmentSettings(clean=0.0, noise=1.0, telephone=0.0, lowest_snr_db=0.0, highest_snr_db=0.0)
    for seed in range(10):
        assert np.abs(mixer(settings).speech([loud], LENGTH, rng(seed), is_clean=False)).max() <= 1.0
        assert np.abs(mixer(settings).emptiness(LENGTH, rng(seed))).max() <= 1.0


def test_an_empty_window_is_silence_or_noise_of_many_levels() -> None:
    sounds = [mixer(AugmentSettings()).emptiness(LENGTH, rng(seed)) for seed in range(200)]
    silent = [sound for sound in sounds if not sound.any()]
    levels_db = [10 * np.log10(np.mean(np.square(sound))) for sound in sounds if sound.any()]
    assert abs(len(silent) - 60) <= 4.5 * sqrt(200 * 0.3 * 0.7)
    assert -76 < min(levels_db) < -65
    assert -35 < max(levels_db) < -24


def test_speech_is_marked_where_it_is() -> None:
    is_speech = speech_mask([CLIP], LENGTH)
    assert np.flatnonzero(is_speech)[[0, -1]].tolist() == [24000, 39999]
    assert is_speech.sum() == 16000
