"""Plain text for reading: segments run on in one line until a sentence ends or a long pause comes.

Segments are cut to the size of subtitles, which a reader should not see; checkpoints that write no full stops are
still broken into lines where people stop speaking.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from dabir_core.formats.cues import one_line
from dabir_core.transcript import Segment, Transcript
from dabir_core.units import Seconds

LONG_PAUSE: Seconds = 2.0

_SENTENCE_ENDS = (".", "!", "?", "؟", "…", "۔", "。", "！", "？")
_CLOSING = "»”’\"')]」』"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text that runs on in one line, never empty, and when it begins; `language` is that of its first segment."""

    start: Seconds
    text: str
    language: str


def to_text(transcript: Transcript) -> str:
    """The transcript as lines of text, each ended by a line break; empty where nothing was said."""
    return "".join(f"{paragraph.text}\n" for paragraph in paragraphs(transcript))


def paragraphs(transcript: Transcript) -> Iterator[Paragraph]:
    """The transcript's text as a reader wants it, one paragraph after the other."""
    spoken = [segment for segment in transcript.segments if one_line(segment.text)]
    gathered: list[Segment] = []
    for segment, follower in pairwise([*spoken, None]):
        assert segment is not None  # only the last follower is None
        gathered.append(segment)
        if follower is None or _is_sentence_end(segment.text) or follower.start - segment.end >= LONG_PAUSE:
            text = " ".join(one_line(each.text) for each in gathered)
            yield Paragraph(gathered[0].start, text, gathered[0].language)
            gathered = []


def _is_sentence_end(text: str) -> bool:
    return one_line(text).rstrip(_CLOSING).endswith(_SENTENCE_ENDS)
