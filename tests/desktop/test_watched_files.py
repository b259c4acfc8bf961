"""The memory of a watched folder."""

import os
from pathlib import Path

import pytest

from dabir_desktop.watched_files import WatchedFiles, forget_watched, watched_file

FOLDER = Path("/media/inbox")


@pytest.fixture(autouse=True)
def _a_home_of_our_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DABIR_HOME", str(tmp_path / "home"))


def test_what_is_kept_is_read_by_the_next_start() -> None:
    broken = os.fsdecode(b"\xff.ogg")  # a name that is no text
    sizes = {FOLDER / "جلسه" / "۱.ogg": 5, FOLDER / broken: 7}
    WatchedFiles(FOLDER).keep(sizes)
    assert WatchedFiles(FOLDER).read() == sizes


def test_an_empty_folder_that_was_watched_is_not_one_that_was_not() -> None:
    assert WatchedFiles(FOLDER).read() is None
    WatchedFiles(FOLDER).keep({})
    assert WatchedFiles(FOLDER).read() == {}


def test_another_folder_begins_anew_and_so_does_one_that_was_forgotten() -> None:
    WatchedFiles(FOLDER).keep({FOLDER / "a.ogg": 5})
    assert WatchedFiles(Path("/media/other")).read() is None
    forget_watched()
    assert WatchedFiles(FOLDER).read() is None
    forget_watched()


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"version": 9, "folder": "/media/inbox", "files": {}}', "\udcff"])
def test_a_file_that_is_not_understood_is_none(content: str) -> None:
    watched_file().parent.mkdir()
    watched_file().write_bytes(content.encode("utf-8", "surrogateescape"))
    assert WatchedFiles(FOLDER).read() is None


def test_what_did_not_change_is_not_written_again() -> None:
    files = WatchedFiles(FOLDER)
    files.keep({FOLDER / "a.ogg": 5})
    watched_file().unlink()
    files.keep({FOLDER / "a.ogg": 5})
    assert not watched_file().exists()


def test_a_place_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "home").touch()
    WatchedFiles(FOLDER).keep({FOLDER / "a.ogg": 5})
    assert WatchedFiles(FOLDER).read() is None
