"""Dabir's core: sound in, text out. Shared by the command line, the desktop app and the bot; imports none of them."""

from typing import TYPE_CHECKING

from dabir_core.late import late_names

if TYPE_CHECKING:
    from dabir_core.asr import WorkerClient
    from dabir_core.options import Task, TranscribeOptions
    from dabir_core.progress import CancelToken, Progress
    from dabir_core.transcriber import Transcriber
    from dabir_core.transcript import Cancelled, Segment, Transcript, Word
else:
    __getattr__ = late_names(
        __name__,
        {
            "asr": "WorkerClient",
            "options": "Task TranscribeOptions",
            "progress": "CancelToken Progress",
            "transcriber": "Transcriber",
            "transcript": "Cancelled Segment Transcript Word",
        },
    )

__all__ = [
    "CancelToken",
    "Cancelled",
    "Progress",
    "Segment",
    "Task",
    "TranscribeOptions",
    "Transcriber",
    "Transcript",
    "Word",
    "WorkerClient",
]
