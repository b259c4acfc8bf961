"""What a training takes, told from the model's sizes alone: bytes on the device and on the disk. Pure.

Weights, gradients and AdamW's two averages are float32 (an 8-bit optimiser keeps a byte for each); activations are
counted tensor by tensor for attention that keeps no matrix of positions by positions (SDPA). With activation
checkpointing a layer keeps its input alone, and one layer at a time everything.
Legend: S source positions, L label positions, d width, V vocabulary.
"""

from dataclasses import dataclass
from typing import Final

from dabir_core.asr.dimensions import Dimensions
from dabir_core.models.architectures import parameters
from dabir_training.configuration import FittingSettings, Optimizer

_FLOAT_BYTES: Final = 4
_HALF_BYTES: Final = 2
_AVERAGES: Final = 2
_ENCODER_LAYER_TENSORS: Final = 18
"""Of S · d: two norms, q, k, v, attention and its projection, two residuals, and twice four times the width."""
_DECODER_LAYER_TENSORS: Final = 25
"""Of L · d: the same and a second attention over the encoder's output, whose k and v are of S · d."""
_CROSS_TENSORS: Final = 2
_STEM_TENSORS: Final = 8
"""Of S · d: both convolutions and their activations, the first at twice the frames."""
_LORA_MATRICES: Final = 16
"""Of width by rank in a pair of an encoder's and a decoder's layer: the adapted projections, both factors."""


@dataclass(frozen=True, slots=True)
class Footprint:
    """Bytes on the device: what stays there, and what each window of a batch adds while it is computed."""

    standing_bytes: int
    window_bytes: int

    def total_bytes(self, windows: int) -> int:
        """Of a batch of so many windows."""
        return self.standing_bytes + windows * self.window_bytes


def footprint(sizes: Dimensions, settings: FittingSettings, *, is_half: bool) -> Footprint:
    """What training takes; `is_half` for the forward pass under bf16 or fp16. Windows have the longest labels."""
    trained = _trained_parameters(sizes, settings)
    average_bytes = 1 if settings.optimizer is Optimizer.ADAMW_8BIT else _FLOAT_BYTES
    standing = _FLOAT_BYTES * parameters(sizes) + trained * (_FLOAT_BYTES + _AVERAGES * average_bytes)
    if is_half:
        standing += _HALF_BYTES * parameters(sizes)  # autocast keeps the weights that it has cast for a step
    return Footprint(standing, _activation_bytes(sizes, settings, _HALF_BYTES if is_half else _FLOAT_BYTES))


def checkpoint_bytes(sizes: Dimensions, settings: FittingSettings) -> int:
    """One checkpoint on the disk: weights, and the optimiser's averages of what is trained."""
    trained = _trained_parameters(sizes, settings)
    average_bytes = 1 if settings.optimizer is Optimizer.ADAMW_8BIT else _FLOAT_BYTES
    weights = trained if settings.lora is not None else parameters(sizes)
    return weights * _FLOAT_BYTES + trained * _AVERAGES * average_bytes


def _trained_parameters(sizes: Dimensions, settings: FittingSettings) -> int:
    if settings.lora is not None:
        layers = (sizes.encoder_layers + sizes.decoder_layers) // 2
        return layers * 2 * _LORA_MATRICES * sizes.width * settings.lora.rank
    return parameters(sizes)


def _activation_bytes(sizes: Dimensions, settings: FittingSettings, each: int) -> int:
    source = sizes.source_positions * sizes.width
    labels = sizes.target_positions * sizes.width
    encoder_layer = _ENCODER_LAYER_TENSORS * source
    decoder_layer = _DECODER_LAYER_TENSORS * labels + _CROSS_TENSORS * source
    if settings.activation_checkpointing:
        kept = (
            sizes.encoder_layers * source + sizes.decoder_layers * labels + 2 * max(encoder_layer, decoder_layer)
        )  # and its gradients
    else:
        kept = sizes.encoder_layers * encoder_layer + sizes.decoder_layers * decoder_layer
    logits = sizes.target_positions * sizes.vocabulary * (each + 3 * _FLOAT_BYTES)  # the loss keeps three in float32
    return (kept + _STEM_TENSORS * source) * each + logits
