"""One window as arrays, and several as a batch of tensors. Legend: B rows, M mel bins, F frames, L tokens."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from dabir_core.arrays import LogMel
from dabir_training.windows.tokens import IGNORED

_RANGE: Final = 2.0
_LEAST: Final = -1.5
"""Log-mel of digital silence alone: (log10 1e-10 + 4) / 4."""


@dataclass(frozen=True, slots=True)
class Example:
    """What the model is given for a window, and what it is to answer.

    input_features      (M, F) float32
    attention_mask      (F,) int64, 1 up to the end of the sound
    decoder_input_ids   (L,) int64
    labels              (L,) int64, -100 where nothing is learned
    """

    input_features: LogMel
    attention_mask: NDArray[np.int64]
    decoder_input_ids: NDArray[np.int64]
    labels: NDArray[np.int64]


def collate(examples: Sequence[Example]) -> dict[str, Tensor]:
    """A batch: input_features (B, M, F), attention_mask (B, F), decoder_input_ids and labels (B, L).

    Shorter windows are filled up with silence to the longest: a log-mel never goes lower than 2 below its highest
    value, so the features are those of the same sound with zeros after it. Tokens are filled up with a row's first one;
    nothing that is learned comes after it.
    """
    frames = max(each.input_features.shape[1] for each in examples)
    tokens = max(each.labels.size for each in examples)
    batch = {
        "input_features": np.stack([_quiet_after(each.input_features, frames) for each in examples]),
        "attention_mask": np.stack([_filled(each.attention_mask, frames, 0) for each in examples]),
        "decoder_input_ids": np.stack(
            [_filled(each.decoder_input_ids, tokens, each.decoder_input_ids[0]) for each in examples]
        ),
        "labels": np.stack([_filled(each.labels, tokens, IGNORED) for each in examples]),
    }
    return {name: torch.from_numpy(rows) for name, rows in batch.items()}


def _quiet_after(features: LogMel, frames: int) -> LogMel:
    if features.shape[1] == frames:
        return features
    silence = max(float(features.max()) - _RANGE, _LEAST)
    filled = np.full((len(features), frames), silence, np.float32)
    filled[:, : features.shape[1]] = features
    return filled


def _filled(row: NDArray[np.int64], count: int, value: int | np.int64) -> NDArray[np.int64]:
    return np.concatenate([row, np.full(count - row.size, value, np.int64)])
