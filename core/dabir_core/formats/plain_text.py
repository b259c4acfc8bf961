"""Plain text for reading: segments run on in one line until a sentence ends or a long pause comes.

Segments are cut to the size of subtitles, which a reader should not see; checkpoints that write no full stops are
still broken into lines where people stop speaking.
"""

from collections.abc import Iterator
from itertools import pairwise

from dabir_core.formats.cues import one_line
from dabir_core.transcript import Segment, Transcript
from dabir_core.units import Seconds

LONG_PAUSE: Seconds = 2.0

_SENTENCE_ENDS = (".", "!", "?", "؟", "…", "۔", "。", "！", "？")
_CLOSING = "»”’\"')]」』"


def to_text(transcript: Transcript) -> str:
    """The transcript as lines of text, each ended by a line break; empty where nothing was said."""
    return "".join(f"{line}\n" for line in _lines([part for part in transcript.segments if one_line(part.text)]))


def _lines(segments: list[Segment]) -> Iterator[str]:
    line: list[str] = []
    for segment, follower in pairwise([*segments, None]):
        assert segment is not None  # only the last follower is None
        line.append(one_line(segment.text))
        if follower is None or _is_sentence_end(line[-1]) or follower.start - segment.end >= LONG_PAUSE:
            yield " ".join(line)
            line = []


def _is_sentence_end(text: str) -> bool:
    return text.rstrip(_CLOSING).endswith(_SENTENCE_ENDS)
