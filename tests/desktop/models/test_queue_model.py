import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from dabir_desktop.batch import ItemState
from dabir_desktop.i18n import Interface
from dabir_desktop.models.queue_model import QueueModel, QueueRole
from tests.desktop.work_items import PLAN
from tests.desktop.work_room import WorkRoom


@pytest.fixture
def model(room: WorkRoom, english: Interface) -> QueueModel:
    model = QueueModel(room.queue, english)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    return model


def add(room: WorkRoom, model: QueueModel, qtbot: QtBot, *names: str) -> list[int]:
    before = model.rowCount()
    room.queue.add([room.sound(name) for name in names], PLAN)
    qtbot.waitUntil(lambda: model.rowCount() == before + len(names))
    qtbot.waitUntil(lambda: bool(room.begun()))
    return numbers(model)


def numbers(model: QueueModel) -> list[int]:
    return [model.index(row).data(QueueRole.ITEM) for row in range(model.rowCount())]


def test_rows_follow_the_queue(room: WorkRoom, model: QueueModel, qtbot: QtBot) -> None:
    one, two = add(room, model, qtbot, "a.ogg", "b.ogg")
    assert model.index(0).data() == "\u2068a.ogg\u2069"
    assert model.index(0).data(QueueRole.STATE) == ItemState.WORKING
    assert model.index(1).data(QueueRole.DETAIL) == "Waiting"
    assert model.index(1).data(Qt.ItemDataRole.AccessibleTextRole) == "\u2068b.ogg\u2069\nWaiting"
    with qtbot.waitSignal(model.dataChanged):
        room.workers.only.advance(1, 25.0)
    assert model.index(0).data(QueueRole.FRACTION) == 0.25
    with qtbot.waitSignal(room.queue.finished):
        room.workers.only.finish(1)
    room.queue.dismiss([one])
    assert numbers(model) == [two]


@pytest.mark.parametrize("gone", [{0}, {1, 2}, {0, 2, 3}, {0, 1, 2, 3}, set()])
def test_rows_that_are_taken_off_leave_the_others_in_their_order(
    room: WorkRoom, model: QueueModel, qtbot: QtBot, gone: set[int]
) -> None:
    listed = add(room, model, qtbot, "a.ogg", "b.ogg", "c.ogg", "d.ogg")
    for number in listed:
        room.queue.cancel(number)
    room.queue.dismiss([listed[row] for row in gone])
    assert numbers(model) == [number for row, number in enumerate(listed) if row not in gone]


def test_a_model_that_comes_late_shows_what_is_there(
    room: WorkRoom, model: QueueModel, english: Interface, qtbot: QtBot
) -> None:
    listed = add(room, model, qtbot, "a.ogg", "b.ogg")
    assert numbers(QueueModel(room.queue, english)) == listed


@pytest.mark.parametrize(
    ("dragged", "row", "expected"), [([2], 0, [3, 1, 2]), ([0], 3, [2, 3, 1]), ([0], -1, [2, 3, 1])]
)
def test_rows_are_dropped_between_rows(
    room: WorkRoom, model: QueueModel, qtbot: QtBot, dragged: list[int], row: int, expected: list[int]
) -> None:
    listed = add(room, model, qtbot, "a.ogg", "b.ogg", "c.ogg")
    carried = model.mimeData([model.index(each) for each in dragged])
    is_taken = model.dropMimeData(carried, Qt.DropAction.MoveAction, row, 0, QModelIndex())
    assert not is_taken, "Qt would remove the dragged rows"
    assert numbers(model) == [listed[place - 1] for place in expected]


def test_whoever_points_at_an_item_points_at_it_after_a_move(room: WorkRoom, model: QueueModel, qtbot: QtBot) -> None:
    from PySide6.QtCore import QPersistentModelIndex

    *_, last = add(room, model, qtbot, "a.ogg", "b.ogg", "c.ogg")
    pointer = QPersistentModelIndex(model.index(2))
    room.queue.move([last], before=numbers(model)[0])
    assert pointer.row() == 0
    assert pointer.data(QueueRole.ITEM) == last


def test_another_language_is_shown_at_once(room: WorkRoom, model: QueueModel, english: Interface, qtbot: QtBot) -> None:
    add(room, model, qtbot, "a.ogg", "b.ogg")
    with qtbot.waitSignal(model.dataChanged):
        english.speak("fa")
    assert model.index(1).data(QueueRole.DETAIL) == "در نوبت"
    english.speak("en")
