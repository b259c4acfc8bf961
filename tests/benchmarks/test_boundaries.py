"""The measure of word boundaries, by hand, and the synthetic recordings that it is taken on."""

import wave
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from benchmarks.boundaries import Recording, boundary_f1, figures, hits, recordings, write_wave
from dabir_training.demo.espeak import SpokenWord


def words(*times: float) -> tuple[SpokenWord, ...]:
    """Adjacent words that end where the next one begins."""
    return tuple(SpokenWord("واژه", start, end) for start, end in pairwise(times))


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([1.0, 2.0, 3.0], 3),
        ([1.1, 1.9, 3.11], 2),  # within 0.1, within 0.1, 0.11 off
        ([0.95, 1.05, 3.0], 2),  # the first two claim the same boundary
        ([2.08], 1),
        ([], 0),
    ],
)
def test_a_boundary_counts_once(found: list[float], expected: int) -> None:
    assert hits([1.0, 2.0, 3.0], found, 0.1 + 1e-9) == expected


def test_f1_is_over_the_boundaries_of_both() -> None:
    # Starts 0 and 1, ends 1 and 2 against one word from 0 to 2: hits 0 and 2, of 4 + 2 boundaries.
    assert boundary_f1([words(0, 1, 2)], [(SpokenWord("واژه", 0, 2),)], 0.05) == pytest.approx(2 * 2 / 6)


def test_only_what_every_side_read_to_the_letter_is_compared() -> None:
    sound = np.zeros(1, np.float32)
    spoken = [Recording(sound, words(0, 1)), Recording(sound, words(0, 1, 2))]
    misread = (SpokenWord("غلط", 0, 1),)
    found = figures(spoken, {"ours": [words(0, 1), words(0, 1, 2.3)], "theirs": [misread, words(0, 1, 2)]}, notes=1)
    assert (found["ours_read_right"], found["theirs_read_right"], found["compared"]) == (2, 1, 1)
    assert found["ours_f1_100ms"] == 0.75  # one of the four boundaries of the second recording is 0.3 s off
    assert (found["theirs_f1_100ms_full"], found["theirs_f1_100ms_notes"]) == (1, 0)


@pytest.mark.long
def test_recordings_hold_their_words_and_full_ones_fill_a_window() -> None:
    note, full = recordings(7, notes=1, full_windows=1)
    for one in (note, full):
        assert all(0 <= word.start < word.end <= one.waveform.size / 16_000 for word in one.words)
        assert all(before.end <= after.start for before, after in pairwise(one.words))
        assert np.abs(one.waveform[: int(one.words[0].start * 16_000) - 160]).max() < 0.01
    assert note.waveform.size < full.waveform.size <= 15 * 16_000
    assert len(full.words) > len(note.words)


def test_sound_is_written_as_sixteen_bits(tmp_path: Path) -> None:
    with wave.open(str(write_wave(tmp_path / "a.wav", np.array([0.0, 0.5, -2.0], np.float32))), "rb") as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (16_000, 1, 2)
        assert np.frombuffer(file.readframes(3), "<i2").tolist() == [0, 16383, -32767]
