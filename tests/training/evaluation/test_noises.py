import numpy as np
import pytest

from dabir_core.arrays import Waveform
from dabir_training.evaluation.clip_reading import ClipReader
from dabir_training.evaluation.noises import invented, noises

SECOND = 16000


def level_db(waveform: Waveform) -> float:
    return float(10 * np.log10(np.mean(np.square(waveform.astype(np.float64)))))


def spectrum_of(kind: str) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Power at 0, 1, 2 … Hz."""
    (waveform, *_) = [each.waveform for each in noises(180, window_samples=10 * SECOND) if each.kind == kind]
    frames = waveform.reshape(10, SECOND).astype(np.float64)
    power: np.ndarray[tuple[int, ...], np.dtype[np.float64]] = (np.abs(np.fft.rfft(frames)) ** 2).mean(axis=0)
    return power


def test_the_same_noises_come_each_time() -> None:
    first, second = (list(noises(40, window_samples=5 * SECOND)) for _ in range(2))
    assert [each.kind for each in first] == [each.kind for each in second]
    assert all(np.array_equal(a.waveform, b.waveform) for a, b in zip(first, second, strict=True))


def test_whole_windows_reach_the_seconds_asked_for() -> None:
    windows = list(noises(31, window_samples=15 * SECOND))
    assert [window.waveform.size for window in windows] == [15 * SECOND] * 3


def test_every_kind_comes_at_every_level() -> None:
    heard = [(each.kind, round(level_db(each.waveform))) for each in noises(36, window_samples=2 * SECOND)]
    kinds = {kind for kind, _ in heard}
    assert len(heard) == 18
    assert {level for kind, level in heard if kind == "silence"} == {-90}
    for kind in kinds - {"silence", "knocks"}:
        assert {level for each, level in heard if each == kind} == {-50, -35, -20}
    knocks = sorted(level for kind, level in heard if kind == "knocks")  # the loudest of them are cut off
    assert knocks == pytest.approx([-50, -35, -20], abs=3)


def test_nothing_is_beyond_full_scale() -> None:
    assert all(np.abs(each.waveform).max() <= 1.0 for each in noises(36, window_samples=2 * SECOND))


def test_white_noise_is_flat_and_pink_noise_falls_by_three_decibels_an_octave() -> None:
    for kind, falls_db in (("white", 0.0), ("pink", 3.01)):
        power = spectrum_of(kind)
        octaves = [10 * np.log10(power[low : 2 * low].mean()) for low in (250, 500, 1000, 2000)]
        assert -np.diff(octaves) == pytest.approx([falls_db] * 3, abs=0.5)


def test_hum_stands_at_the_mains_and_its_harmonics() -> None:
    power = spectrum_of("hum")
    assert power[1:].argmax() + 1 == 50
    assert power[100] > 100 * power[75]


def test_invented_words_are_counted_by_the_minute(stubborn_reader: ClipReader) -> None:
    done: list[int] = []
    told = invented(stubborn_reader, 90, tell=done.append)
    # six windows of 15 s, each of another kind, each with the two words that this checkpoint always writes
    assert set(told) == {"all", "silence", "white", "pink", "hum", "chords", "knocks"}
    assert (told["all"].words, told["all"].duration) == (12, 90.0)
    assert told["all"].words_per_minute == told["hum"].words_per_minute == 8.0
    assert done == [15, 30, 45, 60, 75, 90]


def test_no_noise_is_no_rate(stubborn_reader: ClipReader) -> None:
    assert invented(stubborn_reader, 0, tell=lambda _: None) == {}
