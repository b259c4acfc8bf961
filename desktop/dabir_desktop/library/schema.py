"""The library's tables, how they came about, and how a database is opened. Pure SQLite.

Each step of `STEPS` leads from one version of the tables to the next, in one transaction; the version stands in
`PRAGMA user_version`. A step that stands here is never changed again: what folding or tables need anew is a new step.

The search index is FTS5 over one row for each item, its whole text folded, so that words of one sentence are found
together though a subtitle's end parts them. The index has *external content*: the folded texts stand in `bodies`, where
a search finds the place in them, where deleting finds the old words (an index without content that can delete takes
SQLite 3.43, Debian 12 has 3.40), and from which `rebuild` mends a damaged index. The tokenizer is `ascii`, for which
all that is no ASCII is a letter: folding has left words and spaces alone, so both agree on what a word is. The lengths
of texts, kept for ranking, are left out: hits are shown from the newest item to the oldest.
Source: sqlite.org/fts5.html, sections 4.3, 4.4 and 4.6; sqlite.org/pragma.html.
"""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Final

APPLICATION_ID: Final = 0x6461626C
"""«dabl», which `file` and other tools show."""
_BUSY_MS: Final = 5_000

_FIRST = """
CREATE TABLE items (
    id INTEGER PRIMARY KEY,
    title TEXT NOT NULL,
    kind TEXT NOT NULL,
    sound BLOB NOT NULL,
    is_sound_ours INTEGER NOT NULL,
    duration REAL NOT NULL,
    head TEXT NOT NULL DEFAULT '',
    model TEXT NOT NULL DEFAULT '',
    language TEXT NOT NULL DEFAULT '',
    first_line TEXT NOT NULL DEFAULT '',
    removed REAL
);
CREATE INDEX items_removed ON items (removed) WHERE removed IS NOT NULL;
CREATE TABLE segments (
    id INTEGER PRIMARY KEY,
    item INTEGER NOT NULL REFERENCES items (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    start REAL NOT NULL,
    text TEXT NOT NULL,
    rest TEXT NOT NULL,
    UNIQUE (item, position)
);
CREATE TABLE bodies (
    item INTEGER PRIMARY KEY REFERENCES items (id) ON DELETE CASCADE,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    inner TEXT NOT NULL
);
CREATE VIRTUAL TABLE found USING fts5 (
    title, body, inner, content='bodies', content_rowid='item', tokenize='ascii', prefix='1 2 3', columnsize=0
);
CREATE TRIGGER bodies_come AFTER INSERT ON bodies BEGIN
    INSERT INTO found (rowid, title, body, inner) VALUES (new.item, new.title, new.body, new.inner);
END;
CREATE TRIGGER bodies_go AFTER DELETE ON bodies BEGIN
    INSERT INTO found (found, rowid, title, body, inner)
    VALUES ('delete', old.item, old.title, old.body, old.inner);
END;
CREATE TRIGGER bodies_change AFTER UPDATE ON bodies BEGIN
    INSERT INTO found (found, rowid, title, body, inner)
    VALUES ('delete', old.item, old.title, old.body, old.inner);
    INSERT INTO found (rowid, title, body, inner) VALUES (new.item, new.title, new.body, new.inner);
END;
CREATE TABLE unwanted (path TEXT PRIMARY KEY) WITHOUT ROWID;
"""
STEPS: Final[Sequence[str]] = (_FIRST,)
"""Scripts; the first makes the tables of version 1."""


class StrangeDatabase(Exception):
    """The file is a database, but of another program, or of a later version of this one."""


def connect(path: Path) -> sqlite3.Connection:
    """A connection whose every statement commits by itself, for any one thread at a time.

    What is committed survives `kill -9` and a power cut (write-ahead log, synchronised at each commit).
    """
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=_BUSY_MS / 1000)
    try:
        for setting in ("foreign_keys = ON", "temp_store = MEMORY", "secure_delete = ON", "synchronous = FULL"):
            connection.execute(f"PRAGMA {setting}")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def prepare(connection: sqlite3.Connection, steps: Sequence[str] = STEPS) -> None:
    """Brings the tables up to date. Raises: StrangeDatabase, which is left as it is; sqlite3.Error."""
    owner, version = (connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version"))
    is_new = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
    if version > len(steps) or (owner != APPLICATION_ID and not is_new):
        raise StrangeDatabase(f"application {owner:#x}, version {version}")
    if is_new:
        connection.execute("PRAGMA journal_mode = WAL")
    for number, step in enumerate(steps[version:], start=version + 1):
        marks = f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {number};"
        try:
            connection.executescript(f"BEGIN IMMEDIATE; {step} {marks} COMMIT;")
        except sqlite3.Error:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
