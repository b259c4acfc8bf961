"""Rendering a transcript and putting it on disk, whole or not at all."""

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from dabir_core.errors import OutputError
from dabir_core.formats.json_text import to_json
from dabir_core.formats.kind import Kind
from dabir_core.formats.plain_text import to_text
from dabir_core.formats.srt import to_srt
from dabir_core.formats.tsv import to_tsv
from dabir_core.formats.vtt import to_vtt
from dabir_core.transcript import Transcript
from dabir_core.whole_file import write_whole

_RENDERERS: Mapping[Kind, Callable[[Transcript], str]] = MappingProxyType(
    {Kind.TXT: to_text, Kind.SRT: to_srt, Kind.VTT: to_vtt, Kind.JSON: to_json, Kind.TSV: to_tsv}
)


def render(transcript: Transcript, kind: Kind) -> str:
    """The transcript as a file of this kind holds it; lines end with LF on every system."""
    return _RENDERERS[kind](transcript)


def write(transcript: Transcript, path: Path, *, kind: Kind) -> None:
    """Writes the transcript in UTF-8 without a byte-order mark, replacing what is there only once all is written.

    Raises: OutputError if the folder is missing, full or closed to us; nothing is left behind then.
    """
    try:
        write_whole(path, render(transcript, kind))
    except OSError as error:
        raise OutputError(str(path), detail=str(error)) from error
