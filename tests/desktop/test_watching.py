"""A real folder with Qt's own watcher; the clock that proves files whole is the test's."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from dabir_desktop.watched_files import watched_file
from dabir_desktop.watching import WatchedFolder

Watch = Callable[..., tuple[WatchedFolder, list[Path]]]


@pytest.fixture
def watch(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watch]:
    monkeypatch.setenv("DABIR_HOME", str(tmp_path / "home"))
    opened: list[WatchedFolder] = []

    def begin() -> tuple[WatchedFolder, list[Path]]:
        told: list[Path] = []
        folder = WatchedFolder(tmp_path / "in", patience=0.05)
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


def test_what_came_while_nobody_watched_is_told_at_the_next_start(watch: Watch, tmp_path: Path, qtbot: QtBot) -> None:
    put(tmp_path, "old.ogg")
    changed = put(tmp_path, "replaced.ogg")
    first, told = watch()
    qtbot.waitUntil(watched_file().exists)
    before = put(tmp_path, "before.ogg")
    qtbot.waitUntil(lambda: told == [before])
    qtbot.waitUntil(lambda: "before" in watched_file().read_text(encoding="utf-8"))
    first.close()
    meanwhile = put(tmp_path, "day/meanwhile.ogg")
    changed.write_bytes(b"another sound")
    _, told_now = watch()
    qtbot.waitUntil(lambda: len(told_now) == 2)
    qtbot.wait(600)
    assert sorted(told_now) == [meanwhile, changed]


def test_what_is_told_is_kept_only_after_it_was_told(watch: Watch, tmp_path: Path, qtbot: QtBot) -> None:
    first, told = watch()
    qtbot.waitUntil(watched_file().exists)
    kept_when_told = list[str]()
    first.arrived.connect(lambda _: kept_when_told.append(watched_file().read_text(encoding="utf-8")))
    put(tmp_path, "new.ogg")
    qtbot.waitUntil(lambda: bool(told))
    assert "new" not in kept_when_told[0]  # killed here, it is told again


def test_what_came_while_the_drive_was_away_is_told_when_both_are_back(
    watch: Watch, tmp_path: Path, qtbot: QtBot
) -> None:
    put(tmp_path, "old.ogg")
    first, _ = watch()
    qtbot.waitUntil(watched_file().exists)
    first.close()
    put(tmp_path, "new.ogg")
    shutil.move(tmp_path / "in", tmp_path / "pulled out")
    second, told = watch()
    qtbot.wait(200)
    shutil.move(tmp_path / "pulled out", tmp_path / "in")
    second._look()
    qtbot.waitUntil(lambda: told == [tmp_path / "in" / "new.ogg"])


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
