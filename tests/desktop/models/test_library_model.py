"""The list of items as Qt sees it: all of it at once, the lines when they are looked at."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from dabir_desktop.i18n import Interface
from dabir_desktop.library import Item, ItemId, Library
from dabir_desktop.models import LibraryModel
from dabir_desktop.models.library_model import DAY_ROLE, ITEM_ROLE
from tests.desktop.said import NOON, library_in, new_item

STRICT = QAbstractItemModelTester.FailureReportingMode.Fatal


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with library_in(tmp_path) as library:
        yield library


def titles(model: LibraryModel) -> list[str]:
    return [str(model.data(model.index(row))) for row in range(model.rowCount())]


def fill(library: Library, count: int) -> list[ItemId]:
    return [library.add(new_item("x", title=str(age), came=NOON - timedelta(hours=age))) for age in range(count)]


def test_items_stand_from_the_newest_to_the_oldest(library: Library, english: Interface) -> None:
    fill(library, 3)
    model = LibraryModel(library, english)
    QAbstractItemModelTester(model, STRICT)
    model.reload()
    assert titles(model) == ["0", "1", "2"]


def test_the_first_of_each_day_has_its_heading(library: Library, persian: Interface) -> None:
    now = datetime.now().replace(hour=12)
    for age in (0, 0, 1, 1, 400):
        library.add(new_item("x", came=now - timedelta(days=age)))
    model = LibraryModel(library, persian)
    model.reload()
    headings = [model.data(model.index(row), DAY_ROLE) for row in range(5)]
    assert headings == ["امروز", "", "دیروز", "", persian.date(now - timedelta(days=400))]
    persian.speak("en")
    assert model.data(model.index(0), DAY_ROLE) == "Today"


def test_what_comes_and_goes_moves_no_other_line(library: Library, english: Interface) -> None:
    items = fill(library, 5)
    model = LibraryModel(library, english)
    QAbstractItemModelTester(model, STRICT)
    model.reload()
    kept = QPersistentModelIndex(model.index(3))
    library.bin.put(items[1])
    library.add(new_item("x", title="new", came=NOON + timedelta(hours=1)))
    model.reload()
    assert titles(model) == ["new", "0", "2", "3", "4"]
    library.bin.restore(items[1])
    model.reload()
    assert titles(model) == ["new", "0", "1", "2", "3", "4"]
    assert kept.isValid() and model.data(kept) == "3"


def test_a_changed_item_is_asked_for_again(library: Library, english: Interface, qtbot: QtBot) -> None:
    items = fill(library, 2)
    model = LibraryModel(library, english)
    model.reload()
    assert titles(model) == ["0", "1"]
    library.rename(items[1], "other")
    with qtbot.waitSignal(model.dataChanged):
        model.change(items[1])
    assert titles(model) == ["0", "other"]


def test_lines_are_fetched_by_the_screenful(
    library: Library, english: Interface, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(library, 200)
    asked: list[int] = []
    fetch = library.items

    def counted(wanted: Sequence[ItemId]) -> list[Item]:
        asked.append(len(wanted))
        return fetch(wanted)

    monkeypatch.setattr(library, "items", counted)
    model = LibraryModel(library, english)
    model.reload()
    assert asked == []
    for row in range(90, 100):
        assert isinstance(model.data(model.index(row), ITEM_ROLE), Item)
    assert asked == [64]


def test_a_title_is_asked_for_and_not_taken_for_granted(library: Library, english: Interface, qtbot: QtBot) -> None:
    (item,) = fill(library, 1)
    model = LibraryModel(library, english)
    model.reload()
    index = model.index(0)
    with qtbot.waitSignal(model.renamed) as asked:
        assert model.setData(index, "  جلسهٔ  نو ")
    assert asked.args == [item, "جلسهٔ نو"]
    assert titles(model) == ["0"]
    for same in ("", "  ", "0"):
        assert not model.setData(index, same)
    assert model.flags(index) & Qt.ItemFlag.ItemIsEditable


def test_a_screen_reader_hears_all_of_a_line(library: Library, english: Interface) -> None:
    library.add(new_item("Hello there.", title="Talk"))
    model = LibraryModel(library, english)
    model.reload()
    said = model.data(model.index(0), Qt.ItemDataRole.AccessibleTextRole)
    assert all(part in str(said) for part in ("Talk", "23 November 2026", "0:05", "small", "Hello there."))


def test_the_bin_is_a_list_too(library: Library, english: Interface) -> None:
    items = fill(library, 3)
    library.bin.put(items[1])
    model = LibraryModel(library, english, source=library.bin.ids)
    model.reload()
    assert titles(model) == ["1"]
