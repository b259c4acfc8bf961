"""Links in the queue: fetched beside the work, kept with where they came from."""

from functools import partial
from pathlib import Path

from pytestqt.qtbot import QtBot

from dabir_core.fetch import Fetched, Received
from dabir_core.formats import Kind
from dabir_core.link_errors import LinkGone
from dabir_core.transcript import Origin
from dabir_desktop.batch import ItemState, Plan, Remark
from tests.desktop.work_items import PLAN
from tests.desktop.work_room import WorkRoom, transcript

LINK = "https://example.com/talk"


def has_begun(room: WorkRoom, jobs: int) -> bool:
    return len(room.begun()) == jobs


def listed(room: WorkRoom, qtbot: QtBot, *sources: Path | str, plan: Plan = PLAN) -> list[int]:
    room.queue.add(sources, plan)
    qtbot.waitUntil(lambda: len(room.queue.items) == len(sources))
    return [item.id for item in room.queue.items]


def test_a_link_is_fetched_then_transcribed_and_kept_with_its_origin(room: WorkRoom, qtbot: QtBot) -> None:
    (number,) = listed(room, qtbot, LINK)
    qtbot.waitUntil(lambda: room.state(number) is ItemState.FETCHING)
    room.fetch.go_on.set()
    qtbot.waitUntil(lambda: room.begun() == ["1.m4a"])
    item = room.queue.item(number)
    assert item is not None
    assert item.title == "گفت‌وگو"
    with qtbot.waitSignal(room.queue.finished):
        room.workers.only.finish(1)
    ((_, kept),) = room.library.kept
    assert kept.origin == Origin(LINK, "گفت‌وگو", 60.0)


def test_a_file_does_not_wait_for_a_link_before_it(room: WorkRoom, qtbot: QtBot) -> None:
    link, file = listed(room, qtbot, LINK, room.sound("a.ogg"))[::-1]
    qtbot.waitUntil(lambda: room.begun() == ["a.ogg"])
    assert (room.state(link), room.state(file)) == (ItemState.FETCHING, ItemState.WORKING)


def test_a_link_that_is_cancelled_while_it_is_fetched_is_cancelled_at_once(room: WorkRoom, qtbot: QtBot) -> None:
    (number,) = listed(room, qtbot, LINK)
    qtbot.waitUntil(lambda: bool(room.fetch.links))
    room.queue.cancel(number)
    assert room.state(number) is ItemState.CANCELLED
    room.queue.retry(number)
    room.fetch.go_on.set()
    qtbot.waitUntil(lambda: bool(room.begun()))
    assert room.fetch.links == [LINK, LINK]


def test_a_link_that_fails_says_why_and_the_next_one_is_fetched(room: WorkRoom, qtbot: QtBot) -> None:
    room.fetch.outcome = LinkGone("example.com")
    room.fetch.go_on.set()
    numbers = listed(room, qtbot, LINK, f"{LINK}/2")
    qtbot.waitUntil(lambda: room.states() == [ItemState.FAILED, ItemState.FAILED])
    items = [room.queue.item(number) for number in numbers]
    assert all(item is not None and isinstance(item.error, LinkGone) for item in items)


def test_bytes_so_far_are_the_fraction_of_a_link(room: WorkRoom, qtbot: QtBot) -> None:
    (number,) = listed(room, qtbot, LINK)
    qtbot.waitUntil(lambda: room.state(number) is ItemState.FETCHING)
    run = room.queue.run(number)
    assert run is not None
    assert run.fraction is None
    run.received = Received(250, 1000)
    assert run.fraction == 0.25


def test_what_was_fetched_is_not_fetched_again_after_a_restart(room: WorkRoom, qtbot: QtBot) -> None:
    listed(room, qtbot, LINK)
    room.fetch.go_on.set()
    qtbot.waitUntil(lambda: bool(room.begun()))
    room.queue.close()
    room.workers.started.clear()
    room.open()
    qtbot.waitUntil(lambda: room.begun() == ["1.m4a"])
    assert room.fetch.links == [LINK]


def test_files_are_written_beside_a_file_and_never_beside_what_was_fetched(room: WorkRoom, qtbot: QtBot) -> None:
    room.fetch.go_on.set()
    plan = Plan("demo", beside=(Kind.SRT,))
    listed(room, qtbot, room.sound("a.ogg"), LINK, plan=plan)
    for job in (1, 2):
        qtbot.waitUntil(partial(has_begun, room, job))
        with qtbot.waitSignal(room.queue.finished):
            room.workers.only.finish(job, transcript("سلام"))
    assert (room.folder / "a.srt").is_file()
    assert [path.name for path in room.folder.rglob("*.srt")] == ["a.srt"]


def test_a_folder_that_takes_no_files_is_remarked_and_the_text_is_kept(room: WorkRoom, qtbot: QtBot) -> None:
    gone = room.folder / "gone"
    gone.mkdir()
    source = gone / "a.ogg"
    source.write_bytes(b"sound")
    listed(room, qtbot, source, plan=Plan("demo", beside=(Kind.SRT,)))
    qtbot.waitUntil(lambda: bool(room.begun()))
    source.unlink()
    gone.rmdir()
    with qtbot.waitSignal(room.queue.finished):
        room.workers.only.finish(1)
    (item,) = room.queue.items
    assert (item.state, item.remark, item.kept_as) == (ItemState.DONE, Remark.NOT_WRITTEN_BESIDE, 101)


def test_silence_is_remarked(room: WorkRoom, qtbot: QtBot) -> None:
    listed(room, qtbot, room.sound("a.ogg"))
    qtbot.waitUntil(lambda: bool(room.begun()))
    with qtbot.waitSignal(room.queue.finished):
        room.workers.only.finish(1, transcript())
    assert room.queue.items[0].remark is Remark.NO_SPEECH


def test_a_title_that_the_site_does_not_tell_stays_the_link(room: WorkRoom, qtbot: QtBot) -> None:
    (number,) = listed(room, qtbot, LINK)
    qtbot.waitUntil(lambda: room.state(number) is ItemState.FETCHING)

    def untitled(_url: str, into: Path) -> Fetched:
        return Fetched(into / "x.m4a", "", LINK, None)

    room.fetch.outcome = untitled
    room.fetch.go_on.set()
    qtbot.waitUntil(lambda: bool(room.begun()))
    item = room.queue.item(number)
    assert item is not None
    assert item.title == LINK
