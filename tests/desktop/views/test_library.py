"""The library's page: found, opened, renamed, deleted and had back by keys alone."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLineEdit, QMessageBox
from pytestqt.qtbot import QtBot

from dabir_desktop.i18n import Interface
from dabir_desktop.library import ItemId, Library, Spot
from dabir_desktop.models import LibraryDesk
from dabir_desktop.views.library import LibraryView
from dabir_desktop.views.library_dialogs import file_name
from tests.desktop.said import NOON, library_in, new_item

Keys = Qt.Key


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with library_in(tmp_path / "library") as library:
        yield library


@pytest.fixture
def items(library: Library) -> list[ItemId]:
    texts = (("یک کتاب", "می‌روم خانه"), ("دو",), ("سه کتاب",))
    return [
        library.add(new_item(*said, title=f"جلسهٔ {age}", came=NOON - timedelta(days=age)))
        for age, said in enumerate(texts)
    ]


@pytest.fixture
def page(library: Library, items: list[ItemId], persian: Interface, qtbot: QtBot) -> Iterator[LibraryView]:
    yield from shown(library, persian, qtbot)


def shown(library: Library, interface: Interface, qtbot: QtBot) -> Iterator[LibraryView]:
    desk = LibraryDesk(library)
    page = LibraryView(desk, interface)
    qtbot.addWidget(page)
    page.resize(700, 500)
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    yield page
    page.close_library()
    desk.finish()


def choose(page: LibraryView, row: int) -> None:
    page.list.setCurrentIndex(page.list.model().index(row, 0))
    page.list.setFocus()


def titles(page: LibraryView) -> list[str]:
    return [str(page.list.model().index(row, 0).data()) for row in range(page.list.model().rowCount())]


def search(page: LibraryView, qtbot: QtBot, text: str) -> None:
    page.field.insert(text)  # QTest types Latin letters alone
    qtbot.waitUntil(lambda: not page.list.isVisible())


def test_typing_searches_and_enter_opens_the_second(page: LibraryView, items: list[ItemId], qtbot: QtBot) -> None:
    search(page, qtbot, "ميروم")
    assert page.hit_list.isVisible()
    with qtbot.waitSignal(page.opened) as told:
        QTest.keyClick(page.field, Keys.Key_Return)
    assert told.args == [items[0], Spot(5.0)]


def test_the_arrow_leads_from_the_field_to_what_was_found(page: LibraryView, items: list[ItemId], qtbot: QtBot) -> None:
    search(page, qtbot, "کتاب")
    QTest.keyClick(page.field, Keys.Key_Down)
    assert page.hit_list.hasFocus()
    QTest.keyClick(page.hit_list, Keys.Key_Down)
    with qtbot.waitSignal(page.opened) as told:
        QTest.keyClick(page.hit_list, Keys.Key_Return)
    assert told.args == [items[2], Spot(0.0, sign=3)]


def test_escape_ends_the_search(page: LibraryView, qtbot: QtBot) -> None:
    search(page, qtbot, "کتاب")
    QTest.keyClick(page.field, Keys.Key_Escape)
    assert page.field.text() == ""
    assert page.list.isVisible()


def test_what_is_nowhere_is_said_so(page: LibraryView, qtbot: QtBot) -> None:
    search(page, qtbot, "قصقصق")
    assert not page.hit_list.isVisible()
    assert "چیزی پیدا نشد" in page._note.text()


def test_an_empty_library_says_what_comes_here(library: Library, english: Interface, qtbot: QtBot) -> None:
    for page in shown(library, english, qtbot):
        assert page._note.isVisible()
        assert "Nothing here yet" in page._note.text()


def test_an_item_is_opened_by_enter(page: LibraryView, items: list[ItemId], qtbot: QtBot) -> None:
    choose(page, 1)
    with qtbot.waitSignal(page.opened) as told:
        QTest.keyClick(page.list, Keys.Key_Return)
    assert told.args == [items[1], None]


def test_a_title_is_typed_where_it_stands(
    page: LibraryView, library: Library, items: list[ItemId], qtbot: QtBot
) -> None:
    choose(page, 1)
    page.actions_of_items.rename.trigger()
    editor = page.list.viewport().findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    assert editor.text() == "جلسهٔ 1"
    editor.setText("نام نو")
    with qtbot.waitSignal(page._desk.changed):
        QTest.keyClick(editor, Keys.Key_Return)
    assert titles(page)[1] == "نام نو"
    assert library.items([items[1]])[0].title == "نام نو"


def test_delete_removes_and_undo_has_it_back(page: LibraryView, items: list[ItemId], qtbot: QtBot) -> None:
    choose(page, 1)
    with qtbot.waitSignals([page.removed, page._desk.moved]):
        QTest.keyClick(page.list, Keys.Key_Delete)
    assert titles(page) == ["جلسهٔ 0", "جلسهٔ 2"]
    with qtbot.waitSignal(page._desk.moved):
        QTest.keyClick(page.list, Keys.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert titles(page) == ["جلسهٔ 0", "جلسهٔ 1", "جلسهٔ 2"]
    assert not page.actions_of_items.undo.isEnabled()


def test_the_bin_shows_what_was_deleted(page: LibraryView, library: Library, items: list[ItemId], qtbot: QtBot) -> None:
    choose(page, 0)
    with qtbot.waitSignal(page._desk.moved):
        page.actions_of_items.remove.trigger()
    page.show_bin(True)
    assert page.bin_list.isVisible()
    page.bin_list.setCurrentIndex(page.bin_list.model().index(0, 0))
    assert page.actions_of_items.restore.isEnabled()
    assert not page.actions_of_items.remove.isEnabled()
    with qtbot.waitSignal(page._desk.moved):
        page.actions_of_items.restore.trigger()
    assert "چیزی حذف نشده است" in page._note.text()
    page.show_bin(False)
    assert len(titles(page)) == 3


def test_for_good_is_asked_first(page: LibraryView, library: Library, items: list[ItemId], qtbot: QtBot) -> None:
    library.bin.put(items[0])
    page.refresh()
    page.show_bin(True)
    page.bin_list.setCurrentIndex(page.bin_list.model().index(0, 0))
    page.actions_of_items.destroy.trigger()
    box = page.findChild(QMessageBox)
    assert isinstance(box, QMessageBox)
    assert library.bin.ids() == [items[0]]
    (delete,) = (it for it in box.buttons() if box.buttonRole(it) is QMessageBox.ButtonRole.DestructiveRole)
    assert box.defaultButton() is not delete
    with qtbot.waitSignal(page._desk.moved):
        delete.click()
    assert library.bin.ids() == []


def test_an_item_is_exported_and_imported(page: LibraryView, items: list[ItemId], qtbot: QtBot, tmp_path: Path) -> None:
    choose(page, 0)
    page.actions_of_items.export.trigger()
    dialog = page.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    with qtbot.waitSignal(page._desk.exported):
        dialog.fileSelected.emit(str(tmp_path / "a.dabir"))
    dialog.close()
    page.actions_of_items.take_in.trigger()
    with qtbot.waitSignal(page._desk.added):
        page.findChildren(QFileDialog)[-1].fileSelected.emit(str(tmp_path / "a.dabir"))
    assert titles(page).count("جلسهٔ 0") == 2


def test_another_model_is_asked_for(page: LibraryView, items: list[ItemId], qtbot: QtBot) -> None:
    choose(page, 2)
    with qtbot.waitSignal(page.again_asked) as told:
        page.actions_of_items.again.trigger()
    assert told.args == [items[2]]


def test_every_control_has_a_name_in_both_languages(page: LibraryView, persian: Interface) -> None:
    def names() -> list[str]:
        buttons, fields = page.findChildren(QAbstractButton), page.findChildren(QLineEdit)
        return [control.accessibleName() for control in [*buttons, *fields, page.list, page.hit_list, page.bin_list]]

    said = names()
    assert len(said) == 10
    assert all(said)
    persian.speak("en")
    assert all(name.rstrip("…").isascii() and name for name in names())
    assert QApplication.layoutDirection() == Qt.LayoutDirection.LeftToRight


@pytest.mark.parametrize(
    ("title", "name"),
    [("جلسهٔ ۱", "جلسهٔ ۱"), ("a/b: c?", "a b c"), ("..", "dabir"), ("", "dabir"), ("x" * 200, "x" * 80)],
)
def test_a_title_becomes_a_name_that_every_system_takes(title: str, name: str) -> None:
    assert file_name(title) == name
