"""WebVTT: the header, then cues without identifiers; & < > are escaped, so that no text is read as a tag or a time.

Direction needs no settings: a cue's lines are laid out by their first strong letter.
Source: W3C, WebVTT: The Web Video Text Tracks Format (4 April 2019), §4.1 and §6.4.
"""

from dabir_core.formats.cues import Cue, clock, cues
from dabir_core.transcript import Transcript

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def to_vtt(transcript: Transcript) -> str:
    """The transcript as WebVTT; the header alone where nothing was said."""
    return "WEBVTT\n" + "".join(_block(cue) for cue in cues(transcript))


def _block(cue: Cue) -> str:
    times = f"{clock(cue.start_ms, decimal='.')} --> {clock(cue.end_ms, decimal='.')}"
    text = "\n".join(cue.lines).translate(_ESCAPES)
    return f"\n{times}\n{text}\n"
