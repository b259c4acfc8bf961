"""Estimates from timings that are made up: a machine of known rates must be found again."""

from dataclasses import replace

import pytest

from dabir_core.asr.dimensions import Dimensions
from dabir_core.models.architectures import ARCHITECTURES
from dabir_core.models.estimate import memory_bytes, rates, seconds_of, step_bytes
from dabir_core.models.machine import DEEPER, ROWS, SAMPLE, MachineSpeed
from dabir_core.models.work import (
    Hour,
    attention_products,
    convolution_products,
    dense_products,
    heard_numbers,
    layer_weights,
    projection_products,
)

SMALL = ARCHITECTURES["small"]
DENSE, ATTENTION, SCORES, BYTE, STEP = 2e-12, 5e-12, 2e-9, 6e-11, 0.003


def made_up() -> MachineSpeed:
    """What a machine of those rates takes."""

    def encode(sizes: Dimensions, positions: int) -> float:
        dense = convolution_products(sizes, positions) + dense_products(sizes, positions)
        attention = ATTENTION * attention_products(sizes, positions) + SCORES * 12 * positions**2  # 12 heads
        return DENSE * dense + attention

    def step(positions: int) -> float:
        return STEP + BYTE * (layer_weights(SAMPLE) + ROWS * 2 * heard_numbers(SAMPLE, positions))

    encodes = encode(SAMPLE, 1500), encode(SAMPLE, 500), encode(DEEPER, 1500)
    return MachineSpeed("openvino int8", *encodes, 0.02, step(1500), step(500), 0.0001, 0.002)


def test_work_is_counted_as_in_the_paper() -> None:
    # by hand, small: 3 wide convolutions of 80 → 768 over 3000 frames and 768 → 768 over 1500 positions; 12 layers of
    # 12 · 768² numbers for each of 1500 positions; 12 layers of 1500² scores of 768 products, and as many for values
    assert convolution_products(SMALL, 1500) == 2 * 3 * 768 * (3000 * 80 + 1500 * 768)
    assert dense_products(SMALL, 1500) == 12 * 2 * 1500 * 12 * 768**2
    assert attention_products(SMALL, 1500) == 12 * 2 * 2 * 1500**2 * 768
    assert projection_products(SMALL, 1500) == 12 * 2 * 1500 * 2 * 768**2  # keys and values
    assert layer_weights(SMALL) == 12 * 14 * 768**2  # 4 + 2 (its own keys and values, the other's queries) + 8
    assert heard_numbers(SMALL, 1500) == 12 * 2 * 1500 * 768
    assert step_bytes(SMALL, 8) == 12 * 14 * 768**2 + 8 * 2 * 12 * 2 * 1500 * 768


def test_the_machines_rates_are_found_from_the_samples_times() -> None:
    found = rates(made_up())
    assert found.dense == pytest.approx(DENSE)
    assert found.attention == pytest.approx(ATTENTION)
    assert found.scores == pytest.approx(SCORES)
    assert found.byte == pytest.approx(BYTE)
    assert found.step == pytest.approx(STEP)


def test_an_hour_is_the_sum_of_its_windows_and_tokens() -> None:
    found = rates(made_up())
    dense = convolution_products(SMALL, 1500) + dense_products(SMALL, 1500)
    window = DENSE * (dense + 2 * 200 * layer_weights(SMALL))
    window += (
        ATTENTION * attention_products(SMALL, 1500)
        + SCORES * 12 * 1500**2
        + found.projection * projection_products(SMALL, 1500)
    )
    steps = 100 * 200 / 8 / 0.5 * (STEP + BYTE * step_bytes(SMALL, 8))
    hour = Hour(windows=100, tokens=20_000, rows=8, useful=0.5)
    assert seconds_of(SMALL, found, hour) == pytest.approx(
        100 * 1.5 * window + steps + 20_000 * found.token + 3600 * 0.002
    )


def test_noise_makes_no_time_negative() -> None:
    speed = made_up()
    for noisy in (
        replace(speed, encode_third=speed.encode),
        replace(speed, encode_third=0.0),
        replace(speed, encode_deeper=0.0),
        replace(speed, encode_deeper=9 * speed.encode),
        replace(speed, step_third=2 * speed.step),
        replace(speed, step_third=0.0),
    ):
        found = rates(noisy)
        assert min(found.dense, found.attention, found.byte) > 0
        assert min(found.step, found.scores) >= 0


def test_larger_checkpoints_take_longer_and_more_memory() -> None:
    found = rates(made_up())
    names = ["tiny", "base", "small", "medium", "large-v2"]
    for measure in (lambda sizes: seconds_of(sizes, found, Hour()), memory_bytes):
        taken = [measure(ARCHITECTURES[name]) for name in names]
        assert taken == sorted(taken)
    assert seconds_of(ARCHITECTURES["large-v3-turbo"], found, Hour()) < seconds_of(
        ARCHITECTURES["large-v3"], found, Hour()
    )
