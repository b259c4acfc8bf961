import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dabir_core.audio.mix import Mixer, aligned_signs, channel_weights
from dabir_core.audio.stretch import Channels, SourceFormat

RATE_HZ = 48_000
STRETCH = RATE_HZ // 5
STEREO = SourceFormat(RATE_HZ, ("FL", "FR"))
SURROUND = ("FL", "FR", "FC", "LFE", "SL", "SR")


def tone(seconds: float = 2.0, hz: float = 300.0) -> Channels:
    return (0.5 * np.sin(2 * np.pi * hz * np.arange(round(seconds * RATE_HZ)) / RATE_HZ)).astype(np.float32)


def mixed(samples: Channels, source: SourceFormat = STEREO) -> Channels:
    mixer = Mixer(source)
    return np.concatenate([mixer.mix(samples[:, at : at + STRETCH]) for at in range(0, samples.shape[1], STRETCH)])


def rms(samples: Channels) -> float:
    return float(np.sqrt(np.mean(samples.astype(np.float64) ** 2)))


def test_mono_is_left_as_it_is() -> None:
    np.testing.assert_array_equal(mixed(tone()[None], SourceFormat(RATE_HZ, ("FC",))), tone())


def test_equal_channels_are_left_as_they_are() -> None:
    np.testing.assert_allclose(mixed(np.stack([tone(), tone()])), tone(), atol=1e-6)


def test_opposite_channels_survive_at_full_level() -> None:
    np.testing.assert_allclose(np.abs(mixed(np.stack([tone(), -tone()]))), np.abs(tone()), atol=1e-6)


def test_opposite_channels_of_unequal_level_survive() -> None:
    assert rms(mixed(np.stack([tone(), -0.8 * tone()]))) == pytest.approx(0.9 * rms(tone()), rel=1e-3)


def test_independent_channels_are_the_plain_mean() -> None:
    noise = np.random.default_rng(2).normal(0, 0.1, (2, 2 * RATE_HZ)).astype(np.float32)
    np.testing.assert_allclose(mixed(noise), noise.mean(axis=0), atol=1e-6)


def test_one_silent_channel_halves_the_other() -> None:
    np.testing.assert_allclose(mixed(np.stack([tone(), np.zeros_like(tone())])), tone() / 2, atol=1e-6)


def test_a_channel_that_turns_over_in_mid_recording_is_followed_without_a_click() -> None:
    left, turning = tone(4.0), tone(4.0)
    turning[len(turning) // 2 :] *= -1
    out = mixed(np.stack([left, turning]))
    steepest = 0.5 * 2 * math.pi * 300.0 / RATE_HZ
    assert rms(out[-RATE_HZ:]) == pytest.approx(rms(left), rel=1e-3)
    assert np.max(np.abs(np.diff(out))) < 2 * steepest


def test_a_moment_of_opposition_does_not_turn_a_channel_over() -> None:
    left, right = tone(4.0), tone(4.0)
    right[2 * RATE_HZ : 2 * RATE_HZ + STRETCH] *= -1  # 0.2 s against a memory of 0.3 s
    np.testing.assert_allclose(mixed(np.stack([left, right]))[-RATE_HZ:], left[-RATE_HZ:], atol=1e-6)


def test_swapping_which_channel_is_louder_does_not_turn_the_mix_over() -> None:
    fade = np.linspace(0.2, 1.0, 2 * RATE_HZ, dtype=np.float32)
    out = mixed(np.stack([tone() * fade[::-1], -tone() * fade]))
    np.testing.assert_allclose(out, 0.6 * tone(), atol=1e-5)  # mean of the two fades: (0.2 + 1.0) / 2


def test_surround_weights_are_those_of_bs_775() -> None:
    relative = channel_weights(SURROUND) / channel_weights(SURROUND)[2]
    np.testing.assert_allclose(relative, [0.7071, 0.7071, 1.0, 0.0, 0.5, 0.5], atol=1e-4)
    assert channel_weights(SURROUND).sum() == pytest.approx(1.0)


def test_the_lfe_channel_is_not_heard() -> None:
    samples = np.zeros((6, RATE_HZ), dtype=np.float32)
    samples[3] = tone(1.0)
    assert rms(mixed(samples, SourceFormat(RATE_HZ, SURROUND))) == 0.0


def test_a_lone_lfe_channel_and_unnamed_channels_count() -> None:
    np.testing.assert_array_equal(channel_weights(("LFE",)), [1.0])
    np.testing.assert_array_equal(channel_weights(("NONE", "NONE", "USR3", "")), [0.25] * 4)


def test_silence_keeps_the_signs_in_force() -> None:
    signs = np.array([1.0, -1.0])
    np.testing.assert_array_equal(aligned_signs(np.zeros((2, 2)), np.full(2, 0.5), signs), signs)


@settings(max_examples=50, deadline=None)
@given(st.integers(1, 8), st.integers(0, 2**32 - 1))
def test_the_mix_never_exceeds_the_loudest_sample(channels: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    samples = rng.uniform(-1, 1, (channels, 3000)).astype(np.float32)
    source = SourceFormat(8000, tuple(rng.choice(["FL", "FR", "FC", "LFE", "BL", "x"], channels)))
    mixer = Mixer(source)
    for at in range(0, 3000, 700):
        assert np.max(np.abs(mixer.mix(samples[:, at : at + 700]))) <= 1.0 + 1e-6
