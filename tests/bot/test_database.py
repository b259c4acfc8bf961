"""The database in both dialects: transactions, waiting writers, what is told when it cannot be used, and scrubbing."""

import sqlite3
import threading
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DataError

from dabir_bot.database import Database
from dabir_bot.errors import DatabaseClosed, DatabaseUnknown


@pytest.fixture
def database(database_url: str) -> Database:
    database = Database.open(database_url)
    with database.begin() as connection:
        connection.execute(text("CREATE TABLE notes (words TEXT)"))
    return database


def words(database: Database) -> list[str]:
    with database.reading() as connection:
        return list(connection.execute(text("SELECT words FROM notes ORDER BY words")).scalars())


def add(database: Database, word: str) -> None:
    with database.begin() as connection:
        connection.execute(text("INSERT INTO notes VALUES (:word)"), {"word": word})


def test_a_transaction_is_kept_whole_or_not_at_all(database: Database) -> None:
    add(database, "kept")
    with pytest.raises(ZeroDivisionError), database.begin() as connection:
        connection.execute(text("INSERT INTO notes VALUES ('lost')"))
        raise ZeroDivisionError
    assert words(database) == ["kept"]
    database.close()


def test_writers_of_many_threads_all_succeed(database: Database) -> None:
    def write(number: int) -> None:
        for turn in range(10):
            add(database, f"{number}-{turn}")

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(words(database)) == 80
    database.close()


def test_readers_do_not_wait_for_a_writer(database: Database) -> None:
    add(database, "old")
    with database.begin() as connection:
        connection.execute(text("INSERT INTO notes VALUES ('new')"))
        assert words(database) == ["old"]
    assert words(database) == ["new", "old"]
    database.close()


def test_two_writing_connections_of_other_processes_wait_for_each_other(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'bot.sqlite3'}"
    one, other = Database.open(url), Database.open(url)
    with one.begin() as connection:
        connection.execute(text("CREATE TABLE notes (words TEXT)"))
    waiter = threading.Thread(target=add, args=(other, "second"))
    with one.begin() as connection:
        connection.execute(text("INSERT INTO notes VALUES ('first')"))
        waiter.start()
        waiter.join(0.2)
        assert waiter.is_alive()
    waiter.join(10)
    assert words(one) == ["first", "second"]
    one.close()
    other.close()


def test_sqlite_is_durable_private_and_overwrites_what_is_deleted(tmp_path: Path) -> None:
    path = tmp_path / "own" / "bot.sqlite3"
    database = Database.open(f"sqlite:///{path}")
    with database.reading() as connection:
        values = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "secure_delete")
        ]
    assert values == ["wal", 2, 1]  # 2 is FULL: sqlite.org/pragma.html#pragma_synchronous
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0
    database.close()


def test_scrubbing_leaves_no_byte_of_what_was_deleted(tmp_path: Path) -> None:
    path = tmp_path / "bot.sqlite3"
    database = Database.open(f"sqlite:///{path}")
    with database.begin() as connection:
        connection.execute(text("CREATE TABLE notes (words TEXT)"))
    add(database, "harmless")
    add(database, "unspeakable" * 100)
    assert any(b"unspeakable" in file.read_bytes() for file in tmp_path.iterdir())
    with database.begin() as connection:
        connection.execute(text("DELETE FROM notes WHERE words LIKE 'unspeak%'"))
    database.scrub()
    assert not any(b"unspeakable" in file.read_bytes() for file in tmp_path.iterdir())
    assert words(database) == ["harmless"]
    database.close()


def test_scrubbing_cleans_up_after_connections_that_do_not_overwrite(tmp_path: Path) -> None:
    """The jobs' library has connections of its own, without our pragmas."""
    path = tmp_path / "bot.sqlite3"
    database = Database.open(f"sqlite:///{path}")
    with sqlite3.connect(path) as plain:
        plain.execute("CREATE TABLE jobs (words TEXT)")
        plain.execute("INSERT INTO jobs VALUES (?)", ("unspeakable" * 100,))
        plain.commit()
        plain.execute("DELETE FROM jobs")
        plain.commit()
        database.scrub()
    plain.close()
    assert not any(b"unspeakable" in file.read_bytes() for file in tmp_path.iterdir())
    database.close()


def test_postgres_is_scrubbed_of_dead_rows_and_others_tables_are_left_alone(postgres_url: str) -> None:
    database = Database.open(postgres_url)
    with database.begin() as connection:
        for table in ("bot_notes", "notes"):
            connection.execute(text(f"CREATE TABLE {table} (words TEXT)"))
            connection.execute(text(f"INSERT INTO {table} VALUES ('gone')"))
    with database.begin() as connection:
        for table in ("bot_notes", "notes"):
            connection.execute(text(f"DELETE FROM {table}"))
    database.scrub()
    with database.reading() as connection:
        sizes = connection.execute(text("SELECT pg_relation_size('bot_notes'), pg_relation_size('notes') > 0")).one()
    database.close()
    assert tuple(sizes) == (0, True)


def test_a_value_that_no_database_takes_is_not_waited_for(postgres_url: str) -> None:
    """What is waited for would hold up a chat for ever."""
    database = Database.open(postgres_url)
    with pytest.raises(DataError), database.reading() as connection:
        connection.execute(text("SELECT CAST(:name AS TEXT)"), {"name": "half\x00"})
    database.close()


@pytest.mark.parametrize("url", ["mysql://h/d", "sqlite://", "nonsense", "", "oracle://h"])
def test_other_databases_are_refused(url: str) -> None:
    with pytest.raises(DatabaseUnknown):
        Database.open(url)


def test_a_database_that_cannot_be_reached_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(DatabaseClosed):
        Database.open(f"sqlite:///{tmp_path / 'file' / 'bot.sqlite3'}")
    with pytest.raises(DatabaseClosed):
        Database.open("postgresql://me:hush@127.0.0.1:1/none")


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    path = tmp_path / "bot.sqlite3"
    path.write_bytes(b"no database at all, but some text. " * 100)
    with pytest.raises(DatabaseClosed):
        Database.open(f"sqlite:///{path}")


def test_the_size_grows_with_what_is_kept(database: Database) -> None:
    before = database.size_bytes()
    with database.begin() as connection:
        connection.execute(text("INSERT INTO notes VALUES (:word)"), [{"word": f"{n:08}" * 100} for n in range(2000)])
    assert database.size_bytes() > before + 1_000_000
    database.close()


def test_no_connection_keeps_more_than_a_quarter_megabyte_of_pages(tmp_path: Path) -> None:
    database = Database.open(f"sqlite:///{tmp_path / 'bot.sqlite3'}")
    with database.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA cache_size").scalar_one() == -256
    database.close()
