"""Whisper as transformers has it, which also takes windows shorter than its own: the first positions, same weights.

Our engine encodes a short recording with as many positions as it has frames. A model that has only ever seen whole
windows reads those less well, so it is trained on them too. transformers' encoder refuses any other length and adds
every position; the one here differs from it in these two things alone. It takes the place of its parent before the
weights are read, so checkpoints are the same in both directions.
Source: FUTO's whisper-acft trains for the same purpose.
"""

from typing import Any

import torch
import transformers
from torch.nn import functional
from transformers.modeling_outputs import BaseModelOutput
from transformers.models.whisper.modeling_whisper import WhisperEncoder


class AnyLengthEncoder(WhisperEncoder):
    """Whisper's encoder for windows of any even number of frames up to its own."""

    def forward(
        self,
        input_features: torch.Tensor,
        attention_mask: torch.Tensor | None = None,  # noqa: ARG002 # its caller hands it over, as to its parent
        **options: Any,
    ) -> BaseModelOutput:
        """(B, M, F) float to (B, F / 2, width); layers are never left out, as Whisper's configuration says."""
        hidden = functional.gelu(self.conv1(input_features))
        hidden = functional.gelu(self.conv2(hidden)).transpose(1, 2)
        hidden = hidden + self.embed_positions.weight[: hidden.shape[1]]
        hidden = functional.dropout(hidden, p=self.dropout, training=self.training)
        for layer in self.layers:
            hidden = layer(hidden, None, **options)
        return BaseModelOutput(last_hidden_state=self.layer_norm(hidden))


class WhisperForConditionalGeneration(transformers.WhisperForConditionalGeneration):
    """Named as its parent, since a checkpoint's configuration tells readers the class that wrote it."""

    accepts_loss_kwargs = False
    """Its forward takes any keyword, so the trainer would believe that it divides the loss by the tokens it is told
    of; it does not, and gradients of accumulated steps would be added up instead of averaged."""

    def __init__(self, config: transformers.WhisperConfig) -> None:
        super().__init__(config)
        self.model.encoder = AnyLengthEncoder(config)
        self.post_init()  # type: ignore[no-untyped-call]
