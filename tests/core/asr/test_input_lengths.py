"""Which input the encoder gets for which window; all figures by hand from the table in the project's facts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dabir_core.asr.input_lengths import STEPS, InputLengths, longest_sound, short_steps
from dabir_core.units import to_samples
from tests.fakes import FAKE_DIMENSIONS

WHISPER = InputLengths.short(FAKE_DIMENSIONS)


@pytest.mark.parametrize(
    ("sound", "length"),
    [
        (0.5, 6),
        (3.44, 6),
        (3.45, 8),
        (5.44, 8),
        (7.4, 10),
        (8.0, 13),
        (13.0, 16),
        (17.4, 20),
        (20.0, 25),
        (22.5, 30),
        (30.0, 30),
    ],
)
def test_the_input_is_the_next_step_after_the_sound_and_2_56_s(sound: float, length: float) -> None:
    assert WHISPER.of(to_samples(sound)) == length * 16_000


def test_only_the_whole_window_is_given_where_nothing_shorter_is_allowed() -> None:
    full = InputLengths.full(FAKE_DIMENSIONS)
    assert full.of(16_000) == full.whole == 480_000


def test_a_checkpoint_of_15_s_has_the_steps_that_fit() -> None:
    demo = FAKE_DIMENSIONS.__class__(8, 1, 2, 1, 2, 80, 100, 750, 448)
    assert short_steps(demo) == (6, 8, 10, 13)
    assert InputLengths.short(demo).samples == (96_000, 128_000, 160_000, 208_000, 240_000)


def test_steps_that_were_not_earned_are_left_out() -> None:
    lengths = InputLengths.short(FAKE_DIMENSIONS, shortest=16.0)
    assert lengths.samples == (256_000, 320_000, 400_000, 480_000)
    assert lengths.of(16_000) == 256_000


@given(st.integers(1, 480_000), st.sampled_from([*STEPS]))
def test_every_window_fits_into_its_input(samples: int, shortest: float) -> None:
    lengths = InputLengths.short(FAKE_DIMENSIONS, shortest=shortest)
    length = lengths.of(samples)
    assert length >= samples
    assert length == lengths.whole or longest_sound(length) >= samples


@given(st.sampled_from(WHISPER.samples))
def test_every_input_gives_whole_encoder_positions(length: int) -> None:
    assert length % 320 == 0
