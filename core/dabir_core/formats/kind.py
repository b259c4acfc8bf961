"""The kinds of file that a transcript can become; each value is also the file's suffix."""

from enum import StrEnum


class Kind(StrEnum):
    """A kind of file."""

    TXT = "txt"
    SRT = "srt"
    VTT = "vtt"
    JSON = "json"
    TSV = "tsv"
