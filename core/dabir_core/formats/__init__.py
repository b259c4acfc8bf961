"""A transcript as a file: text, subtitles, table or JSON."""

from dabir_core.formats.kind import Kind
from dabir_core.formats.writing import render, write

__all__ = ["Kind", "render", "write"]
