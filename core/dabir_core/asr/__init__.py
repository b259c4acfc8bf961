"""From features to timed text: checkpoints, the decoding loop, alignment, segments; `Transcriber` joins them.

Apps run it through `WorkerClient`, whose messages are those named here.
"""

from typing import TYPE_CHECKING

from dabir_core.late import late_names

if TYPE_CHECKING:
    from dabir_core.asr.checkpoint import Checkpoint, load_checkpoint
    from dabir_core.asr.journal import Journal
    from dabir_core.asr.journal_keys import recording_label
    from dabir_core.asr.messages import (
        Done,
        Failed,
        Finished,
        Hello,
        JobId,
        LiveOver,
        LiveTold,
        Message,
        Noticed,
        Progressed,
        Redo,
        Restarted,
    )
    from dabir_core.asr.redo import Excerpt
    from dabir_core.asr.worker import WorkerClient
else:
    __getattr__ = late_names(
        __name__,
        {
            "asr.checkpoint": "Checkpoint load_checkpoint",
            "asr.journal": "Journal",
            "asr.journal_keys": "recording_label",
            "asr.messages": "Done Failed Finished Hello JobId LiveOver LiveTold Message Noticed Progressed Redo "
            "Restarted",
            "asr.redo": "Excerpt",
            "asr.worker": "WorkerClient",
        },
    )

__all__ = [
    "Checkpoint",
    "Done",
    "Excerpt",
    "Failed",
    "Finished",
    "Hello",
    "JobId",
    "Journal",
    "LiveOver",
    "LiveTold",
    "Message",
    "Noticed",
    "Progressed",
    "Redo",
    "Restarted",
    "WorkerClient",
    "load_checkpoint",
    "recording_label",
]
