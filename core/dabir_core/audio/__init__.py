"""Sound in: any recording becomes 16 kHz mono blocks, in bounded memory, with its damage counted."""

from dabir_core.audio.decode import Decoding, open_audio
from dabir_core.audio.lost import LostAudio

__all__ = ["Decoding", "LostAudio", "open_audio"]
