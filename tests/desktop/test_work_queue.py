"""The queue with a fake worker, fetcher and library; `test_work_queue_real` runs the real ones."""

import logging
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from dabir_core.errors import EngineCrashed, ModelMissing, NotMedia, OutputError
from dabir_core.options import Urgency
from dabir_desktop.batch import ItemState, Plan
from dabir_desktop.intake import Repeated
from tests.desktop.work_items import PLAN
from tests.desktop.work_room import WorkRoom, segment, transcript

WAITING, WORKING, DONE = ItemState.WAITING, ItemState.WORKING, ItemState.DONE
FAILED, CANCELLED = ItemState.FAILED, ItemState.CANCELLED


def add(room: WorkRoom, qtbot: QtBot, *names: str, plan: Plan = PLAN) -> list[int]:
    """Files by their names; waits until they are listed and the first is given to the worker."""
    before = len(room.queue.items)
    room.queue.add([room.sound(name) for name in names], plan)
    qtbot.waitUntil(lambda: len(room.queue.items) == before + len(names))
    qtbot.waitUntil(lambda: bool(room.begun()))
    return [item.id for item in room.queue.items[before:]]


def wait_for_jobs(room: WorkRoom, qtbot: QtBot, count: int) -> None:
    qtbot.waitUntil(lambda: len(room.begun()) == count)


def finish(room: WorkRoom, qtbot: QtBot, job: int, *texts: str) -> None:
    with qtbot.waitSignal(room.queue.finished):
        room.workers.only.finish(job, transcript(*(texts or ("سلام",))))


def test_files_are_done_one_after_the_other_in_their_order(room: WorkRoom, qtbot: QtBot) -> None:
    add(room, qtbot, "a.ogg", "b.ogg", "c.ogg")
    for number, name in enumerate(("a.ogg", "b.ogg", "c.ogg"), start=1):
        wait_for_jobs(room, qtbot, number)
        assert room.begun()[-1] == name
        finish(room, qtbot, number, name)
    assert room.states() == [DONE, DONE, DONE]
    assert [item.title for item, _ in room.library.kept] == ["a.ogg", "b.ogg", "c.ogg"]
    assert [item.kept_as for item in room.queue.items] == [101, 102, 103]


def test_the_journal_is_forgotten_only_when_the_text_is_kept(room: WorkRoom, qtbot: QtBot) -> None:
    room.library.refuses = OutputError("library")
    (number,) = add(room, qtbot, "a.ogg")
    room.workers.only.finish(1)
    qtbot.waitUntil(lambda: room.state(number) is FAILED)
    assert room.forgotten == []
    room.library.refuses = None
    room.queue.retry(number)
    wait_for_jobs(room, qtbot, 2)
    finish(room, qtbot, 2)
    qtbot.waitUntil(lambda: room.forgotten == [room.folder / "a.ogg"])


