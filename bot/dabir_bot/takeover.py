"""Which process is alive: each holds a lock under its name, and whoever gets the lock of another knows that it is dead.

One machine: a lock on a file beside the database, which the system takes back however a process dies. PostgreSQL: a
session's advisory lock, which the server drops with the connection; it looks after idle connections itself, so that a
machine without power is noticed. A server that was restarted dropped all locks: for a while after one is found free its
owner may just be on the way to take it again. A process that was only frozen and wakes up after its jobs were taken is
fenced off by DBOS, whose rows say who owns them.
Source: postgresql.org/docs, «Advisory Locks» and `tcp_keepalives_idle`; man 2 flock.
"""

import hashlib
import logging
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

import sqlalchemy
from sqlalchemy.engine import URL

from dabir_bot.errors import DatabaseClosed
from dabir_bot.job_errors import ExecutorTaken
from dabir_core.units import Seconds

if TYPE_CHECKING:
    from filelock import FileLock

_LOG = logging.getLogger(__name__)

_PATIENCE: Final = 3.0
"""How long a lock is waited for at the start: another process may just be looking whether we are dead."""
_SERVER_GRACE: Final = 6.0
_IDLE, _INTERVAL, _COUNT = 6, 3, 3
"""A machine without power is noticed after 15 s; with the grace and a round of `upkeep`, its jobs wait 24 s at most."""
_KEEPALIVES: Final[dict[str, Any]] = {
    "keepalives": 1,
    "keepalives_idle": _IDLE,
    "keepalives_interval": _INTERVAL,
    "keepalives_count": _COUNT,
}
_SERVER_KEEPALIVES: Final = (
    f"SET tcp_keepalives_idle = {_IDLE}",
    f"SET tcp_keepalives_interval = {_INTERVAL}",
    f"SET tcp_keepalives_count = {_COUNT}",
)


class Liveness(Protocol):
    """Says that we live, and asks who does not; may be used by many threads, one at a time.

    Its methods raise DatabaseClosed.
    """

    grace: Seconds
    """How long a lock must have been free for its owner to be dead."""

    def hold(self) -> None:
        """Takes our lock for as long as the process lives. Raises: ExecutorTaken."""
        ...

    def keep(self) -> None:
        """Makes sure that we still hold it, and takes it again if it was lost."""
        ...

    def take(self, owner: str, action: Callable[[], None]) -> bool:
        """Does something while the owner cannot come to life; False if it lives."""
        ...

    def release(self) -> None:
        """Gives our lock back."""
        ...


def liveness_of(database_url: str, executor: str) -> Liveness:
    """The way that fits the database."""
    url = sqlalchemy.make_url(database_url)
    if url.get_backend_name() == "sqlite":
        return FileLiveness(Path(url.database or ""), executor)
    return ServerLiveness(url, executor)


class FileLiveness:
    """One machine: locks on files."""

    def __init__(self, database: Path, executor: str) -> None:
        self.grace: Seconds = 0.0
        self._database = database
        self._executor = executor
        self._lock: FileLock | None = None

    def hold(self) -> None:
        """See `Liveness`."""
        from filelock import Timeout

        lock = self._lock_of(self._executor)
        try:
            lock.acquire(timeout=_PATIENCE)
        except Timeout as cause:
            raise ExecutorTaken(self._executor) from cause
        except OSError as cause:
            raise DatabaseClosed(detail=type(cause).__name__) from cause
        self._lock = lock

    def keep(self) -> None:
        """See `Liveness`: nobody takes it away from a process that lives."""

    def take(self, owner: str, action: Callable[[], None]) -> bool:
        """See `Liveness`."""
        from filelock import Timeout

        try:
            with self._lock_of(owner).acquire(timeout=0):
                action()
        except Timeout:
            return False
        return True

    def release(self) -> None:
        """See `Liveness`."""
        if self._lock is not None:
            self._lock.release()

    def _lock_of(self, executor: str) -> "FileLock":
        from filelock import FileLock

        name = hashlib.blake2b(executor.encode(), digest_size=8).hexdigest()
        return FileLock(f"{self._database}.{name}.lock", is_singleton=False, thread_local=False)


class ServerLiveness:
    """Many machines: advisory locks of one PostgreSQL server, on a connection that is kept for them."""

    def __init__(self, url: URL, executor: str) -> None:
        self.grace: Seconds = _SERVER_GRACE
        self._address = url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._executor = executor
        self._connection: Any = None

    def hold(self) -> None:
        """See `Liveness`."""
        deadline = time.monotonic() + _PATIENCE
        while not self._hold_now():
            if time.monotonic() >= deadline:
                self.release()
                raise ExecutorTaken(self._executor)
            time.sleep(0.1)

    def keep(self) -> None:
        """See `Liveness`. While another one has it, our jobs may be taken over, which DBOS bears."""
        try:
            self._ask("SELECT 1")
        except DatabaseClosed:
            if not self._hold_now():
                _LOG.warning("another process holds the lock of this one; it is tried again")
                self.release()

    def take(self, owner: str, action: Callable[[], None]) -> bool:
        """See `Liveness`."""
        if not self._ask("SELECT pg_try_advisory_lock(%s)", _key(owner)):
            return False
        try:
            action()
        finally:
            self._ask("SELECT pg_advisory_unlock(%s)", _key(owner))
        return True

    def release(self) -> None:
        """See `Liveness`."""
        import psycopg

        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(psycopg.Error):  # it may be lost already
                connection.execute("SELECT pg_advisory_unlock_all()")  # the server hears of a closed connection later
            connection.close()

    def _hold_now(self) -> bool:
        import psycopg

        self.release()
        try:
            self._connection = psycopg.connect(self._address, autocommit=True, connect_timeout=10, **_KEEPALIVES)
            for setting in _SERVER_KEEPALIVES:
                self._connection.execute(setting)
        except psycopg.Error as cause:
            self.release()
            raise DatabaseClosed(detail=type(cause).__name__) from cause
        return bool(self._ask("SELECT pg_try_advisory_lock(%s)", _key(self._executor)))

    def _ask(self, query: str, *values: int) -> Any:
        """The first column of the first row."""
        import psycopg

        if self._connection is None:
            raise DatabaseClosed(detail="no connection")
        try:
            return self._connection.execute(query, values).fetchone()[0]
        except psycopg.Error as cause:
            raise DatabaseClosed(detail=type(cause).__name__) from cause


def _key(executor: str) -> int:
    """64 bits, signed, as PostgreSQL numbers its locks; two names never meet by chance."""
    digest = hashlib.blake2b(f"dabir-bot {executor}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)
