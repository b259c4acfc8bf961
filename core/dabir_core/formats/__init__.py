"""A transcript as a file: text, subtitles, table, JSON or document; and cut anew for subtitles of other limits."""

from dabir_core.asr.segments import CueLimits
from dabir_core.formats.json_text import from_json
from dabir_core.formats.kind import Kind
from dabir_core.formats.regroup import regroup
from dabir_core.formats.writing import render, render_file, write, write_rendered

__all__ = ["CueLimits", "Kind", "from_json", "regroup", "render", "render_file", "write", "write_rendered"]
