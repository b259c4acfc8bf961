"""WebVTT: the header, then cues without identifiers; & < > are escaped, so that no text is read as a tag or a time.

Direction needs no settings: a cue's lines are laid out by their first strong letter.
Source: W3C, WebVTT: The Web Video Text Tracks Format (4 April 2019), §4.1 and §6.4.
"""

from dabir_core.asr.segments import CueLimits
from dabir_core.formats.cues import Cue, broken_lines, clock, cues
from dabir_core.formats.regrouping import regroup
from dabir_core.transcript import Transcript

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def to_vtt(transcript: Transcript, limits: CueLimits | None = None) -> str:
    """The transcript as WebVTT, its words in cues that obey the limits; the header alone where nothing was said."""
    limits = limits or CueLimits()
    return "WEBVTT\n" + "".join(_block(cue, limits) for cue in cues(regroup(transcript, limits)))


def _block(cue: Cue, limits: CueLimits) -> str:
    times = f"{clock(cue.start_ms, decimal='.')} --> {clock(cue.end_ms, decimal='.')}"
    text = "\n".join(broken_lines(cue.text, limits)).translate(_ESCAPES)
    return f"\n{times}\n{text}\n"
