"""SubRip: numbered cues from 1, times with a comma, a blank line after each cue, lines ended by LF.

There is no standard; this is what SubRip 1.x wrote and players read, save that its CRLF is LF, which all of them take.
SubRip has no escapes: only an arrow, which could be read as a times line, is replaced by «→».
"""

from dabir_core.asr.segments import CueLimits
from dabir_core.formats.cues import Cue, broken_lines, clock, cues
from dabir_core.formats.regroup import regroup
from dabir_core.transcript import Transcript


def to_srt(transcript: Transcript, limits: CueLimits | None = None) -> str:
    """The transcript as SubRip, its words in cues that obey the limits; empty where nothing was said."""
    limits = limits or CueLimits()
    shown = cues(regroup(transcript, limits))
    return "\n".join(_block(number, cue, limits) for number, cue in enumerate(shown, start=1))


def _block(number: int, cue: Cue, limits: CueLimits) -> str:
    times = f"{clock(cue.start_ms, decimal=',')} --> {clock(cue.end_ms, decimal=',')}"
    text = "\n".join(broken_lines(cue.text, limits)).replace("-->", "→")
    return f"{number}\n{times}\n{text}\n"
