"""The sound of items: whose file it is, where it lies, and that it goes when its item goes.

What is to be deleted is first noted in the transaction that deletes the item, and then deleted, so that a `kill -9` or
a file that is open elsewhere (Windows) leaves no sound that somebody thinks is gone: the note is obeyed later. Files of
the user's own are never touched.
"""

import logging
import os
import shutil
import sqlite3
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from dabir_core.errors import OutputError
from dabir_desktop.library.database import Database

_LOG = logging.getLogger(__name__)


class Sounds:
    """The sounds of a library; `folder` holds those that it took in."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._home = database.path.parent
        self.folder = self._home / "sounds"

    def written(self, path: Path) -> bytes:
        """A path as it is stored: below the library's folder without it, so that the folder can move."""
        path = path.absolute()
        return os.fsencode(path.relative_to(self._home.absolute()) if self.is_inside(path) else path)

    def read(self, written: bytes) -> Path:
        """The path that was stored."""
        return self._home / os.fsdecode(written)

    def is_inside(self, path: Path) -> bool:
        """Whether it lies below the library's folder."""
        return path.absolute().is_relative_to(self._home.absolute())

    def new_place(self, suffix: str) -> Path:
        """A path in our folder that nobody has; the folder is there then. Raises: OSError."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return self.folder / f"{os.urandom(8).hex()}{suffix.lower()}"

    def copy(self, path: Path) -> Path:
        """A copy of the user's file, whole, in our folder. Raises: OutputError."""
        try:
            kept = self.new_place(path.suffix)
            unfinished = kept.with_suffix(".part")
            try:
                shutil.copyfile(path, unfinished)
                unfinished.replace(kept)
            finally:
                unfinished.unlink(missing_ok=True)
        except OSError as cause:
            raise OutputError(str(self.folder), detail=str(cause)) from cause
        return kept

    def ours(self, connection: sqlite3.Connection, where: str, value: float) -> list[bytes]:
        """The sounds of these items, as they are stored, that are ours."""
        query = f"SELECT sound FROM items WHERE is_sound_ours AND {where}"
        return [sound for (sound,) in connection.execute(query, (value,))]

    def is_known(self, path: Path) -> bool:
        """Whether an item has that sound, in the bin too. Raises: LibraryClosed, LibraryDamaged."""
        return self._asked("SELECT 1 FROM items WHERE sound = ?", path)

    def is_ours(self, path: Path) -> bool:
        """Whether an item has it, and it is ours. Raises: LibraryClosed, LibraryDamaged."""
        return self._asked("SELECT 1 FROM items WHERE is_sound_ours AND sound = ?", path)

    def give_up(self, connection: sqlite3.Connection, sounds: Iterable[bytes]) -> None:
        """Notes, in a transaction, that these sounds go; not those that an item still has."""
        connection.executemany(
            "INSERT OR IGNORE INTO unwanted SELECT ?1 WHERE NOT EXISTS (SELECT 1 FROM items WHERE sound = ?1)",
            [(sound,) for sound in sounds],
        )

    def sweep(self) -> bool:
        """Deletes what was noted; False if some of it cannot be deleted now. Raises: LibraryClosed, LibraryDamaged."""
        with self._database.reading() as connection:
            noted = [path for (path,) in connection.execute("SELECT path FROM unwanted")]
        gone = [path for path in noted if _deleted(self.read(path))]
        if gone:
            with self._database.writing() as connection:
                connection.executemany("DELETE FROM unwanted WHERE path = ?", [(path,) for path in gone])
        return len(gone) == len(noted)

    def _asked(self, query: str, path: Path) -> bool:
        with self._database.reading() as connection:
            return connection.execute(f"{query} LIMIT 1", (self.written(path),)).fetchone() is not None


def _deleted(path: Path) -> bool:
    """Whether the sound, and the entry of the recording that it is, are gone."""
    from dabir_core.record.logbook import entry_file  # the whole room of recording, which a start need not wait for

    try:
        path.unlink(missing_ok=True)
        with suppress(FileNotFoundError):
            entry_file(path).unlink()
    except OSError as cause:
        _LOG.warning("a sound that was deleted is still there: %s", cause.strerror)
        return False
    return True
