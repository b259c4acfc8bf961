"""A private PostgreSQL for the tests: a cluster of its own on a free port of the loopback, gone with the test run.

PostgreSQL refuses to run as root, so that it runs as `nobody` where the tests do. It is told to end when the test run
does, whatever ends that (setpriv, prctl(2), PR_SET_PDEATHSIG). Nothing waits for the disk (fsync=off): tests kill our
processes, not the machine.
"""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Final

import psycopg

_PATIENCE: Final = 30.0
_USER: Final = "dabir"


def programs() -> Path:
    """Where PostgreSQL's own programs lie, the newest ones."""
    on_path = shutil.which("initdb")
    found = [Path(on_path)] if on_path else sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        raise FileNotFoundError("PostgreSQL is not installed: apt-get install postgresql")
    return found[-1].resolve().parent


class Cluster:
    """A server that runs from `start` to `remove`; `kill` and `start` again are for tests of its loss."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="dabir-pg-"))
        self._programs = programs()
        self._server: subprocess.Popen[bytes] | None = None
        self._databases = 0
        self.port = free_port()
        if os.geteuid() == 0:
            shutil.chown(self._folder, "nobody")
        self._make()

    def start(self) -> None:
        """Starts the server and waits until it answers."""
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": self.port,
            "unix_socket_directories": self._folder,
            "fsync": "off",
            "max_connections": 300,
            "log_min_messages": "fatal",
        }
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        command = ["setpriv", "--pdeathsig", "QUIT", *_as_nobody(), str(self._programs / "postgres")]
        with (self._folder / "log").open("ab") as log:
            self._server = subprocess.Popen(
                [*command, "-D", str(self._folder / "cluster"), *options], cwd=self._folder, stdout=log, stderr=log
            )
        self._wait()

    def kill(self) -> None:
        """Ends it at once, as a crash would: it recovers when it starts again."""
        self._end(signal.SIGQUIT)

    def database(self) -> str:
        """The address of a new, empty database."""
        self._databases += 1
        name = f"test_{self._databases}"
        with psycopg.connect(self._url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return self._url(name)

    def drop(self, url: str) -> None:
        """Removes a database, whoever is still connected to it."""
        name = url.rpartition("/")[2]
        with psycopg.connect(self._url("postgres"), autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())

    def uncompressed(self, url: str) -> None:
        """Keeps long texts of a database as they are, so that whoever looks for them in `files` finds them."""
        texts = """
            SELECT attrelid::regclass::text, quote_ident(attname)
            FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
            WHERE relkind = 'r' AND attnum > 0 AND attstorage = 'x' AND NOT attisdropped
                AND relnamespace IN ('public'::regnamespace, 'dbos'::regnamespace)
        """
        with psycopg.connect(url, autocommit=True) as connection:
            for table, column in connection.execute(texts).fetchall():
                connection.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET STORAGE EXTERNAL".encode())

    def files(self) -> list[Path]:
        """What holds the tables of all databases, brought up to date; the write-ahead log lies elsewhere."""
        with psycopg.connect(self._url("postgres"), autocommit=True) as connection:
            connection.execute("CHECKPOINT")
        return [path for path in (self._folder / "cluster/base").rglob("*") if path.is_file()]

    def remove(self) -> None:
        """Ends the server and deletes everything."""
        self._end(signal.SIGINT)
        shutil.rmtree(self._folder)

    def _url(self, name: str) -> str:
        return f"postgresql://{_USER}@127.0.0.1:{self.port}/{name}"

    def _make(self) -> None:
        command = [*_as_nobody(), str(self._programs / "initdb"), "-D", str(self._folder / "cluster"), "-U", _USER]
        quick = ["--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"]
        prefix = ["setpriv"] if _as_nobody() else []
        subprocess.run([*prefix, *command, *quick], check=True, capture_output=True, cwd=self._folder)

    def _wait(self) -> None:
        deadline = time.monotonic() + _PATIENCE
        while True:
            try:
                psycopg.connect(self._url("postgres")).close()
            except psycopg.OperationalError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)
            else:
                return

    def _end(self, how: signal.Signals) -> None:
        if self._server is not None:
            self._server.send_signal(how)
            self._server.wait(_PATIENCE)
            self._server = None


def _as_nobody() -> list[str]:
    return ["--reuid=nobody", "--regid=nogroup", "--clear-groups"] if os.geteuid() == 0 else []


def free_port() -> int:
    """One that nobody has at this moment."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
