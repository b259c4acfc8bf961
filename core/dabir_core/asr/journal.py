"""Finished windows on disk, so that a job whose process was killed goes on after them with the same text.

SQLite in WAL mode: a committed row outlives `kill -9` (with synchronous=NORMAL only a power cut can take the last rows,
never the database), and several processes share one file. Forgotten rows are overwritten, and the folder is the user's
alone, since rows hold what people said. A journal is a convenience: whatever is wrong with it is logged as a warning,
and the job goes on without one. Source: sqlite.org/wal.html, sqlite.org/pragma.html.
"""

import hashlib
import logging
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from dabir_core.asr.journal_keys import recording_label
from dabir_core.asr.journal_rows import from_text, to_text
from dabir_core.asr.window_result import WindowResult
from dabir_core.units import to_samples

_LOG = logging.getLogger(__name__)
_T = TypeVar("_T")

KEEP_DAYS = 14.0
_DAY_SECONDS = 86_400
_APPLICATION_ID = 0x64616269  # «dabi»
_LAYOUT = 1
_SCHEMA = """
CREATE TABLE IF NOT EXISTS windows (
    key BLOB NOT NULL, recording TEXT NOT NULL, start_samples INTEGER NOT NULL, end_samples INTEGER NOT NULL,
    result TEXT NOT NULL, checksum BLOB NOT NULL, written REAL NOT NULL, PRIMARY KEY (key, recording)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS windows_of_recording ON windows (recording);
"""
_BROKEN = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})


class Journal:
    """Finished windows of all jobs; may be used by many threads. It raises nothing: without a database it is empty."""

    def __init__(self, path: Path, *, keep_days: float = KEEP_DAYS) -> None:
        """Opens or makes the database at `path` and drops rows that are older than `keep_days`."""
        self._path = path
        self._keep_days = keep_days
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        try:
            self._connection = _open(path)
        except (sqlite3.Error, OSError) as cause:
            self._give_up(cause)
        self._try(self._drop_old)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def is_open(self) -> bool:
        """Whether windows are kept; False after `close`, and where the database cannot be used."""
        return self._connection is not None

    def find(self, key: bytes) -> WindowResult | None:
        """The window that was finished under this key, whoever's it was."""
        row = self._try(lambda db: db.execute("SELECT result, checksum FROM windows WHERE key = ?", (key,)).fetchone())
        if row is None:
            return None
        text, checksum = row
        try:
            return from_text(_checked(key, text, checksum))
        except ValueError:
            _LOG.warning("a damaged row of the journal is passed over")
            return None

    def save(self, recording: Path, key: bytes, result: WindowResult) -> None:
        """Keeps a finished window of the recording at that path; `kill -9` cannot take it any more."""
        label, text = _label(recording), to_text(result)
        place = (to_samples(result.start), to_samples(result.end))
        row = (key, label, *place, text, _checksum(key, text), time.time())
        if label is not None:
            self._try(lambda db: db.execute("INSERT OR REPLACE INTO windows VALUES (?, ?, ?, ?, ?, ?, ?)", row))

    def forget(self, recording: Path) -> None:
        """Drops the rows of a recording, because its transcript is stored or its owner says so."""
        label = _label(recording)
        if label is not None:
            self._try(lambda db: db.execute("DELETE FROM windows WHERE recording = ?", (label,)))

    def close(self) -> None:
        """Closes the database; calling it again changes nothing."""
        with self._lock:
            connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _drop_old(self, connection: sqlite3.Connection) -> None:
        oldest = time.time() - self._keep_days * _DAY_SECONDS
        connection.execute("DELETE FROM windows WHERE written < ?", (oldest,))

    def _try(self, action: Callable[[sqlite3.Connection], _T]) -> _T | None:
        """What the action gives; None without a database, which also is what a failed action leaves."""
        try:
            with self._lock:
                return None if self._connection is None else action(self._connection)
        except (sqlite3.Error, OSError) as cause:
            self._give_up(cause)
            return None

    def _give_up(self, cause: Exception) -> None:
        """Goes on without a database; a broken one is removed, so that the next run has one again."""
        reason = cause.strerror if isinstance(cause, OSError) else cause  # an OSError's text holds the path
        _LOG.warning("windows are not journalled: %s: %s", type(cause).__name__, reason)
        self.close()
        if getattr(cause, "sqlite_errorcode", 0) & 0xFF in _BROKEN:
            for ending in ("", "-journal", "-wal", "-shm"):
                with suppress(OSError):
                    self._path.with_name(self._path.name + ending).unlink(missing_ok=True)


def _label(recording: Path) -> str | None:
    """None if the file is gone; its rows go by their age then."""
    try:
        return recording_label(recording)
    except (OSError, ValueError) as cause:  # ValueError: a null character in the name
        _LOG.warning("a recording's journal cannot be told: %s", type(cause).__name__)
        return None


def _open(path: Path) -> sqlite3.Connection:
    """Each statement commits by itself.

    Raises: sqlite3.Error, OSError; for a database of somebody else, too, which is left alone.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    try:
        _prepare(connection)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA temp_store = MEMORY")
    is_new = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
    stamp = tuple(connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version"))
    if stamp != (_APPLICATION_ID, _LAYOUT) and not is_new:
        raise sqlite3.DatabaseError("the database is another program's, or another version's")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA secure_delete = ON")
    if is_new:
        marks = f"PRAGMA application_id = {_APPLICATION_ID}; PRAGMA user_version = {_LAYOUT};"
        connection.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} {marks} COMMIT;")


def _checked(key: bytes, text: object, checksum: object) -> str:
    if not isinstance(text, str) or checksum != _checksum(key, text):
        raise ValueError("the row was changed by somebody else")
    return text


def _checksum(key: bytes, text: str) -> bytes:
    return hashlib.blake2b(text.encode(), key=key, digest_size=16).digest()
