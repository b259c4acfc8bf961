"""From features to timed text: checkpoints, the decoding loop, alignment, segments; `Transcriber` joins them."""

from dabir_core.asr.checkpoint import Checkpoint, load_checkpoint

__all__ = ["Checkpoint", "load_checkpoint"]
