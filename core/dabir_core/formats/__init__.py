"""A transcript as a file: text, subtitles, table, JSON or document; and cut anew for subtitles of other limits."""

from typing import TYPE_CHECKING

from dabir_core.late import late_names

if TYPE_CHECKING:
    from dabir_core.asr.segments import CueLimits
    from dabir_core.formats.json_text import from_json
    from dabir_core.formats.kind import Kind
    from dabir_core.formats.regrouping import regroup
    from dabir_core.formats.writing import render, render_file, write, write_rendered
else:
    __getattr__ = late_names(
        __name__,
        {
            "asr.segments": "CueLimits",
            "formats.json_text": "from_json",
            "formats.kind": "Kind",
            "formats.regrouping": "regroup",
            "formats.writing": "render render_file write write_rendered",
        },
    )

__all__ = ["CueLimits", "Kind", "from_json", "regroup", "render", "render_file", "write", "write_rendered"]
