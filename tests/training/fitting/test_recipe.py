import math

import pytest

from dabir_training.configuration import FittingSettings, LoraSettings
from dabir_training.fitting.recipe import (
    best_steps,
    evaluated_at,
    is_lost,
    is_out_of_patience,
    learning_rate,
    warmup_steps,
)


@pytest.mark.parametrize(
    ("width", "rate"), [(384, 3.75e-5), (512, 2.5e-5), (768, 1.25e-5), (1024, 6.25e-6), (1280, 5e-6)]
)
def test_rate_is_a_fortieth_of_pre_trainings(width: int, rate: float) -> None:
    """Tiny, base, small, medium, large, as Whisper's authors advised."""
    assert learning_rate(FittingSettings(), width=width) == rate


def test_rate_of_the_run_file_holds_before_all_others() -> None:
    assert learning_rate(FittingSettings(learning_rate=3e-4, lora=LoraSettings()), width=768) == 3e-4
    assert learning_rate(FittingSettings(lora=LoraSettings()), width=768) == 1e-4
    assert learning_rate(FittingSettings(), width=128) == 3.75e-5


@pytest.mark.parametrize(("warmup", "steps"), [(0.05, 50), (500, 500), (0.0, 0), (0.0501, 51)])
def test_warmup_is_a_share_or_a_number(warmup: float, steps: int) -> None:
    assert warmup_steps(FittingSettings(warmup=warmup), steps=1000) == steps


def test_model_is_judged_evenly_and_at_the_end() -> None:
    assert evaluated_at(FittingSettings(evaluations=4), steps=10) == {2, 5, 8, 10}
    assert evaluated_at(FittingSettings(evaluate_every=100), steps=1011) == {*range(100, 1001, 100), 1011}
    assert evaluated_at(FittingSettings(evaluations=20), steps=3) == {1, 2, 3}
    assert evaluated_at(FittingSettings(evaluations=0), steps=3) == {3}


@pytest.mark.parametrize(
    ("rates", "patience", "is_out"),
    [
        ([], 2, False),
        ([0.5, 0.4, 0.3], 2, False),
        ([0.3, 0.4, 0.5], 2, True),
        ([0.3, 0.4, 0.2], 2, False),
        ([0.3, 0.3, 0.3], 2, True),
        ([0.3, 0.4], 2, False),
        ([0.3, 0.4, 0.5, 0.6], 0, False),
    ],
)
def test_patience_ends_after_so_many_without_a_better_one(rates: list[float], patience: int, is_out: bool) -> None:
    assert is_out_of_patience(rates, patience) is is_out


@pytest.mark.parametrize(
    ("losses", "is_so"),
    [
        ([], False),
        ([1.0, math.nan], True),
        ([1.0, math.inf], True),
        ([9.0, 3.0, 2.0, 1.0, 0.5], False),
        ([0.5] * 5 + [9.0], False),  # one bad stretch
        ([0.5] * 5 + [9.0] * 5, True),
        ([0.01] * 5 + [0.5] * 5, False),  # fifty times as much, and still a good loss
    ],
)
def test_loss_is_lost_when_no_number_or_far_above_what_it_was(losses: list[float], is_so: bool) -> None:
    assert is_lost(losses) is is_so


def test_best_steps_read_best_and_the_start_is_none_of_them() -> None:
    rates = {0: 0.1, 10: 0.4, 20: 0.3, 30: 0.3, 40: 0.9}
    assert best_steps(rates, 1) == (20,)
    assert best_steps(rates, 3) == (20, 30, 10)
    assert best_steps({}, 3) == ()
