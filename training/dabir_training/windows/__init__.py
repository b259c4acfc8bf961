"""Clips to what the model is fitted on: sound, augmentation, packing, labels, tensors. Nothing is cached."""

from dabir_training.windows.clip_windows import ClipWindows
from dabir_training.windows.examples import Example, collate
from dabir_training.windows.grouping import order_by_length
from dabir_training.windows.training_windows import TrainingWindows

__all__ = [
    "ClipWindows",
    "Example",
    "TrainingWindows",
    "collate",
    "order_by_length",
]
