"""The kinds of file that a transcript can become; each value is also the file's suffix."""

from enum import StrEnum


class Kind(StrEnum):
    """A kind of file; where one format is written in two ways, each is a kind, so that both can lie side by side."""

    TXT = "txt"
    SRT = "srt"
    SRT_RTL = "rtl.srt"
    """SubRip with direction marks, for players that lay every line out from the left."""
    VTT = "vtt"
    JSON = "json"
    TSV = "tsv"
    DOCX = "docx"
    DOCX_TIMES = "times.docx"
    """A document in which each paragraph begins with its time."""
