"""The dispatcher: order within a chat, none between chats, another try for what passes, aside with what does not."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from telegram.error import BadRequest, NetworkError, RetryAfter

from dabir_bot.errors import DatabaseClosed
from dabir_bot.intake import Dispatcher
from dabir_bot.intake.dispatching import lane_of
from dabir_bot.meters import Meters
from dabir_bot.store import RawUpdate, State, Store
from tests.bot.intake.inbox_room import note, opened, until


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = opened(tmp_path)
    yield store
    store.close()


@asynccontextmanager
async def dispatching(
    store: Store, handle: Callable[[RawUpdate], Awaitable[None]], bell: asyncio.Event | None = None
) -> AsyncIterator[Meters]:
    meters = Meters()
    task = asyncio.create_task(Dispatcher(store.inbox, bell or asyncio.Event(), handle=handle, meters=meters).run())
    yield meters
    task.cancel()
    await asyncio.wait([task])
    assert task.cancelled()


class Handled:
    """Notes what it is given, and fails as it was told."""

    def __init__(self, *failures: Exception) -> None:
        self.ids: list[int] = []
        self._failures = list(failures)

    async def __call__(self, raw: RawUpdate) -> None:
        self.ids.append(raw["update_id"])
        if self._failures:
            raise self._failures.pop(0)


async def test_what_waits_is_dealt_with_once_and_then_done(store: Store) -> None:
    store.inbox.keep([note(1), note(2)])
    handled = Handled()
    async with dispatching(store, handled):
        await until(lambda: store.inbox.count(State.DONE) == 2)
        await asyncio.sleep(0.1)
    assert handled.ids == [1, 2]


async def test_what_comes_later_is_dealt_with_at_the_bell(store: Store) -> None:
    bell, handled = asyncio.Event(), Handled()
    async with dispatching(store, handled, bell):
        await asyncio.sleep(0.1)
        store.inbox.keep([note(1)])
        bell.set()
        await until(lambda: store.inbox.count(State.DONE) == 1)
    assert handled.ids == [1]


async def test_a_chat_keeps_its_order_and_holds_up_no_other(store: Store) -> None:
    gate, ended = asyncio.Event(), []

    async def handle(raw: RawUpdate) -> None:
        if raw["update_id"] == 1:
            await gate.wait()
        ended.append(raw["update_id"])

    store.inbox.keep([note(1, chat=7), note(2, chat=7), note(3, chat=8), note(4, chat=9)])
    async with dispatching(store, handle):
        await until(lambda: len(ended) == 2)
        await asyncio.sleep(0.1)
        assert sorted(ended) == [3, 4]
        gate.set()
        await until(lambda: store.inbox.count(State.DONE) == 4)
    assert ended[2:] == [1, 2]


async def test_what_is_forgotten_while_it_waits_for_its_turn_is_let_be(store: Store) -> None:
    """A group's lane with a backlog made jobs of notes whose sender had them forgotten."""
    gate, handled = asyncio.Event(), []

    async def handle(raw: RawUpdate) -> None:
        handled.append(raw["update_id"])
        await gate.wait()

    mine = {"update_id": 2, "message": {"chat": {"id": -5}, "from": {"id": 7}}}
    store.inbox.keep([note(1, chat=-5), mine, note(3, chat=-5)])
    async with dispatching(store, handle):
        await until(lambda: handled == [1])
        await asyncio.sleep(0.1)
        store.inbox.forget(7, before=4)
        gate.set()
        await until(lambda: store.inbox.count(State.DONE) == 3)
    assert handled == [1, 3]


async def test_hundreds_are_each_dealt_with_once(store: Store) -> None:
    store.inbox.keep([note(number, chat=number % 50) for number in range(1, 501)])
    handled = Handled()
    async with dispatching(store, handled):
        await until(lambda: store.inbox.count(State.DONE) == 500, seconds=30)
    assert sorted(handled.ids) == list(range(1, 501))


@pytest.mark.parametrize("failure", [ValueError("secret"), BadRequest("chat not found"), KeyError(5)])
async def test_what_fails_for_good_is_set_aside_and_blocks_nothing(
    store: Store, failure: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    store.inbox.keep([note(1), note(2)])
    async with dispatching(store, Handled(failure)) as meters:
        await until(lambda: store.inbox.count(State.DONE) == 1)
    assert store.inbox.count(State.ASIDE) == 1
    assert meters.registry.get_sample_value("dabir_updates_set_aside_total") == 1.0
    assert [record.getMessage() for record in caplog.records] == ["update 1 is set aside"]
    caplog.clear()


@pytest.mark.parametrize("failure", [lambda: NetworkError("cut"), lambda: RetryAfter(1), DatabaseClosed])
async def test_what_passes_is_tried_again(store: Store, failure: Callable[[], Exception]) -> None:
    store.inbox.keep([note(1)])
    handled = Handled(failure())
    async with dispatching(store, handled):
        await until(lambda: store.inbox.count(State.DONE) == 1)
    assert handled.ids == [1, 1]
    assert store.inbox.count(State.ASIDE) == 0


async def test_who_ends_in_between_finds_it_waiting_again(store: Store) -> None:
    started = asyncio.Event()

    async def handle(_: RawUpdate) -> None:
        started.set()
        await asyncio.Event().wait()

    store.inbox.keep([note(1)])
    async with dispatching(store, handle):
        await started.wait()
    assert store.inbox.count() == 1


@pytest.mark.parametrize(
    ("update", "lane"),
    [
        ({"message": {"chat": {"id": -5}, "from": {"id": 7}}}, -5),
        ({"channel_post": {"chat": {"id": -6}}}, -6),
        ({"callback_query": {"from": {"id": 7}, "message": {"chat": {"id": -5}}}}, -5),
        ({"callback_query": {"from": {"id": 7}}}, 7),
        ({"my_chat_member": {"chat": {"id": -5}}}, -5),
        ({"strange": {"chat": {"id": 5}}}, 0),
        ({"message": {"chat": {"id": "5"}}}, 0),
        ({"message": "?"}, 0),
    ],
)
def test_an_update_takes_its_chats_turn(update: dict[str, object], lane: int) -> None:
    assert lane_of({"update_id": 1, **update}) == lane
