"""One writer and any number of readers over the library's database, and what is done with a damaged one.

In write-ahead mode readers see the last commit and never wait for the writer: a list scrolls while a transcript is
saved. Readers are lent and given back, so that the window and a search in a thread never wait for each other either.
A damaged database is renamed, never overwritten, and a new one begun; `set_aside` says where it lies.
"""

import logging
import queue
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from dabir_core.errors import DabirError
from dabir_desktop.library.errors import LibraryClosed, LibraryDamaged, LibraryTooNew
from dabir_desktop.library.schema import StrangeDatabase, connect, prepare

_LOG = logging.getLogger(__name__)
_BROKEN = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_BESIDE = ("", "-wal", "-shm", "-journal")
"""What SQLite writes: the database and files of its name with these endings."""
_ASIDE = "-damaged-"
_SUSPECTED = ".suspected"
"""The ending of the file that says that damage was met while the database was in use."""


class Database:
    """An open database. Raises: LibraryTooNew, LibraryClosed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.set_aside: Path | None = None
        """Where the database lies that was here and could not be read."""
        self._lock = threading.Lock()
        self._idle: queue.LifoQueue[sqlite3.Connection] = queue.LifoQueue()
        with _told(path):
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._writer = self._opened()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction: all of it is kept, or nothing. Raises: LibraryClosed, LibraryDamaged."""
        with self._lock, _told(self.path):
            self._writer.execute("BEGIN IMMEDIATE")
            try:
                yield self._writer
                self._writer.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    self._writer.execute("ROLLBACK")
                raise

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection that reads the same commit until it is given back. Raises: LibraryClosed, LibraryDamaged."""
        with _told(self.path):
            connection = self._reader()
            try:
                connection.execute("BEGIN")
                yield connection
            finally:
                with suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")
                self._idle.put(connection)

    def make_index_anew(self) -> None:
        """Builds the index from the texts: what mends a damaged one. Raises: LibraryClosed, LibraryDamaged."""
        with self.writing() as connection:
            connection.execute("INSERT INTO found (found) VALUES ('rebuild')")

    def forget_deleted(self) -> None:
        """Overwrites what was deleted. Raises: LibraryClosed, LibraryDamaged.

        A deleted entry of the index is only marked so until its part of the index is written anew; deleted pages are
        overwritten in the log at first.
        """
        with self.writing() as connection:
            connection.execute("INSERT INTO found (found) VALUES ('optimize')")
        with self._lock, _told(self.path):
            self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def close(self) -> None:
        """Closes all connections; nothing may be under way."""
        with self._lock:
            while not self._idle.empty():
                self._idle.get_nowait().close()
            self._writer.close()

    def erase(self) -> None:
        """Deletes the database, and those that were set aside, and begins a new one; nothing may be under way.

        Raises: LibraryClosed.
        """
        self.close()
        with _told(self.path):
            for name in (self.path.name, f"{self.path.stem}{_ASIDE}*{self.path.suffix}"):
                for file in self.path.parent.glob(f"{name}*"):
                    file.unlink()
            self._writer = self._opened()

    def _reader(self) -> sqlite3.Connection:
        try:
            return self._idle.get_nowait()
        except queue.Empty:
            connection = connect(self.path)
            connection.execute("PRAGMA query_only = ON")
            return connection

    def _opened(self) -> sqlite3.Connection:
        try:
            return _prepared(self.path, is_suspected=_mark(self.path).exists())
        except sqlite3.DatabaseError as cause:
            if not is_damage(cause):
                raise
            _LOG.warning("the library's database is damaged and set aside: %s", cause)
        self.set_aside = _renamed(self.path)
        return _prepared(self.path, is_suspected=False)


def is_damage(cause: sqlite3.Error) -> bool:
    """Whether it says that the file is damaged, or no database at all."""
    return getattr(cause, "sqlite_errorcode", 0) & 0xFF in _BROKEN


def _prepared(path: Path, *, is_suspected: bool) -> sqlite3.Connection:
    connection = connect(path)
    try:
        if is_suspected:
            _check(connection)
        prepare(connection)
    except BaseException:
        connection.close()
        raise
    _mark(path).unlink(missing_ok=True)
    return connection


def _check(connection: sqlite3.Connection) -> None:
    """Raises: sqlite3.DatabaseError for damage. It reads the whole file: seconds, so not at each start."""
    if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
        error = sqlite3.DatabaseError("quick_check finds damage")
        error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        raise error


def _mark(path: Path) -> Path:
    return path.with_name(path.name + _SUSPECTED)


def _renamed(path: Path) -> Path:
    """Gives the database and what belongs to it a name that no other one has."""
    stem = f"{path.stem}{_ASIDE}{datetime.now():%Y-%m-%d-%H%M%S}"
    number = 1
    while (aside := path.with_name(f"{stem}{f'-{number}' if number > 1 else ''}{path.suffix}")).exists():
        number += 1
    for ending in _BESIDE[::-1]:  # the database last: while it is there, what belongs to it is no orphan
        with suppress(FileNotFoundError):
            path.with_name(path.name + ending).rename(aside.with_name(aside.name + ending))
    _mark(path).unlink(missing_ok=True)
    return aside


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Says in our errors what SQLite and the system say in theirs."""
    try:
        yield
    except DabirError:
        raise
    except StrangeDatabase as cause:
        raise LibraryTooNew(str(path), detail=str(cause)) from cause
    except sqlite3.Error as cause:
        if is_damage(cause):
            with suppress(OSError):
                _mark(path).touch()
            raise LibraryDamaged(str(path), detail=str(cause)) from cause
        raise LibraryClosed(str(path), detail=str(cause)) from cause
    except OSError as cause:
        raise LibraryClosed(str(path), detail=str(cause)) from cause
