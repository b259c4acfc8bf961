"""Peaks of a file: known sounds, by hand arithmetic, and what is kept of them."""

import os
import wave
from pathlib import Path

import numpy as np
import pytest

from dabir_core.audio import open_audio
from dabir_core.paths import waveforms_folder
from dabir_desktop.peaks import PEAKS_PER_SECOND, Peaks, keep_peaks, kept_peaks, peaks_of


def values(*blocks: np.ndarray) -> list[int]:
    return [int(value) for part in peaks_of(blocks) for value in part]


def test_a_peak_is_the_loudest_of_forty_milliseconds() -> None:
    block = np.zeros(1600, np.float32)
    block[100], block[700], block[1590] = 0.5, -1.0, 0.25
    assert values(block) == [128, 255, 64]


def test_blocks_of_any_length_give_the_same_peaks() -> None:
    sound = np.linspace(-1, 1, 5000, dtype=np.float32)
    parts = np.split(sound, [1, 639, 640, 1700, 4999])
    assert values(*parts) == values(sound)
    assert len(values(sound)) == 8  # 5000 samples are 7.8 times 640


def test_silence_is_zero_and_the_faintest_sound_is_not() -> None:
    sound = np.zeros(1280, np.float32)
    sound[640] = 1 / 32768
    assert values(sound) == [0, 1]


@pytest.mark.parametrize("count", [1, 7, 100, 1000])
def test_columns_show_a_burst_where_it_is(count: int) -> None:
    burst = np.zeros(4 * PEAKS_PER_SECOND, np.uint8)
    burst[50:52] = 255  # from 2.00 to 2.08 s of four
    columns = Peaks(burst, is_whole=True).columns(count, 4.0)
    assert columns.max() == 1.0
    lit = np.flatnonzero(columns)
    assert lit[0] >= np.floor(count * 0.5) - 1
    assert lit[-1] <= np.ceil(count * 0.52)


def test_what_is_not_read_yet_is_flat() -> None:
    columns = Peaks(np.full(50, 255, np.uint8)).columns(10, 4.0)  # two seconds of four
    assert columns.tolist() == [1.0] * 5 + [0.0] * 5


@pytest.mark.parametrize(("start", "lit"), [(0.0, []), (2.0, [2, 3]), (3.0, [0, 1]), (3.2, [0, 1]), (5.0, [])])
def test_columns_of_a_part_are_those_of_its_place(start: float, lit: list[int]) -> None:
    """Six seconds, loud from 3 to 4; four columns of half a second each."""
    values = np.zeros(6 * PEAKS_PER_SECOND, np.uint8)
    values[3 * PEAKS_PER_SECOND : 4 * PEAKS_PER_SECOND] = 255
    columns = Peaks(values, is_whole=True).columns(4, 2.0, start=start)
    assert np.flatnonzero(columns).tolist() == lit


def test_a_part_that_is_not_read_yet_is_flat() -> None:
    assert not Peaks(np.full(25, 255, np.uint8)).columns(8, 2.0, start=1.0).any()


def test_there_are_no_columns_of_nothing() -> None:
    nothing = Peaks(np.zeros(0, np.uint8))
    assert not nothing.columns(5, 10.0).any()
    assert not nothing.columns(5, 0.0).any()
    assert len(nothing.columns(0, 10.0)) == 0


@pytest.fixture
def note(tmp_path: Path) -> Path:
    path = tmp_path / "یادداشت.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes(np.full(32_000, 16_384, "<i2").tobytes())
    return path


@pytest.fixture(autouse=True)
def _a_cache_of_our_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DABIR_HOME", str(tmp_path / "home"))


def test_a_decoded_file_has_as_many_peaks_as_it_lasts(note: Path) -> None:
    with open_audio(note) as decoding:
        peaks = values(*decoding)
    assert peaks == [128] * (2 * PEAKS_PER_SECOND)


def test_peaks_are_kept_until_the_file_is_another_one(note: Path) -> None:
    assert kept_peaks(note) is None
    keep_peaks(note, Peaks(np.array([1, 2, 3], np.uint8), is_whole=True))
    kept = kept_peaks(note)
    assert kept is not None
    assert kept.is_whole
    assert kept.values.tolist() == [1, 2, 3]
    os.utime(note, ns=(1, 1))
    assert kept_peaks(note) is None


def test_a_damaged_file_of_peaks_is_none(note: Path) -> None:
    keep_peaks(note, Peaks(np.array([1], np.uint8), is_whole=True))
    (kept,) = waveforms_folder().iterdir()
    kept.write_bytes(b"\x93NUMPY")
    assert kept_peaks(note) is None


def test_the_oldest_of_too_many_are_forgotten(note: Path) -> None:
    for moment in range(205):
        os.utime(note, ns=(moment, moment))
        keep_peaks(note, Peaks(np.array([moment], np.uint8), is_whole=True))
    assert len(list(waveforms_folder().iterdir())) == 200
    assert kept_peaks(note) is not None


def test_a_folder_that_is_closed_keeps_nothing_and_says_nothing(note: Path) -> None:
    waveforms_folder().parent.mkdir(parents=True)
    waveforms_folder().write_text("in the way", encoding="utf-8")
    keep_peaks(note, Peaks(np.array([1], np.uint8), is_whole=True))
    assert kept_peaks(note) is None
