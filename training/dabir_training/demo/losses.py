"""What training lowers: the next token, the characters heard, and where the guided heads look.

Guided attention: espeak-ng tells when each word is said, so the first cross-attention head of every decoder layer is
asked to keep its weight within the word whose token comes next. The decoder then locks on within a few hundred steps
instead of thousands, and the same heads give word times afterwards (`alignment_heads`).
Shape legend: B batch, L tokens, S encoder positions, N decoder layers.
"""

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from dabir_training.demo.batches import IGNORED, Batch
from dabir_training.demo.model import Outputs
from dabir_training.demo.run_file import TrainingSettings

_FLOOR = 1e-3  # keeps the logarithm finite where a head still looks elsewhere


@dataclass(frozen=True, slots=True)
class Losses:
    """The three terms, unweighted, each a scalar."""

    tokens: Tensor
    characters: Tensor
    guide: Tensor

    def total(self, settings: TrainingSettings) -> Tensor:
        """Returns their weighted sum."""
        return self.tokens + settings.ctc_weight * self.characters + settings.guide_weight * self.guide


def losses(outputs: Outputs, batch: Batch, *, label_smoothing: float) -> Losses:
    """Computes the terms of one batch, in float32."""
    tokens = functional.cross_entropy(
        outputs.logits.float().flatten(0, 1),
        batch.labels.flatten(),
        ignore_index=IGNORED,
        label_smoothing=label_smoothing,
    )
    characters = functional.ctc_loss(
        outputs.characters.float().log_softmax(-1).transpose(0, 1),
        batch.characters,
        batch.positions,
        batch.character_counts,
        zero_infinity=True,
    )
    return Losses(tokens, characters, _guide(outputs.attention, batch.guides))


def _guide(attention: Tensor, guides: Tensor) -> Tensor:
    """Returns the mean of -log(attention inside the span) over the guided rows; attention is (B, N, L, S)."""
    positions = torch.arange(attention.shape[-1])
    first, last = guides[..., :1], guides[..., 1:]
    inside = (positions >= first) & (positions <= last)
    mass = (attention * inside[:, None]).sum(-1).transpose(1, 2)
    guided = guides[..., 0] >= 0
    return -torch.log(mass[guided] + _FLOOR).mean()
