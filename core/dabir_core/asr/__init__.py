"""From features to timed text: checkpoints, the decoding loop, alignment, segments; `Transcriber` joins them."""

from dabir_core.asr.checkpoint import Checkpoint, load_checkpoint
from dabir_core.asr.journal import Journal

__all__ = ["Checkpoint", "Journal", "load_checkpoint"]
