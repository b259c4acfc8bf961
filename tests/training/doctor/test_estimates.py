import pytest

from dabir_core.models.architectures import ARCHITECTURES
from dabir_training.configuration import FittingSettings, LoraSettings, Optimizer
from dabir_training.doctor.estimates import checkpoint_bytes, footprint

SMALL = ARCHITECTURES["small"]
MILLIONS = 241.7
"""Of parameters of whisper-small; its model card says 244 with the rounding of a table."""


def test_standing_memory_is_sixteen_bytes_a_weight() -> None:
    # float32: the weight, its gradient, and AdamW's two averages
    found = footprint(SMALL, FittingSettings(), is_half=False)

    assert found.standing_bytes == pytest.approx(16e6 * MILLIONS, rel=0.001)


def test_an_8_bit_optimiser_saves_six_bytes_a_weight() -> None:
    full = footprint(SMALL, FittingSettings(), is_half=True).standing_bytes
    less = footprint(SMALL, FittingSettings(optimizer=Optimizer.ADAMW_8BIT), is_half=True).standing_bytes

    assert full - less == pytest.approx(6e6 * MILLIONS, rel=0.001)


def test_adapters_leave_little_but_the_weights() -> None:
    found = footprint(SMALL, FittingSettings(lora=LoraSettings(rank=8)), is_half=False)

    assert found.standing_bytes < 1.2 * 4e6 * MILLIONS


@pytest.mark.parametrize(
    ("name", "windows", "is_checkpointing", "measured_gb"),
    [
        # resident memory of two steps of torch 2.13 on a CPU, float32, SDPA, labels of 448 tokens
        ("tiny", 1, True, 0.96),
        ("tiny", 8, True, 4.05),
        ("tiny", 6, False, 4.30),
        ("small", 1, True, 4.72),
        ("small", 4, True, 7.22),
    ],
)
def test_estimate_is_near_what_was_measured(
    name: str, windows: int, is_checkpointing: bool, measured_gb: float
) -> None:
    settings = FittingSettings(activation_checkpointing=is_checkpointing)

    found = footprint(ARCHITECTURES[name], settings, is_half=False).total_bytes(windows)

    assert found == pytest.approx(1e9 * measured_gb, rel=0.15)


def test_a_checkpoint_on_the_disk_is_weights_and_averages() -> None:
    # whisper-small: 0.97 GB of weights, and twice that of the optimiser
    assert checkpoint_bytes(SMALL, FittingSettings()) == pytest.approx(12e6 * MILLIONS, rel=0.001)
