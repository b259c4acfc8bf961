"""Sound in: any recording becomes 16 kHz mono blocks, in bounded memory, with its damage counted."""

from typing import TYPE_CHECKING

from dabir_core.audio.media_files import media_files
from dabir_core.late import late_names

if TYPE_CHECKING:
    from dabir_core.audio.accepted import MEDIA_SUFFIXES
    from dabir_core.audio.decode import Decoding, open_audio
    from dabir_core.audio.lost import LostAudio
    from dabir_core.audio.part import DecodingPart
else:
    __getattr__ = late_names(
        __name__,
        {
            "audio.accepted": "MEDIA_SUFFIXES",
            "audio.decode": "Decoding open_audio",
            "audio.lost": "LostAudio",
            "audio.part": "DecodingPart",
        },
    )

__all__ = ["MEDIA_SUFFIXES", "Decoding", "DecodingPart", "LostAudio", "media_files", "open_audio"]
