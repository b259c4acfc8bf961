"""Nobody speaks for minutes or an hour: hardly a word is put out, and the sounds are what they are said to be."""

import numpy as np
import pytest

from benchmarks.non_speech import EverythingIsSpeech, measured
from benchmarks.voiceless_sounds import (
    MUSIC,
    NOISE,
    SILENCE,
    Maker,
    bowed,
    brown,
    digital_silence,
    hum,
    recording,
    white,
)
from dabir_core.speech import SileroVad, speech_spans

WORDS_AN_HOUR = 20
MINUTE = 960_000


@pytest.mark.parametrize("maker", [*SILENCE.values(), *NOISE.values(), *MUSIC.values()])
def test_a_sound_is_as_long_as_it_should_be_and_never_clipped(maker: Maker) -> None:
    for samples in (1_000, 40_000):
        sound = recording(maker, samples, seed=3)
        assert sound.shape == (samples,)
        assert sound.dtype == np.float32
        assert np.abs(sound).max() <= 0.5
        assert maker is digital_silence or sound.any()


def octave_db(sound: np.ndarray, low_hz: float) -> float:
    """The power of one octave from that frequency on, in decibels."""
    power = np.abs(np.fft.rfft(sound)) ** 2
    frequencies = np.fft.rfftfreq(sound.size, 1 / 16_000)
    return float(10 * np.log10(power[(frequencies >= low_hz) & (frequencies < 2 * low_hz)].sum()))


def test_noises_have_their_colours_and_hum_its_pitch() -> None:
    # From one octave to the next: white +3 dB, since it has twice the band; brown -3 dB, with a quarter of its power.
    rise = [octave_db(recording(maker, MINUTE, seed=1), 800) for maker in (white, brown)]
    rise_next = [octave_db(recording(maker, MINUTE, seed=1), 1600) for maker in (white, brown)]
    assert rise_next[0] - rise[0] == pytest.approx(3.0, abs=0.3)
    assert rise_next[1] - rise[1] == pytest.approx(-3.0, abs=0.3)
    spectrum = np.abs(np.fft.rfft(recording(hum, 16_000, seed=1)))
    assert int(spectrum.argmax()) == 50


def test_a_bowed_tune_stays_within_its_scale() -> None:
    spectrum = np.abs(np.fft.rfft(recording(bowed, 160_000, seed=1)))
    loudest_hz = int(spectrum.argmax()) / 10
    assert 110 * 2 * 0.98 <= loudest_hz <= 110 * 4 * 1.02


def test_without_detection_all_of_a_recording_is_speech() -> None:
    vad = SileroVad(EverythingIsSpeech())
    heard = [*vad.probabilities(np.zeros(40_000, np.float32)), *vad.finish()]
    (span,) = speech_spans(heard, total_samples=40_000)
    assert (span.start_samples, span.end_samples) == (0, 40_000)


@pytest.mark.long
def test_minutes_without_speech_give_hardly_a_word() -> None:
    found = measured(hours=0.2)
    assert found["vad words"] <= WORDS_AN_HOUR * 0.2
    assert found["all silence words"] == 0


@pytest.mark.slow
def test_an_hour_without_speech_gives_hardly_a_word() -> None:
    found = measured(hours=1.0)
    assert found["vad words"] <= WORDS_AN_HOUR
    assert found["all silence words"] == 0
