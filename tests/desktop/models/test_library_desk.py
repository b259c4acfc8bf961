"""What is written off the window's thread: in order, the newest text alone, and told."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from dabir_core.transcript import Transcript
from dabir_desktop.library import ItemId, ItemMissing, Library
from dabir_desktop.models import LibraryDesk
from tests.desktop.said import library_in, new_item, transcript


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with library_in(tmp_path) as library:
        yield library


@pytest.fixture
def desk(library: Library, qtbot: QtBot) -> Iterator[LibraryDesk]:
    desk = LibraryDesk(library)
    yield desk
    desk.finish()


def test_an_item_comes_and_is_told(desk: LibraryDesk, library: Library, qtbot: QtBot) -> None:
    with qtbot.waitSignal(desk.added) as told:
        desk.add(new_item("متن"))
    assert told.args == [library.ids()[0]]


def test_of_texts_that_wait_only_the_last_is_written(
    desk: LibraryDesk, library: Library, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = library.add(new_item("۰"))
    may_go, written = threading.Event(), []
    save = library.save

    def slow(where: ItemId, text: Transcript) -> None:
        assert may_go.wait(10)
        written.append(text)
        save(where, text)

    monkeypatch.setattr(library, "save", slow)
    texts = [transcript(str(number)) for number in range(1, 10)]
    for text in texts:
        desk.save(item, text)
    may_go.set()
    desk.finish()
    assert written[-1] == texts[-1]
    assert len(written) <= 2
    assert library.transcript(item) == texts[-1]


def test_all_is_done_in_the_order_in_which_it_was_asked_for(desk: LibraryDesk, library: Library) -> None:
    item = library.add(new_item("متن"))
    desk.remove(item)
    desk.restore(item)
    desk.rename(item, "نام")
    desk.finish()
    assert library.ids() == [item]
    assert library.items([item])[0].title == "نام"


def test_what_cannot_be_done_is_told(desk: LibraryDesk, qtbot: QtBot) -> None:
    with qtbot.waitSignal(desk.failed) as told:
        desk.rename(5, "x")
    assert isinstance(told.args[0], ItemMissing)


def test_an_item_goes_out_and_comes_in(desk: LibraryDesk, library: Library, qtbot: QtBot, tmp_path: Path) -> None:
    item = library.add(new_item("متن"))
    with qtbot.waitSignal(desk.exported):
        desk.export(item, tmp_path / "a.dabir")
    with qtbot.waitSignal(desk.added) as told:
        desk.take_in(tmp_path / "a.dabir")
    assert library.transcript(told.args[0]) == library.transcript(item)


def test_the_bin_is_emptied(desk: LibraryDesk, library: Library, qtbot: QtBot) -> None:
    one, other = library.add(new_item("یک")), library.add(new_item("دو"))
    for item in (one, other):
        desk.remove(item)
    with qtbot.waitSignals([desk.moved] * 4):
        desk.destroy(one)
        desk.empty_bin()
    assert library.bin.ids() == []


def test_everything_is_told_in_the_windows_thread(desk: LibraryDesk, qtbot: QtBot) -> None:
    heard: list[threading.Thread] = []
    desk.added.connect(lambda _: heard.append(threading.current_thread()))
    desk.failed.connect(lambda _: heard.append(threading.current_thread()))
    with qtbot.waitSignals([desk.added, desk.failed]):
        desk.add(new_item("متن"))
        desk.rename(5, "x")
    assert heard == [threading.main_thread()] * 2
