"""A database of ours is opened as it is; another's is left alone, a damaged one set aside and told."""

import logging
import sqlite3
from pathlib import Path

import pytest

from dabir_core.errors import DabirError
from dabir_desktop.library import Library, LibraryClosed, LibraryTooNew, Salvaged, salvage
from dabir_desktop.library.schema import APPLICATION_ID, STEPS, StrangeDatabase, connect, prepare
from tests.desktop.said import library_in, new_item, transcript


def settings_of(path: Path) -> dict[str, object]:
    connection = connect(path)
    names = ("journal_mode", "foreign_keys", "synchronous", "secure_delete", "user_version", "application_id")
    told = {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in names}
    connection.close()
    return told


def test_a_new_database_is_ours_and_safe(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "library.sqlite3"
    with Library(path) as library:
        assert library.set_aside is None
    assert settings_of(path) == {
        "journal_mode": "wal",
        "foreign_keys": 1,
        "synchronous": 2,
        "secure_delete": 1,
        "user_version": len(STEPS),
        "application_id": APPLICATION_ID,
    }
    assert path.parent.stat().st_mode & 0o077 == 0


def test_each_step_is_taken_once_and_keeps_what_was_there(tmp_path: Path) -> None:
    first, second = "CREATE TABLE notes (text TEXT);", "ALTER TABLE notes ADD COLUMN stars INTEGER DEFAULT 3;"
    connection = connect(tmp_path / "a.sqlite3")
    prepare(connection, (first,))
    connection.execute("INSERT INTO notes VALUES ('old')")
    prepare(connection, (first,))
    prepare(connection, (first, second))
    prepare(connection, (first, second))
    assert connection.execute("SELECT * FROM notes").fetchall() == [("old", 3)]
    assert connection.execute("PRAGMA user_version").fetchone() == (2,)
    connection.close()


def test_a_step_that_fails_changes_nothing(tmp_path: Path) -> None:
    first, broken = "CREATE TABLE notes (text TEXT);", "CREATE TABLE more (a); INSERT INTO nowhere VALUES (1);"
    connection = connect(tmp_path / "a.sqlite3")
    prepare(connection, (first,))
    with pytest.raises(sqlite3.Error):
        prepare(connection, (first, broken))
    assert connection.execute("PRAGMA user_version").fetchone() == (1,)
    assert [name for (name,) in connection.execute("SELECT name FROM sqlite_master")] == ["notes"]
    connection.close()


def test_a_later_version_is_left_as_it_is(tmp_path: Path) -> None:
    with library_in(tmp_path) as library:
        library.add(new_item("متن"))
    path = tmp_path / "library.sqlite3"
    connection = connect(path)
    connection.execute(f"PRAGMA user_version = {len(STEPS) + 1}")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(LibraryTooNew):
        Library(path)
    assert path.read_bytes() == before


def test_another_programs_database_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite3"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE theirs (a)")
    connection.commit()
    with pytest.raises(StrangeDatabase):
        prepare(connection)
    connection.close()
    with pytest.raises(LibraryTooNew):
        Library(path)


@pytest.mark.parametrize("content", [b"this is no database at all" * 200, b"\0" * 8192])
def test_what_is_no_database_is_set_aside_whole(
    tmp_path: Path, content: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "library.sqlite3"
    path.write_bytes(content)
    with caplog.at_level(logging.WARNING), Library(path) as library:
        aside = library.set_aside
        assert aside is not None
        assert aside.read_bytes() == content
        assert library.ids() == []
        assert salvage(library, aside) == Salvaged(0, 0, 0)
        item = library.add(new_item("تازه"))
    with Library(path) as library:
        assert library.set_aside is None
        assert library.ids() == [item]
    assert "set aside" in caplog.text
    caplog.clear()


def test_two_damaged_databases_are_both_kept(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "library.sqlite3"
    asides = []
    for content in (b"first" * 1000, b"second" * 1000):
        path.write_bytes(content)
        with Library(path) as library:
            asides.append(library.set_aside)
        for ending in ("", "-wal", "-shm"):
            path.with_name(path.name + ending).unlink(missing_ok=True)
    assert [aside.read_bytes()[:5] for aside in asides if aside] == [b"first", b"secon"]
    assert "set aside" in caplog.text
    caplog.clear()


def test_damage_that_is_met_later_is_set_aside_at_the_next_start(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "library.sqlite3"
    with Library(path) as library:
        items = [library.add(new_item(*["متن بلند " * 50] * 20)) for _ in range(10)]
    library = Library(path)
    with path.open("r+b") as file:
        file.seek(8192)
        file.write(b"\xff" * (path.stat().st_size - 8192))
    with pytest.raises(DabirError):
        for item in items:
            library.transcript(item)
    library.close()
    with Library(path) as library:
        assert library.set_aside is not None
        assert library.ids() == []
    assert "damaged" in caplog.text
    caplog.clear()


def test_a_damaged_index_is_made_anew(tmp_path: Path) -> None:
    with library_in(tmp_path) as library:
        item = library.add(new_item("یک کتاب"))
    connection = connect(tmp_path / "library.sqlite3")
    connection.execute("UPDATE found_data SET block = x'00ff00ff' WHERE id > 10")
    connection.close()
    with library_in(tmp_path) as library:
        assert [hit.item for hit in library.search("کتاب")] == [item]
        assert library.transcript(item) == transcript("یک کتاب")


def test_a_folder_that_is_closed_to_us_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(LibraryClosed):
        Library(tmp_path / "file" / "library.sqlite3")


def test_readers_see_the_last_commit_while_somebody_writes(tmp_path: Path) -> None:
    with library_in(tmp_path) as library:
        item = library.add(new_item("یک"))
        with library._database.writing() as connection:
            connection.execute("DELETE FROM items")
            assert library.ids() == [item]
            assert library.transcript(item) == transcript("یک")
        assert library.ids() == []


def test_what_fails_in_the_middle_is_not_kept(tmp_path: Path) -> None:
    with library_in(tmp_path) as library:
        item = library.add(new_item("یک"))
        with pytest.raises(ZeroDivisionError), library._database.writing() as connection:
            connection.execute("DELETE FROM items")
            raise ZeroDivisionError
        assert library.ids() == [item]


def test_a_full_disk_is_told_and_takes_nothing_away(tmp_path: Path) -> None:
    with library_in(tmp_path) as library:
        item = library.add(new_item("یک کتاب"))
        pages = library._database._writer.execute("PRAGMA page_count").fetchone()[0]
        library._database._writer.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(LibraryClosed):
            library.save(item, transcript(*["متن دراز " * 100] * 100))
        assert library.transcript(item) == transcript("یک کتاب")
        library._database._writer.execute("PRAGMA max_page_count = 1000000")
        library.save(item, transcript("دو"))
        assert library.transcript(item) == transcript("دو")
