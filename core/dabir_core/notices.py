"""What a person should know of how the work is done, while it goes on; `sentences` has the words.

A notice is no error, since the work goes on, and no warning of a transcript, since the text is as good.
"""

from collections.abc import Callable
from enum import StrEnum


class Notice(StrEnum):
    """One thing to know; told once."""

    MICROPHONE_BACK = "microphone-back"
    """A microphone gives sound again, and recording goes on."""
    MICROPHONE_SILENT = "microphone-silent"
    """The microphone gives exact zeros, as a muted or forbidden one does."""
    RECORDING_CUT_SHORT = "recording-cut-short"
    """There are recordings whose process died; they can be had."""
    GPU_MISSING = "gpu-missing"
    """A GPU was asked for and cannot be used; the CPU does the work."""
    GPU_MEMORY = "gpu-memory"
    """The GPU's memory is too small for the checkpoint or one window; the CPU does the work from now on."""
    LINK_TOOL_OLD = "link-tool-old"
    """yt-dlp is so old that sites may have changed since."""
    LINKS_BY_PROXY = "links-by-proxy"
    """Links go through a proxy, where nobody sees what they lead to: only known sites and media files are taken."""
    LIVE_TOO_SLOW = "live-too-slow"
    """Live text cannot follow the words with this model on this machine; it comes when an utterance has ended."""
    LIVE_FOLLOWS = "live-follows"
    """Live text follows the words again."""


NoticeCallback = Callable[[Notice], None]
