"""A tar, compressed or not, read from front to end without keeping what was read."""

import shutil
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Final

from dabir_training.errors import SourceWrong
from dabir_training.prepare.progress import Show

ORIGIN: Final = "origin.json"
"""In a packed set, and its first file: the description of the set as it stood where it was packed."""
_BUFFER_BYTES: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Member:
    """A file in the archive; `content` can be read until the next member is asked for."""

    archive: Path
    place: PurePosixPath
    size_bytes: int
    content: IO[bytes]

    def write(self, target: Path) -> None:
        """Writes it there, unless a file with its full size is there already. Raises: SourceWrong, OSError."""
        if target.is_file() and target.stat().st_size == self.size_bytes:
            return
        with target.open("wb") as file, _told(self.archive):
            shutil.copyfileobj(self.content, file, _BUFFER_BYTES)

    def read(self) -> bytes:
        """All of it. Raises: SourceWrong."""
        with _told(self.archive):
            return self.content.read()


def members(path: Path, show: Show) -> Iterator[Member]:
    """Its files in their order. Raises: SourceWrong where it is no tar, is cut short or damaged."""
    try:
        raw = path.open("rb")
    except OSError as cause:
        raise SourceWrong(f"{path}: {cause}") from cause
    with raw, _told(path), tarfile.open(fileobj=raw, mode="r|*", bufsize=_BUFFER_BYTES) as archive:
        total_bytes = path.stat().st_size
        while (header := archive.next()) is not None:
            vars(archive)["members"].clear()  # tarfile would keep every header for ever
            show(f"reading {path.name}, bytes", raw.tell(), total_bytes)
            content = archive.extractfile(header) if header.isreg() else None
            if content is not None:
                yield Member(path, PurePosixPath(header.name), header.size, content)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """What a damaged archive raises becomes SourceWrong."""
    try:
        yield
    except (EOFError, tarfile.TarError, zlib.error) as cause:
        raise SourceWrong(f"{path}: {cause}") from cause
