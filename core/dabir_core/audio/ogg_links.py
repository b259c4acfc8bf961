"""Chained Ogg: several streams one behind another in one file, as radio recorders and `cat` make them.

FFmpeg 8 refuses a chain whose links differ in codec, channels or (for Vorbis) rate, and gives up what follows; so
each link is shown to it as a file of its own. A link begins where a first page of a stream follows a page that is no
first page; the page must be numbered 0 too, so that one damaged flag begins nothing.
Source: RFC 3533, §4 (chaining), §6 (page header).
"""

import io
import re
from collections.abc import Iterator
from typing import Final

_PAGE: Final = re.compile(rb"OggS\x00([\x00-\x07]).{12}(.{4})", re.DOTALL)
_PAGE_BYTES: Final = 22
_FIRST_PAGE: Final = 2
_READ_BYTES: Final = 1 << 20


class FilePart:
    """A stretch of an open binary file that looks like a whole one to PyAV."""

    def __init__(self, file: io.BufferedReader, start: int, end: int) -> None:
        self.name = str(file.name)
        self._file = file
        self._start = start
        self._end = end
        self._at = start

    def read(self, size: int) -> bytes:
        """At most `size` bytes; none at the end."""
        self._file.seek(self._at)
        body = self._file.read(max(0, min(size, self._end - self._at)))
        self._at += len(body)
        return body

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Goes to a place, counted as `io` counts it; gives the new one."""
        origin = {io.SEEK_SET: self._start, io.SEEK_CUR: self._at, io.SEEK_END: self._end}[whence]
        self._at = max(self._start, origin + offset)
        return self.tell()

    def tell(self) -> int:
        """The place, from the part's start."""
        return self._at - self._start


def split_links(file: io.BufferedReader) -> list[FilePart]:
    """The links of a chained Ogg file, in order, or one part for any other file; reads an Ogg file from end to end."""
    starts = [0, *(at for at in _link_starts(file) if at)]
    size = file.seek(0, io.SEEK_END)
    return [FilePart(file, start, end) for start, end in zip(starts, [*starts[1:], size], strict=True)]


def _link_starts(file: io.BufferedReader) -> Iterator[int]:
    after_first_page = False
    for at, flags, number in _pages(file):
        is_first_page = bool(flags & _FIRST_PAGE) and number == 0
        if is_first_page and not after_first_page:
            yield at
        after_first_page = is_first_page


def _pages(file: io.BufferedReader) -> Iterator[tuple[int, int, int]]:
    """Place, flags and number of each page."""
    file.seek(0)
    body, at = file.read(_READ_BYTES), 0
    while body.startswith(b"OggS") or at:
        for page in _PAGE.finditer(body):
            yield at + page.start(), page[1][0], int.from_bytes(page[2], "little")
        kept = body[1 - _PAGE_BYTES :]
        more = file.read(_READ_BYTES)
        if not more:
            return
        at += len(body) - len(kept)
        body = kept + more
