"""Tab-separated values as OpenAI's whisper writes them: start and end in ms and the text, under a header line.

Tabs and line breaks in a text become spaces; quotes are plain signs, so read it without quoting.
"""

from dabir_core.formats.cues import cues
from dabir_core.transcript import Transcript


def to_tsv(transcript: Transcript) -> str:
    """The transcript as a table; the header alone where nothing was said."""
    rows = [f"{cue.start_ms}\t{cue.end_ms}\t{cue.text}\n" for cue in cues(transcript)]
    return "start\tend\ttext\n" + "".join(rows)
