"""However the library's file, or the queue's, is damaged: the app opens, saves what can be read, says so."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from dabir_desktop.library import library_file
from dabir_desktop.rooms.transcribing import queue_file
from dabir_desktop.theme import Mode
from tests.desktop.app_driver import App
from tests.desktop.library.test_salvaging import ITEMS, PAGE_BYTES, filled, spoil


@pytest.fixture
def app(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[App]:
    """With a library of thirty texts, not yet opened."""
    monkeypatch.setenv("DABIR_HOME", str(tmp_path / "home"))
    filled(library_file().parent)
    app = App(tmp_path)
    yield app
    app.end()
    app.desktop.theme.choose(Mode.LIGHT)
    qapp.setStyleSheet("")


def cut_in_half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2 + PAGE_BYTES // 3])


def zero_a_page(path: Path) -> None:
    page = path.read_bytes().index("متن 7 5 ".encode()) // PAGE_BYTES
    with path.open("r+b") as file:
        file.seek(page * PAGE_BYTES)
        file.write(bytes(PAGE_BYTES))


def empty(path: Path) -> None:
    path.write_bytes(b"")


def write_over(path: Path) -> None:
    path.write_bytes(b"this is no database" * 1000)


def spoil_the_tables(path: Path) -> None:
    spoil(path, 0)


def delete_but_its_log(path: Path) -> None:
    path.with_name(path.name + "-wal").write_bytes(b"log" * 5000)
    path.unlink()


@pytest.mark.parametrize(
    ("damage", "least"),
    [
        (zero_a_page, ITEMS - 2),
        (cut_in_half, ITEMS // 4),
        (empty, 0),
        (write_over, 0),
        (spoil_the_tables, 0),
        (delete_but_its_log, 0),
    ],
)
def test_what_can_be_read_is_saved_and_the_old_file_is_named(
    damage: Callable[[Path], None], least: int, *, app: App, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    path = library_file()
    damage(path)
    before = sorted(file.read_bytes() for file in path.parent.iterdir())
    app.start()
    qtbot.waitUntil(lambda: "file was damaged" in app.told())
    saved = app.desktop.house.shelf.library.ids()
    assert least <= len(saved) <= ITEMS
    aside = sorted(path.parent.glob("library-damaged-*"))
    assert aside[0].name.removesuffix("-wal") in app.told()
    left = [file.read_bytes() for file in aside]
    assert all(content in left for content in before)
    app.restart()
    assert "damaged" not in app.told()
    assert app.desktop.house.shelf.library.ids() == saved
    caplog.clear()


def test_a_damaged_queue_is_named_and_kept(app: App, qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    queue_file().parent.mkdir(parents=True)
    queue_file().write_bytes(b"this is no database" * 1000)
    app.start()
    qtbot.waitUntil(lambda: "queue's file was damaged" in app.told())
    (aside,) = queue_file().parent.glob("*.unreadable")
    assert aside.name in app.told()
    assert aside.read_bytes() == b"this is no database" * 1000
    app.restart()
    assert "damaged" not in app.told()
    caplog.clear()


def test_without_its_log_it_is_what_it_was_before_the_log(app: App) -> None:
    """As when a folder is copied without the files beside the database."""
    path = library_file()
    older = path.read_bytes()
    app.start()
    app.desktop.house.shelf.library.rename(app.desktop.house.shelf.library.ids()[0], "another")
    shutil.copytree(path.parent, app.folder / "copy")
    app.end()
    for file in path.parent.iterdir():
        file.unlink()
    shutil.copy(app.folder / "copy" / path.name, path)
    assert path.read_bytes() == older
    app.start()
    library = app.desktop.house.shelf.library
    assert library.set_aside is None
    assert [item.title for item in library.items(library.ids()[:1])] == ["0"]
