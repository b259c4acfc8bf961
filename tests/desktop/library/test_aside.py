"""What is set aside is kept whole, and remembered until all of it was saved."""

from pathlib import Path

import pytest

from dabir_desktop.library.aside import all_of, is_orphaned, note_saved, set_aside, unsaved


def test_all_that_belongs_to_it_gets_a_new_name(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite3"
    for ending in ("", "-wal", "-shm"):
        path.with_name(path.name + ending).write_text(ending, encoding="utf-8")
    aside = set_aside(path)
    assert not path.exists()
    assert [aside.with_name(aside.name + ending).read_text("utf-8") for ending in ("", "-wal", "-shm")] == [
        *("", "-wal", "-shm")
    ]
    assert {file.name for file in all_of(path)} == {file.name for file in tmp_path.iterdir()}


def test_two_in_one_second_have_names_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite3"
    asides = set()
    for _ in range(3):
        path.write_bytes(b"x")
        asides.add(set_aside(path))
    assert len(asides) == 3
    assert unsaved(path) == min(asides)


def test_it_is_remembered_until_it_is_saved(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite3"
    path.write_bytes(b"x")
    aside = set_aside(path)
    assert unsaved(path) == aside
    note_saved(aside)
    assert unsaved(path) is None
    assert aside.read_bytes() == b"x"


@pytest.mark.parametrize(
    ("files", "is_damage"),
    [
        ({}, False),
        ({"": b"x"}, False),
        ({"": b"x", "-wal": b"x"}, False),
        ({"": b""}, True),
        ({"": b"", "-wal": b"x"}, True),
        ({"-wal": b"x"}, True),
    ],
)
def test_an_empty_database_and_a_lonely_log_are_damage(
    tmp_path: Path, files: dict[str, bytes], is_damage: bool
) -> None:
    path = tmp_path / "library.sqlite3"
    for ending, content in files.items():
        path.with_name(path.name + ending).write_bytes(content)
    assert is_orphaned(path) is is_damage
