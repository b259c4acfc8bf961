"""A real folder with Qt's own watcher; the clock that proves files whole is the test's."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from dabir_desktop.watching import WatchedFolder

Watch = Callable[..., tuple[WatchedFolder, list[Path]]]


@pytest.fixture
def watch(qapp: QApplication, tmp_path: Path) -> Iterator[Watch]:
    opened: list[WatchedFolder] = []

    def begin(*, is_taking_present: bool = False) -> tuple[WatchedFolder, list[Path]]:
        told: list[Path] = []
        folder = WatchedFolder(tmp_path / "in", is_taking_present=is_taking_present, patience=0.05)
        folder.arrived.connect(told.extend)
        opened.append(folder)
        return folder, told

    (tmp_path / "in").mkdir()
    yield begin
    for folder in opened:
        folder.close()


def put(tmp_path: Path, name: str) -> Path:
    path = tmp_path / "in" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"sound")
    return path


def test_a_file_that_comes_in_is_told_and_one_that_was_there_is_not(watch: Watch, tmp_path: Path, qtbot: QtBot) -> None:
    put(tmp_path, "old.ogg")
    _, told = watch()
    qtbot.wait(200)
    new = put(tmp_path, "new.ogg")
    put(tmp_path, "notes.txt")
    qtbot.waitUntil(lambda: bool(told))
    qtbot.wait(600)
    assert told == [new]


def test_what_is_there_is_told_if_that_is_wanted(watch: Watch, tmp_path: Path, qtbot: QtBot) -> None:
    old = put(tmp_path, "old.ogg")
    _, told = watch(is_taking_present=True)
    qtbot.waitUntil(lambda: told == [old])


def test_a_file_in_a_folder_that_comes_later_is_told(watch: Watch, tmp_path: Path, qtbot: QtBot) -> None:
    _, told = watch()
    qtbot.wait(100)
    first = put(tmp_path, "day/a.ogg")
    qtbot.waitUntil(lambda: told == [first])
    second = put(tmp_path, "day/b.ogg")
    qtbot.waitUntil(lambda: told == [first, second])


def test_nothing_is_new_when_a_folder_comes_back(watch: Watch, tmp_path: Path, qtbot: QtBot) -> None:
    put(tmp_path, "old.ogg")
    folder, told = watch()
    qtbot.wait(200)
    shutil.move(tmp_path / "in", tmp_path / "pulled out")
    qtbot.wait(600)
    shutil.move(tmp_path / "pulled out", tmp_path / "in")
    folder._look()
    qtbot.wait(600)
    assert told == []


def test_a_folder_that_is_missing_at_the_start_is_watched_once_it_is_there(
    watch: Watch, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "in").rmdir()
    folder, told = watch()
    qtbot.wait(100)
    (tmp_path / "in").mkdir()
    folder._look()
    qtbot.wait(100)
    new = put(tmp_path, "new.ogg")
    qtbot.waitUntil(lambda: told == [new])
