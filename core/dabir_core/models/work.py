"""What running a Whisper checkpoint takes, counted from its sizes: multiplications, and bytes read. Pure.

One window's encoder and its projection to the decoder's keys and values; one step of the decoder for several rows; one
pass of alignment. Nothing is counted for normalisation, softmax and the like. Sizes: Radford et al. 2022, §2.2.
"""

from dataclasses import dataclass

from dabir_core.asr.dimensions import Dimensions
from dabir_core.units import FRAMES_PER_POSITION, Seconds


@dataclass(frozen=True, slots=True)
class Hour:
    """What an hour of speech comes to: windows, tokens, and how many rows decode together."""

    seconds: Seconds = 3600.0
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


def convolution_products(sizes: Dimensions, positions: int) -> int:
    """Operations of a window's two convolutions, three frames wide."""
    return 2 * 3 * sizes.width * positions * (FRAMES_PER_POSITION * sizes.mel_bins + sizes.width)


def dense_products(sizes: Dimensions, positions: int) -> int:
    """Operations of a window's products with the encoder's layers."""
    return sizes.encoder_layers * 2 * positions * 12 * sizes.width**2


def attention_products(sizes: Dimensions, positions: int) -> int:
    """Operations of a window's positions attending to each other."""
    return sizes.encoder_layers * 2 * 2 * positions**2 * sizes.width


def score_numbers(sizes: Dimensions, positions: int) -> int:
    """Scores of a window's positions for each other in one layer, all heads."""
    return sizes.encoder_heads * positions**2


def projection_products(sizes: Dimensions, positions: int) -> int:
    """Operations that make the decoder's keys and values of a window."""
    return sizes.decoder_layers * 2 * positions * 2 * sizes.width**2


def layer_weights(sizes: Dimensions) -> int:
    """Numbers in the decoder's layers that a step multiplies each row with; the vocabulary's come on top."""
    return sizes.decoder_layers * 14 * sizes.width**2


def heard_numbers(sizes: Dimensions, positions: int) -> int:
    """Keys and values of one row's window, all read in each step."""
    return sizes.decoder_layers * 2 * positions * sizes.width
