"""The queue on disk: it survives a restart and `kill -9`, and remembers what was done, so that nothing is done twice.

SQLite in WAL mode, each change committed by itself: a committed row outlives the process. Items taken off the list stay
as unlisted rows. Used by one thread, which is not the window's. A database that cannot be read is put aside under
another name, never removed. Whatever SQLite refuses is an OutputError of the file. Source: sqlite.org/wal.html.
"""

import logging
import sqlite3
import uuid
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from dabir_core.errors import OutputError
from dabir_desktop.batch import UNDER_WAY, ItemId, ItemState, Plan, QueueItem
from dabir_desktop.queue_rows import COLUMNS, from_row, to_row

_LOG = logging.getLogger(__name__)

_LAYOUT = 1
_SCHEMA = """
CREATE TABLE items (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, title TEXT NOT NULL, source BLOB, link TEXT NOT NULL,
    label TEXT NOT NULL, duration REAL, model TEXT NOT NULL, options TEXT NOT NULL, beside TEXT NOT NULL,
    state TEXT NOT NULL, error TEXT, remark TEXT, reached REAL NOT NULL, kept_as INTEGER,
    place INTEGER NOT NULL DEFAULT 0, is_listed INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX items_by_label ON items (label);
"""
_NAMES = ", ".join(COLUMNS)


class QueueStore:
    """Rows of the queue; opened when it is first used, by the thread that uses it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._opened: sqlite3.Connection | None = None
        self.set_aside: Path | None = None
        """Where a damaged queue lies now, if there was one."""

    def listed(self) -> tuple[QueueItem, ...]:
        """The list in its order; what was under way when the app ended waits again. Raises: OutputError."""
        with self._database() as database:
            rows = database.execute(f"SELECT {_NAMES} FROM items WHERE is_listed ORDER BY place, id").fetchall()
        return tuple(_awaiting(from_row(row)) for row in rows)

    def add(self, item: QueueItem) -> QueueItem:
        """Adds an item at the end of the list; gives it with its number and its key. Raises: OutputError."""
        named = replace(item, key=uuid.uuid4().hex)
        places = ", ".join("?" * len(COLUMNS))
        last = "SELECT coalesce(max(place), 0) + 1 FROM items"
        with self._database() as database:
            insert = f"INSERT INTO items ({_NAMES}, place) VALUES ({places}, ({last}))"
            added = database.execute(insert, (None, *to_row(named)[1:])).lastrowid
        assert added is not None, "an inserted row"
        return replace(named, id=added)

    def save(self, item: QueueItem) -> None:
        """Writes down what became of an item. Raises: OutputError."""
        values = ", ".join(f"{name} = ?" for name in COLUMNS)
        with self._database() as database:
            database.execute(f"UPDATE items SET {values} WHERE id = ?", (*to_row(item), item.id))

    def arrange(self, order: Sequence[ItemId]) -> None:
        """Writes down the order of the list. Raises: OutputError."""
        with self._at_once() as database:
            database.executemany("UPDATE items SET place = ? WHERE id = ?", list(enumerate(order)))

    def unlist(self, items: Collection[ItemId]) -> None:
        """Takes items off the list; that they were done is still known. Raises: OutputError."""
        with self._at_once() as database:
            database.executemany("UPDATE items SET is_listed = 0 WHERE id = ?", [(item,) for item in items])

    def alike(self, label: str) -> tuple[tuple[QueueItem, bool], ...]:
        """Items with this label, the newest first, each with whether it is listed. Raises: OutputError."""
        query = f"SELECT {_NAMES}, is_listed FROM items WHERE label = ? AND label <> '' ORDER BY id DESC"
        with self._database() as database:
            rows = database.execute(query, (label,)).fetchall()
        return tuple((from_row(row[:-1]), bool(row[-1])) for row in rows)

    def close(self) -> None:
        """Closes the database; the next use opens it again."""
        if self._opened is not None:
            self._opened.close()
            self._opened = None

    @contextmanager
    def _database(self) -> Iterator[sqlite3.Connection]:
        """The open database; what SQLite refuses inside the block is raised as OutputError."""
        try:
            if self._opened is None:
                self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                self._opened = self._open_or_begin_anew()
            yield self._opened
        except (sqlite3.Error, OSError) as cause:
            raise OutputError(str(self._path), detail=str(cause)) from cause

    def _open_or_begin_anew(self) -> sqlite3.Connection:
        try:
            return _open(self._path)
        except sqlite3.OperationalError:  # closed to us, or no room: another file would fare no better
            raise
        except sqlite3.DatabaseError as cause:
            _LOG.warning("the queue cannot be read and is put aside: %s", type(cause).__name__)
            self.set_aside = _put_aside(self._path)
            return _open(self._path)

    @contextmanager
    def _at_once(self) -> Iterator[sqlite3.Connection]:
        """All that is written inside the block, or none of it."""
        with self._database() as database:
            database.execute("BEGIN IMMEDIATE")
            try:
                yield database
            except sqlite3.Error:
                database.execute("ROLLBACK")
                raise
            database.execute("COMMIT")


def new_item(title: str, plan: Plan, *, source: Path | None = None, link: str = "", label: str = "") -> QueueItem:
    """An item that `QueueStore.add` gives a number and a key."""
    return QueueItem(0, "", title, plan, source, link, label)


def _awaiting(item: QueueItem) -> QueueItem:
    is_gone = bool(item.link) and item.source is not None and not item.source.is_file()
    source = None if is_gone else item.source
    return replace(item, source=source, state=ItemState.WAITING if item.state in UNDER_WAY else item.state)


def _open(path: Path) -> sqlite3.Connection:
    """Each statement commits by itself."""
    database = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    try:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = NORMAL")
        layout = database.execute("PRAGMA user_version").fetchone()[0]
        if layout == 0:
            database.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} PRAGMA user_version = {_LAYOUT}; COMMIT;")
        elif layout != _LAYOUT:
            raise sqlite3.DatabaseError("the queue of another version")
    except sqlite3.Error:
        database.close()
        raise
    return database


def _put_aside(path: Path) -> Path:
    spare = path.with_name(f"{path.name}.{uuid.uuid4().hex[:8]}.unreadable")
    for ending in ("", "-wal", "-shm"):
        part = path.with_name(path.name + ending)
        if part.exists():
            part.replace(spare.with_name(spare.name + ending))
    return spare
