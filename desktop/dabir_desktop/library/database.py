"""One writer and any number of readers over the library's database, and what is done with a damaged one.

In write-ahead mode readers see the last commit and never wait for the writer: a list scrolls while a transcript is
saved. Readers are lent and given back, so that the window and a search in a thread never wait for each other either.
A damaged database is renamed, never overwritten, and a new one begun; `set_aside` says where it lies. Damage is looked
for at the start where that takes no more than a twentieth of a second, and else when it is met.
"""

import logging
import queue
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from dabir_core.errors import DabirError
from dabir_desktop.library import aside
from dabir_desktop.library.errors import LibraryClosed, LibraryDamaged, LibraryTooNew
from dabir_desktop.library.schema import StrangeDatabase, connect, prepare

_LOG = logging.getLogger(__name__)
_BROKEN = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_QUICKLY_READ_BYTES = 32_000_000
"""A thousand transcripts or so."""
_UNFINISHED = ".new"
_SUSPECTED = ".suspected"
"""The ending of the file that says that damage was met while the database was in use."""


class Database:
    """An open database. Raises: LibraryTooNew, LibraryClosed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.set_aside: Path | None = None
        """Where a database lies that was here and could not be read, and of which not all was saved yet."""
        self._lock = threading.Lock()
        self._idle: queue.LifoQueue[sqlite3.Connection] = queue.LifoQueue()
        with _told(path):
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._writer = self._opened()
            self.set_aside = self.set_aside or aside.unsaved(path)

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
            for file in aside.all_of(self.path):
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
            return _found(self.path)
        except sqlite3.DatabaseError as cause:
            if not is_damage(cause):
                raise
            _LOG.warning("the library's database is damaged and set aside: %s", cause)
        self.set_aside = aside.set_aside(self.path)
        _mark(self.path).unlink(missing_ok=True)
        return _found(self.path)


def is_damage(cause: sqlite3.Error) -> bool:
    """Whether it says that the file is damaged, or no database at all."""
    return getattr(cause, "sqlite_errorcode", 0) & 0xFF in _BROKEN


def _found(path: Path) -> sqlite3.Connection:
    """The database that is there, or a new one. Raises: sqlite3.DatabaseError, for damage too."""
    if aside.is_orphaned(path):
        raise _damage("it is cut off, or gone")
    if not path.exists():
        _make(path)
    connection = connect(path)
    try:
        if _mark(path).exists() or path.stat().st_size <= _QUICKLY_READ_BYTES:
            _check(connection)
        prepare(connection)
    except BaseException:
        connection.close()
        raise
    _mark(path).unlink(missing_ok=True)
    return connection


def _make(path: Path) -> None:
    """Makes a new database, which is there in one step: a file that is empty or half made is a damaged one."""
    unfinished = path.with_name(path.name + _UNFINISHED)
    for file in path.parent.glob(f"{unfinished.name}*"):
        file.unlink()
    connection = connect(unfinished)
    try:
        prepare(connection)
    finally:
        connection.close()
    unfinished.rename(path)


def _check(connection: sqlite3.Connection) -> None:
    """Raises: sqlite3.DatabaseError for damage. The index is left out: it is made anew where it is found damaged."""
    query = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
    for (table,) in connection.execute(query).fetchall():
        told = connection.execute(f"PRAGMA quick_check('{table}')").fetchone()[0]
        if told != "ok":
            raise _damage(told)


def _damage(words: str) -> sqlite3.DatabaseError:
    error = sqlite3.DatabaseError(words)
    error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    return error


def _mark(path: Path) -> Path:
    return path.with_name(path.name + _SUSPECTED)


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
