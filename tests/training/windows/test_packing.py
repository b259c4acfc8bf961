"""Packing by hand: clips of equal length, gaps of a known length, no chance but what the seed decides."""

import random
from collections.abc import Sequence

import pytest

from dabir_core.asr.input_lengths import InputLengths
from dabir_core.units import to_samples
from dabir_training.configuration import AugmentSettings, WindowSettings
from dabir_training.windows.packing import Draft, PackedPieces, Packer, PackingRules

LENGTHS = InputLengths((to_samples(30.0),))
EXACT = WindowSettings(
    packed=1.0, empty=0.0, timestamps=0.0, prompted=0.0, shortest_gap=0.5, longest_gap=0.5, short_context=False
)
CLEAN = AugmentSettings(clean=1.0)


def packed(seconds: Sequence[float], settings: WindowSettings = EXACT) -> tuple[list[Draft], PackedPieces]:
    pieces = PackedPieces()
    clips = iter([(row, to_samples(each)) for row, each in enumerate(seconds)])
    packer = Packer(PackingRules(settings, CLEAN, LENGTHS), clips, draw=random.Random(1))
    return list(packer.windows(pieces, language=0)), pieces


def test_as_many_clips_as_fit_with_their_gaps() -> None:
    """5 s + 0.5 s: five take 27.5 s, a sixth would end at 32.5 s."""
    windows, pieces = packed([5.0] * 12)
    assert [window.count for window in windows] == [5, 5, 2]
    assert [at / 16000 for at in pieces.at[:6]] == [0.0, 5.5, 11.0, 16.5, 22.0, 0.0]
    assert not any(window.straddles for window in windows)


def test_a_clip_that_does_not_fit_waits_and_the_longest_that_does_is_taken() -> None:
    """20 s and 0.5 s leave 9.5 s: not 15, not 10, but 9 rather than 8; what waited comes next."""
    windows, pieces = packed([20.0, 15.0, 10.0, 8.0, 9.0])
    assert [window.count for window in windows] == [2, 2, 1]
    assert pieces.rows.tolist() == [0, 4, 1, 2, 3]


def test_windows_with_times_mostly_end_in_another_clip_that_comes_next() -> None:
    settings = WindowSettings(
        packed=1.0, empty=0.0, timestamps=1.0, prompted=0.0, shortest_gap=0.0, longest_gap=0.0, short_context=False
    )
    windows, pieces = packed([4.3] * 600, settings)
    cut = [place for place, window in enumerate(windows) if window.straddles]
    assert len(cut) > 0.9 * len(windows)  # six take 25.8 s: there is always room for a cut one, and none for a seventh
    for place in cut[:-1]:
        window = windows[place]
        straddler = window.first + window.count
        assert pieces.at[straddler] == to_samples(4.3) * window.count
        assert pieces.rows[windows[place + 1].first] == pieces.rows[straddler]


@pytest.mark.parametrize("length", [29.99, 30.0])
def test_a_clip_that_fills_the_window_stands_alone(length: float) -> None:
    windows, pieces = packed([length, 1.0, length])
    assert sorted(pieces.rows) == [0, 1, 2]
    assert [pieces.at[window.first] for window in windows] == [0] * 3
