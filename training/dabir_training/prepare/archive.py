"""A release in its tar.gz: read from front to end, since a gzip stream has no other way, and nothing is held in memory.

First the tables come out, and the names and sizes of the clips are noted; where the release does not say how long its
clips are, their headers are read in a second pass; when it is decided which clips are used, these alone come out. Each
pass of 11 GB takes a minute or two. A clip that lies there with its full size is not written again.
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from dabir_core.units import Seconds
from dabir_training.errors import SourceWrong
from dabir_training.prepare.common_voice import TABLES, VALIDATED, clip_id
from dabir_training.prepare.intake import batches
from dabir_training.prepare.looking import listen, note
from dabir_training.prepare.progress import Show
from dabir_training.prepare.tar_stream import Member, members
from dabir_training.prepare.workers import Workers

_TOGETHER: Final = 1000
_CLIPS: Final = "clips"


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
        for member in members(self.path, show):
            if self._is_clip(member):
                sized = (self.source, clip_id(member.place.name), member.size_bytes)
                ledger.execute("INSERT OR REPLACE INTO members VALUES (?, ?, ?)", sized)
            elif member.place.name in TABLES and member.place.parent.name == self.language:
                place = str(member.place.parent)
                member.write(folder / member.place.name)
        ledger.commit()
        if not (folder / VALIDATED).is_file():
            raise SourceWrong(f"{self.path}: no {self.language}/{VALIDATED} in it")
        return place

    def look_at_clips(self, ledger: sqlite3.Connection, workers: Workers, show: Show) -> None:
        """Notes size and duration of those clips that the tables name, from their headers."""
        for together in batches(self._sounds(ledger, show), _TOGETHER):
            seen = workers.map(listen, [(encoded,) for _, _, encoded in together])
            note(ledger, [(number, start, each) for (number, start, _), each in zip(together, seen, strict=True)])

    def unpack_clips(self, ledger: sqlite3.Connection, folder: Path, show: Show) -> None:
        """Those clips into `folder` whose rows were not dropped."""
        folder.mkdir(parents=True, exist_ok=True)
        wanted = "SELECT 1 FROM rows WHERE source = ? AND id = ? AND dropped IS NULL"
        for member in members(self.path, show):
            id_ = clip_id(member.place.name)
            if self._is_clip(member) and ledger.execute(wanted, (self.source, id_)).fetchone():
                member.write(folder / member.place.name)

    def _sounds(self, ledger: sqlite3.Connection, show: Show) -> Iterator[tuple[int, Seconds, bytes]]:
        wanted = "SELECT number, start FROM rows WHERE source = ? AND id = ? AND bytes IS NULL"
        for member in members(self.path, show):
            if not self._is_clip(member):
                continue
            row = ledger.execute(wanted, (self.source, clip_id(member.place.name))).fetchone()
            if row is not None:
                yield row[0], row[1], member.read()

    def _is_clip(self, member: Member) -> bool:
        clips = member.place.parent
        return clips.name == _CLIPS and clips.parent.name == self.language
