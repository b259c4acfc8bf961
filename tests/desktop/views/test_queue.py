import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListView, QPushButton
from pytestqt.qtbot import QtBot

from dabir_core.errors import NotMedia
from dabir_desktop.batch import ItemState
from dabir_desktop.i18n import Interface
from dabir_desktop.views.queue import QueueView
from tests.desktop.work_items import PLAN
from tests.desktop.work_room import WorkRoom

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def view(room: WorkRoom, english: Interface, qtbot: QtBot) -> QueueView:
    view = QueueView(room.queue, english)
    qtbot.addWidget(view)
    view.resize(420, 500)
    view.show()
    view.activateWindow()
    rows(view).setFocus()
    return view


def rows(view: QueueView) -> QListView:
    return view.findChild(QListView)  # type: ignore[return-value]


def add(room: WorkRoom, qtbot: QtBot, *names: str) -> list[int]:
    room.queue.add([room.sound(name) for name in names], PLAN)
    qtbot.waitUntil(lambda: len(room.queue.items) == len(names) and bool(room.begun()))
    return [item.id for item in room.queue.items]


def choose(view: QueueView, row: int) -> None:
    rows(view).setCurrentIndex(rows(view).model().index(row, 0))


def order(room: WorkRoom) -> list[int]:
    return [item.id for item in room.queue.items]


def click_button(view: QueueView, row: int, qtbot: QtBot, *, mirrored: bool = False) -> None:
    """Where the one button of a row is painted: at its trailing edge."""
    place = rows(view).visualRect(rows(view).model().index(row, 0))
    x = place.left() + 29 if mirrored else place.right() - 29
    QTest.mouseClick(rows(view).viewport(), Qt.MouseButton.LeftButton, pos=QPoint(x, place.center().y()))


def test_the_button_of_a_row_stops_it_and_tries_it_again(room: WorkRoom, view: QueueView, qtbot: QtBot) -> None:
    _, two = add(room, qtbot, "a.ogg", "b.ogg")
    click_button(view, 1, qtbot)
    assert room.state(two) is ItemState.CANCELLED
    click_button(view, 1, qtbot)
    assert room.state(two) is ItemState.WAITING


def test_the_button_is_at_the_other_edge_in_a_mirrored_window(
    room: WorkRoom, view: QueueView, english: Interface, qtbot: QtBot
) -> None:
    english.speak("fa")
    _, two = add(room, qtbot, "a.ogg", "b.ogg")
    click_button(view, 1, qtbot, mirrored=False)
    assert room.state(two) is ItemState.WAITING
    click_button(view, 1, qtbot, mirrored=True)
    assert room.state(two) is ItemState.CANCELLED
    english.speak("en")


def test_keys_change_the_order_and_the_chosen_item_stays_chosen(room: WorkRoom, view: QueueView, qtbot: QtBot) -> None:
    one, two, three, four = add(room, qtbot, "a.ogg", "b.ogg", "c.ogg", "d.ogg")
    choose(view, 3)
    QTest.keyClick(rows(view), Qt.Key.Key_Up, ALT)
    assert order(room) == [one, two, four, three]
    QTest.keyClick(rows(view), Qt.Key.Key_Home, ALT)
    assert order(room) == [one, four, two, three]
    QTest.keyClick(rows(view), Qt.Key.Key_Down, ALT)
    assert order(room) == [one, two, four, three]
    QTest.keyClick(rows(view), Qt.Key.Key_Down, ALT)
    QTest.keyClick(rows(view), Qt.Key.Key_Down, ALT)
    assert order(room) == [one, two, three, four]


def test_delete_stops_first_and_takes_off_the_list_then(room: WorkRoom, view: QueueView, qtbot: QtBot) -> None:
    one, two = add(room, qtbot, "a.ogg", "b.ogg")
    choose(view, 1)
    QTest.keyClick(rows(view), Qt.Key.Key_Delete)
    assert room.state(two) is ItemState.CANCELLED
    QTest.keyClick(rows(view), Qt.Key.Key_Delete)
    assert order(room) == [one]


def test_enter_opens_what_is_done_and_tries_what_failed_again(room: WorkRoom, view: QueueView, qtbot: QtBot) -> None:
    one, two = add(room, qtbot, "a.ogg", "b.ogg")
    with qtbot.waitSignal(room.queue.finished):
        room.workers.only.finish(1)
    choose(view, 0)
    with qtbot.waitSignal(view.opened) as opened:
        QTest.keyClick(rows(view), Qt.Key.Key_Return)
    assert opened.args == [one]
    qtbot.waitUntil(lambda: len(room.begun()) == 2)
    room.workers.only.fail(2, NotMedia("b.ogg"))
    qtbot.waitUntil(lambda: room.state(two) is ItemState.FAILED)
    choose(view, 1)
    with qtbot.assertNotEmitted(view.opened):
        QTest.keyClick(rows(view), Qt.Key.Key_Return)
    assert room.state(two) is ItemState.WORKING


def test_clear_takes_off_what_is_done_alone(room: WorkRoom, view: QueueView, qtbot: QtBot) -> None:
    one, two, three = add(room, qtbot, "a.ogg", "b.ogg", "c.ogg")
    button = view.findChild(QPushButton)
    assert isinstance(button, QPushButton)
    assert not button.isEnabled()
    with qtbot.waitSignal(room.queue.finished):
        room.workers.only.finish(1)
    room.queue.cancel(three)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert order(room) == [two, three]
    assert one not in order(room)


def test_the_chosen_item_is_told(room: WorkRoom, view: QueueView, qtbot: QtBot) -> None:
    _, two = add(room, qtbot, "a.ogg", "b.ogg")
    with qtbot.waitSignal(view.chosen) as chosen:
        choose(view, 1)
    assert chosen.args == [two]


def test_files_that_are_dropped_on_the_list_are_left_to_the_window(
    room: WorkRoom, view: QueueView, qtbot: QtBot
) -> None:
    add(room, qtbot, "a.ogg", "b.ogg")
    carried = QMimeData()
    carried.setUrls([QUrl.fromLocalFile("/a.ogg")])
    place, no_keys = QPoint(20, 20), Qt.KeyboardModifier.NoModifier
    event = QDragEnterEvent(place, Qt.DropAction.CopyAction, carried, Qt.MouseButton.LeftButton, no_keys)
    QApplication.sendEvent(rows(view).viewport(), event)
    assert not event.isAccepted()


def test_every_control_has_a_name_in_both_languages(view: QueueView, english: Interface) -> None:
    button = view.findChild(QPushButton)
    assert isinstance(button, QPushButton)
    names = {(rows(view).accessibleName(), button.accessibleName())}
    english.speak("fa")
    names.add((rows(view).accessibleName(), button.accessibleName()))
    english.speak("en")
    assert names == {("Recordings in the queue", "Clear finished"), ("ضبط‌های در صف", "پاک کردن آماده‌ها")}
