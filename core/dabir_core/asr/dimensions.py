"""The sizes of a Whisper checkpoint, under the field's names instead of config.json's."""

from dataclasses import dataclass

from dabir_core.units import FRAMES_PER_POSITION, HOP_SAMPLES


@dataclass(frozen=True, slots=True)
class Dimensions:
    """Sizes of encoder and decoder; Whisper keeps one width for both.

    `source_positions` fixes the window: 1500 positions are 30 s, but any length is run.
    """

    width: int
    encoder_layers: int
    encoder_heads: int
    decoder_layers: int
    decoder_heads: int
    mel_bins: int
    vocabulary: int
    source_positions: int
    target_positions: int

    @property
    def window_frames(self) -> int:
        """Log-mel frames of a full window."""
        return self.source_positions * FRAMES_PER_POSITION

    @property
    def window_samples(self) -> int:
        """Audio samples of a full window."""
        return self.window_frames * HOP_SAMPLES