def test_a_library_that_breaks_is_said_of_the_item(
    room: WorkRoom, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    room.library.refuses = ValueError("nobody foresaw it")
    (number,) = add(room, qtbot, "a.ogg")
    room.workers.only.finish(1)
    qtbot.waitUntil(lambda: room.state(number) is FAILED)
    assert [record.levelno for record in caplog.records] == [logging.ERROR]
    caplog.clear()


def test_text_and_progress_are_there_while_an_item_is_under_way(room: WorkRoom, qtbot: QtBot) -> None:
    (number,) = add(room, qtbot, "a.ogg")
    room.workers.only.advance(1, 30.0, 120.0)
    with qtbot.waitSignal(room.queue.segment_came) as came:
        room.workers.only.hear(1, segment("سلام"))
    assert came.args == [number, segment("سلام")]
    run = room.queue.run(number)
    assert run is not None
    assert run.fraction == 0.25
    assert run.segments == [segment("سلام")]
    finish(room, qtbot, 1)
    assert room.queue.run(number) is None


def test_a_cancelled_item_is_cancelled_at_once_and_the_next_begins(room: WorkRoom, qtbot: QtBot) -> None:
    one, two = add(room, qtbot, "a.ogg", "b.ogg")
    room.workers.only.obeys_cancel = False  # it hangs in a native call
    room.queue.cancel(one)
    assert (room.state(one), room.state(two)) == (CANCELLED, WORKING)
    qtbot.waitUntil(lambda: room.begun() == ["a.ogg", "b.ogg"])
    assert room.workers.only.cancelled == [1]
    room.workers.only.finish(1)  # too late
    finish(room, qtbot, 2)
    assert room.states() == [CANCELLED, DONE]


def test_a_waiting_item_that_is_cancelled_never_begins(room: WorkRoom, qtbot: QtBot) -> None:
    _one, two, _three = add(room, qtbot, "a.ogg", "b.ogg", "c.ogg")
    room.queue.cancel(two)
    finish(room, qtbot, 1)
    wait_for_jobs(room, qtbot, 2)
    assert room.begun() == ["a.ogg", "c.ogg"]
    assert room.states() == [DONE, CANCELLED, WORKING]


def test_what_was_broken_off_is_tried_again_in_its_place(room: WorkRoom, qtbot: QtBot) -> None:
    one, _two = add(room, qtbot, "a.ogg", "b.ogg")
    room.workers.only.fail(1, NotMedia("a.ogg"))
    qtbot.waitUntil(lambda: room.state(one) is FAILED)
    item = room.queue.item(one)
    assert item is not None
    assert isinstance(item.error, NotMedia)
    room.queue.retry(one)
    assert room.states() == [WAITING, WORKING]
    finish(room, qtbot, 2)
    qtbot.waitUntil(lambda: room.begun() == ["a.ogg", "b.ogg", "a.ogg"])


def test_an_order_that_was_changed_is_obeyed_and_kept(room: WorkRoom, qtbot: QtBot) -> None:
    one, two, three = add(room, qtbot, "a.ogg", "b.ogg", "c.ogg")
    with qtbot.waitSignal(room.queue.moved):
        room.queue.move([three], before=two)
    finish(room, qtbot, 1)
    wait_for_jobs(room, qtbot, 2)
    assert room.begun() == ["a.ogg", "c.ogg"]
    room.queue.close()
    room.open()
    qtbot.waitUntil(lambda: len(room.queue.items) == 3)
    assert [item.id for item in room.queue.items] == [one, three, two]


def test_nothing_is_done_twice_and_that_is_told(room: WorkRoom, qtbot: QtBot) -> None:
    (number,) = add(room, qtbot, "a.ogg")
    copy = room.folder / "copy.ogg"
    copy.write_bytes((room.folder / "a.ogg").read_bytes())
    with qtbot.waitSignal(room.queue.repeated) as told:
        room.queue.add([copy, room.folder / "a.ogg"], PLAN)
    assert told.args is not None
    repeated: tuple[Repeated, ...] = told.args[0]
    assert [(each.source, each.item.id) for each in repeated] == [(copy, number), (room.folder / "a.ogg", number)]
    assert len(room.queue.items) == 1


def test_a_restart_goes_on_by_itself_with_what_was_left(room: WorkRoom, qtbot: QtBot) -> None:
    _one, _two, three = add(room, qtbot, "a.ogg", "b.ogg", "c.ogg")
    finish(room, qtbot, 1)
    room.queue.cancel(three)
    room.queue.close()
    room.workers.started.clear()
    room.open()
    qtbot.waitUntil(lambda: room.begun() == ["b.ogg"])
    assert room.states() == [DONE, WORKING, CANCELLED]


def test_a_list_that_was_all_done_is_empty_at_the_next_start(room: WorkRoom, qtbot: QtBot) -> None:
    add(room, qtbot, "a.ogg")
    finish(room, qtbot, 1)
    room.queue.close()
    room.open()
    with qtbot.waitSignal(room.queue.repeated):
        room.queue.add([room.folder / "a.ogg"], PLAN)
    assert room.queue.items == ()


def test_how_far_an_item_came_is_written_down(room: WorkRoom, qtbot: QtBot) -> None:
    (number,) = add(room, qtbot, "a.ogg")
    for moment, done in ((1.0, 10.0), (6.0, 60.0)):
        room.moment = moment
        with qtbot.waitSignal(room.queue.advanced):
            room.workers.only.advance(1, done)
    room.queue.close()
    room.open()
    qtbot.waitUntil(lambda: bool(room.queue.items))
    item = room.queue.item(number)
    assert item is not None
    assert item.reached == 60.0


def test_a_model_that_cannot_be_loaded_holds_the_queue_and_fails_nothing(room: WorkRoom, qtbot: QtBot) -> None:
    add(room, qtbot, "a.ogg", "b.ogg")
    with qtbot.waitSignal(room.queue.held) as held:
        room.workers.only.fail(1, ModelMissing("demo"))
    assert held.args is not None
    assert isinstance(held.args[0], ModelMissing)
    qtbot.wait(20)
    assert room.states() == [WAITING, WAITING]
    assert len(room.begun()) == 1
    room.queue.go_on()
    qtbot.waitUntil(lambda: room.begun() == ["a.ogg", "a.ogg"])


def test_a_recording_that_crashes_the_engine_fails_alone(room: WorkRoom, qtbot: QtBot) -> None:
    one, two = add(room, qtbot, "a.ogg", "b.ogg")
    room.workers.only.fail(1, EngineCrashed("a.ogg"))
    wait_for_jobs(room, qtbot, 2)
    assert (room.state(one), room.state(two)) == (FAILED, WORKING)


def test_what_somebody_waits_for_does_not_wait_for_a_long_file(room: WorkRoom, qtbot: QtBot) -> None:
    add(room, qtbot, "long.ogg")
    urgent = replace(PLAN, options=replace(PLAN.options, urgency=Urgency.NOTE))
    add(room, qtbot, "note.ogg", plan=urgent)
    qtbot.waitUntil(lambda: room.begun() == ["long.ogg", "note.ogg"])
    assert room.states() == [WORKING, WORKING]


def test_only_what_is_over_is_taken_off_the_list(room: WorkRoom, qtbot: QtBot) -> None:
    one, two = add(room, qtbot, "a.ogg", "b.ogg")
    finish(room, qtbot, 1)
    with qtbot.waitSignal(room.queue.removed) as removed:
        room.queue.dismiss([one, two])
    assert removed.args == [{one}]
    assert [item.id for item in room.queue.items] == [two]
    with qtbot.waitSignal(room.queue.repeated):
        room.queue.add([room.folder / "a.ogg"], PLAN)


def test_a_queue_that_cannot_be_written_is_told_and_goes_on(room: WorkRoom, qtbot: QtBot) -> None:
    add(room, qtbot, "a.ogg")
    for path in room.folder.glob("queue.sqlite3*"):
        path.unlink()
    room.queue.close()
    (room.folder / "queue.sqlite3").mkdir()
    room.open()
    with qtbot.waitSignal(room.queue.unwritten) as told:
        pass
    assert told.args is not None
    assert isinstance(told.args[0], OutputError)
