"""SubRip: numbered cues from 1, times with a comma, a blank line after each cue, lines ended by LF.

There is no standard; this is what SubRip 1.x wrote and players read, save that its CRLF is LF, which all of them take.
SubRip has no escapes: only an arrow, which could be read as a times line, is replaced by «→».
"""

from dabir_core.formats.cues import Cue, clock, cues
from dabir_core.transcript import Transcript


def to_srt(transcript: Transcript) -> str:
    """The transcript as SubRip; empty where nothing was said."""
    return "\n".join(_block(number, cue) for number, cue in enumerate(cues(transcript), start=1))


def _block(number: int, cue: Cue) -> str:
    times = f"{clock(cue.start_ms, decimal=',')} --> {clock(cue.end_ms, decimal=',')}"
    text = "\n".join(cue.lines).replace("-->", "→")
    return f"{number}\n{times}\n{text}\n"
