"""SubRip: numbered cues from 1, times with a comma, a blank line after each cue, lines ended by LF.

There is no standard; this is what SubRip 1.x wrote and players read, save that its CRLF is LF, which all of them take.
SubRip has no escapes: only an arrow, which could be read as a times line, is replaced by «→».

Old players and many television sets lay every line out from the left, which puts «؟» on the wrong side and turns the
order of a line with Latin words. For them each right-to-left line stands in an embedding of its own (RLE … PDF, UAX 9
section 2.1), as subtitle editors do it: marks at its ends alone (RLM) would leave mixed lines in the wrong order.
"""

from dabir_core.asr.segments import CueLimits
from dabir_core.formats.cues import Cue, broken_lines, clock, cues
from dabir_core.formats.regrouping import regroup
from dabir_core.text.direction import is_right_to_left
from dabir_core.transcript import Transcript

_RIGHT_TO_LEFT_EMBEDDING = "\u202b"
_END_OF_EMBEDDING = "\u202c"


def to_srt(transcript: Transcript, limits: CueLimits | None = None) -> str:
    """The transcript as SubRip, its words in cues that obey the limits; empty where nothing was said."""
    limits = limits or CueLimits()
    shown = cues(regroup(transcript, limits))
    return "\n".join(_block(number, cue, broken_lines(cue.text, limits)) for number, cue in enumerate(shown, start=1))


def to_marked_srt(transcript: Transcript, limits: CueLimits | None = None) -> str:
    """The same with right-to-left lines embedded, for players that know only lines from the left.

    Most letters of a cue decide for all its lines.
    """
    limits = limits or CueLimits()
    shown = cues(regroup(transcript, limits))
    return "\n".join(
        _block(number, cue, _embedded(cue.text, broken_lines(cue.text, limits), language=transcript.language))
        for number, cue in enumerate(shown, start=1)
    )


def _embedded(text: str, lines: tuple[str, ...], *, language: str) -> tuple[str, ...]:
    if not is_right_to_left(text, language=language):
        return lines
    return tuple(f"{_RIGHT_TO_LEFT_EMBEDDING}{line}{_END_OF_EMBEDDING}" for line in lines)


def _block(number: int, cue: Cue, lines: tuple[str, ...]) -> str:
    times = f"{clock(cue.start_ms, decimal=',')} --> {clock(cue.end_ms, decimal=',')}"
    text = "\n".join(lines).replace("-->", "→")
    return f"{number}\n{times}\n{text}\n"
