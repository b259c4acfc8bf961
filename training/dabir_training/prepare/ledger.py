"""All rows of all sources while a set is made: one SQLite file, so that memory does not grow with their number.

A row goes in as its source has it, is looked at, judged and chosen there; what was done before a crash need not be done
again. Sorting spills to files too (`temp_store`). The file is gone once the set is finished.

rows.bytes      of the sound's file; NULL until somebody looked, MISSING where there is none
rows.duration   in seconds; NULL until it is known, 0 where the sound cannot be read
rows.sentence   key of the text, rows.rank its place when some are drawn
rows.fault      why the row is of no use whatever the settings, rows.dropped why it is left out, NULL where it is not
"""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Final

MISSING: Final = -1
_CACHE_KIB: Final = 4096
_TABLES: Final = """
CREATE TABLE marks (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE rows (
    number INTEGER PRIMARY KEY, source TEXT, id TEXT, sound TEXT, start REAL, duration REAL, bytes INTEGER, text TEXT,
    letters INTEGER, split TEXT, speaker TEXT, gender TEXT, age TEXT, accent TEXT, language TEXT, sentence INTEGER,
    rank INTEGER, fault TEXT, dropped TEXT, UNIQUE (source, id)
);
CREATE TABLE durations (source TEXT, id TEXT, duration REAL, PRIMARY KEY (source, id)) WITHOUT ROWID;
CREATE TABLE members (source TEXT, id TEXT, bytes INTEGER, PRIMARY KEY (source, id)) WITHOUT ROWID;
CREATE TABLE reported (sentence INTEGER PRIMARY KEY);
"""
_IDENTITY: Final = "identity"


@contextlib.contextmanager
def opened_ledger(path: Path, identity: str) -> Iterator[sqlite3.Connection]:
    """The ledger of the set of this identity, gone on with if it was begun; one of another set is thrown away."""
    ledger = _connected(path)
    try:
        if _identity(ledger) != identity:
            ledger.close()
            remove_ledger(path)
            ledger = _connected(path)
            ledger.executescript(_TABLES)
            set_mark(ledger, _IDENTITY, identity)
        yield ledger
    finally:
        ledger.close()


def remove_ledger(path: Path) -> None:
    """Takes the file and what SQLite keeps beside it away."""
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
        (path.parent / name).unlink(missing_ok=True)


def mark(ledger: sqlite3.Connection, name: str) -> str:
    """What was noted under this name; "" where nothing was."""
    found = ledger.execute("SELECT value FROM marks WHERE name = ?", (name,)).fetchone()
    return "" if found is None else str(found[0])


def set_mark(ledger: sqlite3.Connection, name: str, value: object) -> None:
    """Notes it, and makes it and all that was done before last."""
    ledger.execute("INSERT OR REPLACE INTO marks VALUES (?, ?)", (name, str(value)))
    ledger.commit()


def _connected(path: Path) -> sqlite3.Connection:
    ledger = sqlite3.connect(path)
    for setting in ("journal_mode = WAL", "synchronous = NORMAL", "temp_store = FILE", f"cache_size = -{_CACHE_KIB}"):
        ledger.execute(f"PRAGMA {setting}")
    return ledger


def _identity(ledger: sqlite3.Connection) -> str:
    try:
        return mark(ledger, _IDENTITY)
    except sqlite3.DatabaseError:  # nothing in it yet, or no ledger at all
        return ""
