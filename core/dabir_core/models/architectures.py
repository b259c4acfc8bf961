"""The sizes of OpenAI's Whisper checkpoints, of which all others are fine-tuned.

Source: Radford et al. 2022, table 1; openai/whisper, `model-card.md`, and the published config.json of each.
"""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from dabir_core.asr.dimensions import Dimensions

_OLD_VOCABULARY, _NEW_VOCABULARY = 51865, 51866


def _like(width: int, layers: tuple[int, int], *, mel_bins: int = 80) -> Dimensions:
    return Dimensions(
        width=width,
        encoder_layers=layers[0],
        encoder_heads=width // 64,
        decoder_layers=layers[1],
        decoder_heads=width // 64,
        mel_bins=mel_bins,
        vocabulary=_OLD_VOCABULARY if mel_bins == 80 else _NEW_VOCABULARY,
        source_positions=1500,
        target_positions=448,
    )


ARCHITECTURES: Final[Mapping[str, Dimensions]] = MappingProxyType(
    {
        "tiny": _like(384, (4, 4)),
        "base": _like(512, (6, 6)),
        "small": _like(768, (12, 12)),
        "medium": _like(1024, (24, 24)),
        "large-v2": _like(1280, (32, 32)),
        "large-v3": _like(1280, (32, 32), mel_bins=128),
        "large-v3-turbo": _like(1280, (32, 4), mel_bins=128),
    }
)
"""By the name that fine-tuned checkpoints give as their base."""


def base_of(sizes: Dimensions) -> str | None:
    """The architecture's name, whatever the vocabulary and the window; None for sizes of somebody's own."""
    alike = {
        name: replace(
            known,
            vocabulary=sizes.vocabulary,
            source_positions=sizes.source_positions,
            target_positions=sizes.target_positions,
        )
        for name, known in ARCHITECTURES.items()
    }
    return next((name for name, known in alike.items() if known == sizes), None)


def parameters(sizes: Dimensions) -> int:
    """How many numbers a checkpoint of these sizes has; embeddings that are also the output count once.

    Of a layer's products: four for each attention and two of four times the width; all have a bias but the keys'.
    """
    width = sizes.width
    attention = 4 * width**2 + 3 * width
    feed_forward = 8 * width**2 + 5 * width
    norm = 2 * width
    encoder = sizes.encoder_layers * (attention + feed_forward + 2 * norm) + norm + sizes.source_positions * width
    convolutions = 3 * width * (sizes.mel_bins + width) + 2 * width
    decoder = sizes.decoder_layers * (2 * attention + feed_forward + 3 * norm) + norm
    return encoder + convolutions + decoder + (sizes.vocabulary + sizes.target_positions) * width
