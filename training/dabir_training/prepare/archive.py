"""A release in its tar.gz: read from front to end, since a gzip stream has no other way, and nothing is held in memory.

First the tables come out, and the names and sizes of the clips are noted; where the release does not say how long its
clips are, their headers are read in a second pass; when it is decided which clips are used, these alone come out. Each
pass of 11 GB takes a minute or two. A clip that lies there with its full size is not written again.
"""

import shutil
import sqlite3
import tarfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Final

from dabir_core.units import Seconds
from dabir_training.errors import SourceWrong
from dabir_training.prepare.common_voice import TABLES, VALIDATED, clip_id
from dabir_training.prepare.intake import batches
from dabir_training.prepare.looking import listen, lookers, note
from dabir_training.prepare.progress import Show

_BUFFER_BYTES: Final = 1 << 20
_TOGETHER: Final = 1000
_CLIPS: Final = "clips"


@dataclass(frozen=True, slots=True)
class Member:
    """A file in the archive; `content` can be read until the next member is asked for."""

    place: PurePosixPath
    size_bytes: int
    content: IO[bytes]


@dataclass(frozen=True, slots=True)
class ReleaseArchive:
    """An archive of one release; `source` is its name in the ledger."""

    path: Path
    language: str
    source: str

    def unpack_tables(self, ledger: sqlite3.Connection, folder: Path, show: Show) -> str:
        """Tables into `folder`, clips' sizes into the ledger; says where in the archive the tables lie."""
        folder.mkdir(parents=True, exist_ok=True)
        place = ""
        for member in self._members(show):
            if self._is_clip(member):
                sized = (self.source, clip_id(member.place.name), member.size_bytes)
                ledger.execute("INSERT OR REPLACE INTO members VALUES (?, ?, ?)", sized)
            elif member.place.name in TABLES and member.place.parent.name == self.language:
                place = str(member.place.parent)
                _write(member, folder / member.place.name)
        ledger.commit()
        if not (folder / VALIDATED).is_file():
            raise SourceWrong(f"{self.path}: no {self.language}/{VALIDATED} in it")
        return place

    def look_at_clips(self, ledger: sqlite3.Connection, show: Show) -> None:
        """Notes size and duration of those clips that the tables name, from their headers."""
        (count,) = ledger.execute("SELECT COUNT(*) FROM members WHERE source = ?", (self.source,)).fetchone()
        wanted = "SELECT number, start FROM rows WHERE source = ? AND id = ? AND bytes IS NULL"
        with lookers(count) as pool:
            for together in batches(self._sounds(ledger, wanted, show), _TOGETHER):
                seen = pool.map(listen, [encoded for _, _, encoded in together], chunksize=_TOGETHER // 10)
                rows = [(number, start, each) for (number, start, _), each in zip(together, seen, strict=True)]
                note(ledger, rows)

    def unpack_clips(self, ledger: sqlite3.Connection, folder: Path, show: Show) -> None:
        """Those clips into `folder` whose rows were not dropped."""
        folder.mkdir(parents=True, exist_ok=True)
        wanted = "SELECT 1 FROM rows WHERE source = ? AND id = ? AND dropped IS NULL"
        for member in self._members(show):
            target = folder / member.place.name
            if not self._is_clip(member) or (target.is_file() and target.stat().st_size == member.size_bytes):
                continue
            if ledger.execute(wanted, (self.source, clip_id(member.place.name))).fetchone():
                _write(member, target)

    def _sounds(self, ledger: sqlite3.Connection, wanted: str, show: Show) -> Iterator[tuple[int, Seconds, bytes]]:
        for member in self._members(show):
            if not self._is_clip(member):
                continue
            row = ledger.execute(wanted, (self.source, clip_id(member.place.name))).fetchone()
            if row is not None:
                yield row[0], row[1], member.content.read()

    def _is_clip(self, member: Member) -> bool:
        clips = member.place.parent
        return clips.name == _CLIPS and clips.parent.name == self.language

    def _members(self, show: Show) -> Iterator[Member]:
        """Its files in their order. Raises: SourceWrong where it is cut short or damaged."""
        try:
            with self.path.open("rb") as raw, tarfile.open(fileobj=raw, mode="r|*", bufsize=_BUFFER_BYTES) as archive:
                total_bytes = self.path.stat().st_size
                while (told := archive.next()) is not None:
                    vars(archive)["members"].clear()  # tarfile would keep every header for ever
                    show("archive", raw.tell(), total_bytes)
                    content = archive.extractfile(told) if told.isreg() else None
                    if content is not None:
                        yield Member(PurePosixPath(told.name), told.size, content)
        except (OSError, EOFError, tarfile.TarError, zlib.error) as cause:
            raise SourceWrong(f"{self.path}: {cause}") from cause


def _write(member: Member, target: Path) -> None:
    with target.open("wb") as file:
        shutil.copyfileobj(member.content, file, _BUFFER_BYTES)
