"""SpecAugment: how much is hidden, and only where somebody speaks."""

import numpy as np
import pytest

from dabir_training.windows.masks import SPAN, masked

FEATURES = np.full((80, 3000), 1.0, np.float32)


def speech(*spans: tuple[int, int]) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    is_speech = np.zeros(3000, np.bool_)
    for first, last in spans:
        is_speech[first:last] = True
    return is_speech


def test_only_speech_is_hidden() -> None:
    is_speech = speech((100, 400), (900, 1000))
    for seed in range(50):
        hidden = masked(FEATURES, is_speech, np.random.default_rng(seed), times=0.3, bands=0.3) == 0
        assert not hidden[:, ~is_speech].any()
        assert hidden.any()
    assert (FEATURES == 1.0).all()


def test_so_many_frames_are_hidden_as_were_asked_for() -> None:
    """400 frames at 0.05 are 20 of them, less what overlaps or is cut at a span's end."""
    is_speech = speech((100, 500))
    shares = [
        (masked(FEATURES, is_speech, np.random.default_rng(seed), times=0.05, bands=0.0)[0] == 0).sum() / 400
        for seed in range(400)
    ]
    assert 0.045 < np.mean(shares) <= 0.05


def test_so_many_bands_are_hidden_as_were_asked_for() -> None:
    """80 bands at 0.05 are 4: one mask of ten in four of ten windows."""
    is_speech = speech((100, 500))
    counts = [
        (masked(FEATURES, is_speech, np.random.default_rng(seed), times=0.0, bands=0.05)[:, 200] == 0).sum()
        for seed in range(1000)
    ]
    assert set(counts) == {0, SPAN}
    assert np.mean(counts) == pytest.approx(4.0, abs=4.5 * np.sqrt(0.4 * 0.6 / 1000) * SPAN)


def test_nothing_is_hidden_in_silence_or_when_nothing_is_asked_for() -> None:
    rng = np.random.default_rng(0)
    np.testing.assert_array_equal(masked(FEATURES, speech(), rng, times=0.5, bands=0.5), FEATURES)
    np.testing.assert_array_equal(masked(FEATURES, speech((0, 3000)), rng, times=0.0, bands=0.0), FEATURES)
