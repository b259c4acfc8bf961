"""The database that the bot's own rows share with its jobs: an SQLite file, or PostgreSQL.

SQLAlchemy Core speaks both dialects; there is no ORM. SQLite runs in write-ahead mode with every commit on the disk
(synchronous=FULL: an update is confirmed to Telegram only when it outlives a power cut), and what is deleted is
overwritten. Writers of this process wait for each other at a lock of ours, since SQLite's own waiting is unfair.
Source: sqlite.org/pragma.html, sqlite.org/wal.html; docs.sqlalchemy.org, «Transactions with SQLite and the sqlite3
driver».
"""

import logging
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any, Final, Self

import sqlalchemy
from sqlalchemy import URL, Connection, Engine, Table, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, DataError, DBAPIError, IntegrityError, NoSuchModuleError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from dabir_bot import traces
from dabir_bot.errors import DatabaseClosed, DatabaseUnknown

_LOG = logging.getLogger(__name__)
_BUSY_MS: Final = 15_000
_PRAGMAS: Final = (
    f"PRAGMA busy_timeout = {_BUSY_MS}",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA secure_delete = ON",
    "PRAGMA foreign_keys = ON",
)
_FRUGAL: Final = "PRAGMA cache_size = -256"
"""Kilobytes of pages that each connection keeps. SQLite's own 2 MB, times the connections of all threads, would grow
with the database for hours; what is read twice is in the system's cache."""
_FEW_STATEMENTS: Final = 16
"""Prepared ones that each connection keeps; Python's 128 would fill megabytes for hours, too."""
_DRIVERS: Final = {"sqlite": "sqlite+pysqlite", "postgresql": "postgresql+psycopg"}
_SCRUB_PATIENCE: Final = 20.0

Upsert = sqlite.Insert | postgresql.Insert


class Database:
    """An open database; its methods may be called from any thread."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.is_sqlite = engine.dialect.name == "sqlite"
        self._turn = threading.Lock()

    @classmethod
    def open(cls, url: str) -> Self:
        """Opens it, and makes its file. Raises: DatabaseUnknown, DatabaseClosed."""
        try:
            address = sqlalchemy.make_url(url)
            dialect = address.get_backend_name()
            driver = _DRIVERS[dialect]
        except (ArgumentError, KeyError, NoSuchModuleError, ValueError) as cause:
            raise DatabaseUnknown(detail=type(cause).__name__) from cause
        if dialect == "sqlite":
            _make_file(address.database)
        database = cls(_engine(address.set(drivername=driver)))
        if database.is_sqlite:
            event.listen(database.engine, "connect", _set_up)
            event.listen(database.engine, "begin", _begin)
        with closed_on_failure(database), database.reading() as connection:
            connection.exec_driver_sql("SELECT 1")
        return database

    def close(self) -> None:
        """Gives all connections back."""
        self.engine.dispose()

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """A transaction that writes: all of it is kept, or nothing. Raises: DatabaseClosed."""
        with self._turn if self.is_sqlite else nullcontext(), _told():
            connection = self.engine.connect().execution_options(dabir_writes=True)
            with connection, connection.begin():
                yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that only reads, and waits for no writer. Raises: DatabaseClosed."""
        with _told(), self.engine.connect() as connection, connection.begin():
            yield connection

    def insert(self, table: Table) -> Upsert:
        """An INSERT that knows ON CONFLICT, which both dialects have, each by its own class."""
        return sqlite.insert(table) if self.is_sqlite else postgresql.insert(table)

    def scrub(self) -> None:
        """Makes what was deleted unreadable on the disk, as far as the database can. Raises: DatabaseClosed.

        SQLite: VACUUM writes the file anew without free pages, then the write-ahead log is emptied; with connections
        that hold it open we ask again for a while. PostgreSQL: plain VACUUM leaves the bytes of dead rows in their
        pages, so that our tables and DBOS's are written anew; its own write-ahead log is the server's business.
        """
        with self._turn if self.is_sqlite else nullcontext(), _told():
            with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                if self.is_sqlite:
                    connection.exec_driver_sql("VACUUM")
                else:
                    traces.rewrite(connection)
            if self.is_sqlite:
                self._empty_log()

    def withhold(self) -> None:
        """Has the server take no samples of what people say; to be called when all tables are there.

        Raises: DatabaseClosed.
        """
        if not self.is_sqlite:
            with self.begin() as connection:
                traces.withhold(connection)

    def _empty_log(self) -> None:
        """Source: sqlite.org/pragma.html#pragma_wal_checkpoint; the first column is 1 where a reader was in the way."""
        deadline = time.monotonic() + _SCRUB_PATIENCE
        while time.monotonic() < deadline:
            with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                outcome = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
            if outcome[0] == 0:
                return
            time.sleep(0.05)
        raise DatabaseClosed(detail="the write-ahead log is in use")

    def size_bytes(self) -> int:
        """How large it is, without indexes' and logs' files of their own."""
        query = (
            "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
            if self.is_sqlite
            else "SELECT pg_database_size(current_database())"
        )
        with self.reading() as connection:
            return int(connection.exec_driver_sql(query).scalar_one())


def frugal_connection(*args: Any, **options: Any) -> sqlite3.Connection:
    """What `sqlite3.connect` is given as its `factory`, also by others who use our file: keeps few pages in memory."""
    connection = sqlite3.Connection(*args, **{"cached_statements": _FEW_STATEMENTS} | options)
    connection.execute(_FRUGAL)
    return connection


def connect_args(backend: str) -> dict[str, Any]:
    """What a driver is told beside the address; `backend` as SQLAlchemy names it."""
    return {"factory": frugal_connection} if backend == "sqlite" else {}


def _engine(address: URL) -> Engine:
    """Its errors do not quote rows, since somebody might log them."""
    return sqlalchemy.create_engine(
        address,
        pool_pre_ping=True,
        pool_timeout=30,
        pool_size=5,
        max_overflow=3,
        hide_parameters=True,
        connect_args=connect_args(address.get_backend_name()),
    )


@contextmanager
def closed_on_failure(database: Database) -> Iterator[None]:
    """Gives a database's connections back where it turns out to be of no use."""
    try:
        yield
    except BaseException:
        database.close()
        raise


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except (IntegrityError, DataError):  # our own mistake, or a value that no database takes: waiting mends neither
        raise
    except (DBAPIError, PoolTimeout, OSError) as cause:
        raise DatabaseClosed(detail=type(cause).__name__) from cause


def _make_file(path: str | None) -> None:
    """Others of the machine may not read it."""
    if not path:
        raise DatabaseUnknown(detail="in memory")
    try:
        Path(path).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        Path(path).touch(mode=0o600)
    except OSError as cause:
        raise DatabaseClosed(detail=type(cause).__name__) from cause


def _set_up(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver begins no transaction by itself; `_begin` does
    for pragma in _PRAGMAS:
        connection.execute(pragma)


def _begin(connection: Connection) -> None:
    """A writer takes its place at once: one that finds out later that another was faster would have to start again."""
    if connection.get_execution_options().get("isolation_level") == "AUTOCOMMIT":
        return
    writes = connection.get_execution_options().get("dabir_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
