"""What a run's settings come to for a model of some size and a set of some length: rates, steps, milestones.

The learning rates are a fortieth of those of Whisper's pre-training, as its authors advised for fine-tuning.
Source: J. W. Kim, in vasistalodagala/whisper-finetune's README, "Hyperparameter tuning".
"""

import math
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from dabir_training.configuration import FittingSettings

RATES: Final[Mapping[int, float]] = MappingProxyType(
    {384: 3.75e-5, 512: 2.5e-5, 768: 1.25e-5, 1024: 6.25e-6, 1280: 5e-6}
)
"""By the model's width: tiny, base, small, medium, large and turbo."""
LORA_RATE: Final = 1e-4
"""Adapters start at zero and bear more; at 1e-3, another project's default, a large model fell apart."""
_LOSSES: Final = 5
_FACTOR: Final = 3.0
_SLACK: Final = 2.0


def learning_rate(settings: FittingSettings, *, width: int) -> float:
    """The run file's rate, or the one for a model of this width: that of the smallest known that is not narrower."""
    if settings.learning_rate:
        return settings.learning_rate
    if settings.lora is not None:
        return LORA_RATE
    return RATES[min((known for known in RATES if known >= width), default=max(RATES))]


def warmup_steps(settings: FittingSettings, *, steps: int) -> int:
    """How many steps the rate rises for: a share of all, or a number."""
    return math.ceil(settings.warmup * steps) if settings.warmup < 1 else int(settings.warmup)


def evaluated_at(settings: FittingSettings, *, steps: int) -> frozenset[int]:
    """The steps after which the model is judged; the last is always one of them."""
    if settings.evaluate_every:
        return frozenset([*range(settings.evaluate_every, steps, settings.evaluate_every), steps])
    times = min(max(settings.evaluations, 1), steps)
    return frozenset(round(time * steps / times) for time in range(1, times + 1))


def is_out_of_patience(rates: Sequence[float], patience: int) -> bool:
    """Whether the last `patience` word error rates of the sequence are all no better than an earlier one."""
    if not 0 < patience < len(rates):
        return False
    return min(rates[-patience:]) >= min(rates[:-patience])


def best_steps(rates: Mapping[int, float], count: int) -> tuple[int, ...]:
    """The steps with the lowest word error rates, the best first; of equals the earlier. The start is none of them."""
    return tuple(sorted((step for step in rates if step > 0), key=lambda step: (rates[step], step))[:count])


def is_lost(losses: Sequence[float]) -> bool:
    """Whether the loss is no number, or far above what it once was, in means over five logged losses.

    A loss that triples and gains two nats besides has left all that a warm-up or a hard stretch of data does.
    """
    if not losses:
        return False
    if not math.isfinite(losses[-1]):
        return True
    means = [sum(losses[end - _LOSSES : end]) / _LOSSES for end in range(_LOSSES, len(losses) + 1)]
    return bool(means) and means[-1] > _FACTOR * min(means) + _SLACK
