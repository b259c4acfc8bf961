"""Rendering a transcript and putting it on disk, whole or not at all."""

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from dabir_core.errors import OptionError, OutputError
from dabir_core.formats.docx import to_docx, to_timed_docx
from dabir_core.formats.json_text import to_json
from dabir_core.formats.kind import Kind
from dabir_core.formats.plain_text import to_text
from dabir_core.formats.srt import to_marked_srt, to_srt
from dabir_core.formats.tsv import to_tsv
from dabir_core.formats.vtt import to_vtt
from dabir_core.transcript import Transcript
from dabir_core.whole_file import write_whole_bytes

_TEXTS: Mapping[Kind, Callable[[Transcript], str]] = MappingProxyType(
    {
        Kind.TXT: to_text,
        Kind.SRT: to_srt,
        Kind.SRT_RTL: to_marked_srt,
        Kind.VTT: to_vtt,
        Kind.JSON: to_json,
        Kind.TSV: to_tsv,
    }
)
_DOCUMENTS: Mapping[Kind, Callable[[Transcript], bytes]] = MappingProxyType(
    {Kind.DOCX: to_docx, Kind.DOCX_TIMES: to_timed_docx}
)


def render(transcript: Transcript, kind: Kind) -> str:
    """The transcript as a text file of this kind holds it; lines end with LF on every system.

    Raises: OptionError for a document, which is no text: `render_file` gives its bytes.
    """
    if kind not in _TEXTS:
        raise OptionError(f"{kind.value} as text")
    return _TEXTS[kind](transcript)


def render_file(transcript: Transcript, kind: Kind) -> bytes:
    """The bytes of a file of this kind; texts are UTF-8 without a byte-order mark."""
    return _DOCUMENTS[kind](transcript) if kind in _DOCUMENTS else render(transcript, kind).encode()


def write(transcript: Transcript, path: Path, *, kind: Kind) -> None:
    """Writes the transcript, replacing what is there only once all is written.

    Raises: OutputError if the folder is missing, full or closed to us; nothing is left behind then.
    """
    write_rendered(render_file(transcript, kind), path)


def write_rendered(content: bytes, path: Path) -> None:
    """Writes what `render_file` made, as `write` does, for those who would stop in between.

    Raises: OutputError if the folder is missing, full or closed to us; nothing is left behind then.
    """
    try:
        write_whole_bytes(path, content)
    except OSError as error:
        raise OutputError(str(path), detail=str(error)) from error
