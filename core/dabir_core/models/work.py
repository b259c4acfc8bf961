"""What running a Whisper checkpoint takes, counted from its sizes: multiplications, and bytes read. Pure.

One window's encoder and its projection to the decoder's keys and values; one step of the decoder for several rows; one
pass of alignment. Nothing is counted for normalisation, softmax and the like. Sizes: Radford et al. 2022, §2.2.
"""

from dataclasses import dataclass

from dabir_core.asr.dimensions import Dimensions
from dabir_core.asr.memory_budget import row_bytes


@dataclass(frozen=True, slots=True)
class Hour:
    """What an hour of speech comes to: windows, tokens, and how many rows decode together."""

    windows: int = 150
    tokens: int = 27_000
    """7.5 a second: 2.2 words of 3.4 tokens, which is talk in Persian with its pauses."""
    rows: int = 8
    useful: float = 0.85
    """The share of rows that still decode, since not all windows of a batch end together."""

    @property
    def steps(self) -> float:
        """Steps of the decoder."""
        return self.tokens / self.rows / self.useful


def dense_products(sizes: Dimensions) -> float:
    """Operations of one whole window with weights: convolutions, layers, and the projection for the decoder."""
    positions, width = sizes.source_positions, sizes.width
    convolutions = 2 * 3 * width * (sizes.window_frames * sizes.mel_bins + positions * width)
    return convolutions + (sizes.encoder_layers * 12 + sizes.decoder_layers * 2) * 2 * positions * width**2


def attention_products(sizes: Dimensions) -> float:
    """Operations of one whole window's attention of positions to each other."""
    return sizes.encoder_layers * 2 * 2 * sizes.source_positions**2 * sizes.width


def decoder_weights(sizes: Dimensions) -> int:
    """Numbers that a step multiplies each row with."""
    return sizes.decoder_layers * 14 * sizes.width**2 + sizes.vocabulary * sizes.width


def heard_numbers(sizes: Dimensions) -> int:
    """Keys and values of one row's whole window, all read in each step."""
    return sizes.decoder_layers * 2 * sizes.source_positions * sizes.width
