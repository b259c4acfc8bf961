"""What a run is trained and judged on, as the room `windows` gives it."""

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from dabir_training.configuration import RunConfig
from dabir_training.errors import PreparedSetWrong
from dabir_training.fitting.judge import JudgedClips
from dabir_training.fitting.order import EpochWindows
from dabir_training.manifest import Split
from dabir_training.prepare import prepared_set
from dabir_training.windows import ClipWindows, TrainingWindows, collate


@dataclass(frozen=True, slots=True)
class Material:
    """Windows to train on, clips to judge by, and what makes tensors of either."""

    windows: EpochWindows[Any]
    clips: JudgedClips
    collate: Callable[[Sequence[Any]], Mapping[str, torch.Tensor]]


def judged_split(config: RunConfig) -> Split:
    """Dev, but for who repeats the student."""
    return Split.TEST if config.train.is_judged_on_test else Split.DEV


def material(config: RunConfig, checkpoint: Path) -> Material:
    """The run's. Raises: PreparedSetWrong where the set is half made or another's, or too small."""
    prepared = prepared_set(config)
    windows = TrainingWindows(prepared, config.windows, config.augment, checkpoint=checkpoint, seed=config.seed)
    split = judged_split(config)
    clips = ClipWindows(
        prepared, split, checkpoint=checkpoint, clips=config.train.evaluation_clips or sys.maxsize, seed=config.seed
    )
    if len(clips) == 0:
        raise PreparedSetWrong(f"{config.prepared}: no clip for {split} fits the model's window")
    return Material(windows, clips, collate)
