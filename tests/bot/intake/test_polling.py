"""The poller against the Bot API server: kept before it is confirmed, and every trouble survived."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from dabir_bot.connection import method_url, polling_request
from dabir_bot.errors import DatabaseClosed
from dabir_bot.intake import Poller
from dabir_bot.intake.polling import updates_in
from dabir_bot.meters import Meters
from dabir_bot.settings import Telegram, Token
from dabir_bot.store import Store
from tests.bot.intake.inbox_room import opened, until
from tests.bot.person import TelegramServer


@pytest.fixture
def server(tmp_path: Path) -> Iterator[TelegramServer]:
    with TelegramServer.running(tmp_path / "telegram") as server:
        yield server


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = opened(tmp_path)
    yield store
    store.close()


@asynccontextmanager
async def polling(server: TelegramServer, store: Store) -> AsyncIterator[Meters]:
    telegram, meters, bell = Telegram(Token("1:a"), server.url), Meters(), asyncio.Event()
    url = method_url(telegram, "getUpdates")
    poller = Poller(polling_request(telegram), url, inbox=store.inbox, bell=bell, meters=meters)
    task = asyncio.create_task(poller.run())
    yield meters
    task.cancel()
    await asyncio.wait([task])


async def says(server: TelegramServer, *words: str) -> None:
    for each in words:
        await asyncio.to_thread(server.person(5).says, each)


def kept(store: Store) -> list[str]:
    return [each.body["message"]["text"] for each in store.inbox.waiting()]


async def test_what_people_send_is_kept_in_order_and_confirmed(server: TelegramServer, store: Store) -> None:
    await says(server, "one", "two")
    async with polling(server, store) as meters:
        await until(lambda: len(kept(store)) == 2)
        await says(server, "three")
        await until(lambda: len(kept(store)) == 3)
        await until(lambda: server.state().pending == 0)
    assert kept(store) == ["one", "two", "three"]
    assert meters.silence is not None


async def test_what_cannot_be_kept_is_not_confirmed(
    server: TelegramServer, store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    closed = [True]
    keep = type(store.inbox).keep

    def keeping(*args: object) -> int:
        if closed[0]:
            raise DatabaseClosed
        return keep(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(type(store.inbox), "keep", keeping)
    await says(server, "one")
    async with polling(server, store):
        await until(lambda: bool(caplog.records))
        assert server.state().pending == 1
        closed[0] = False
        await until(lambda: kept(store) == ["one"])
        await until(lambda: server.state().pending == 0)
    caplog.clear()


@pytest.mark.parametrize(
    "trouble",
    [
        {"code": 500, "description": "Internal Server Error"},
        {"code": 429, "description": "Too Many Requests: retry after 1", "retry_after": 1},
        {"code": 409, "description": "Conflict: terminated by other getUpdates request"},
        {"code": 401, "description": "Unauthorized"},
        {"drop": True},
    ],
)
async def test_troubles_of_telegram_are_survived(
    server: TelegramServer,
    store: Store,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    trouble: dict[str, object],
) -> None:
    monkeypatch.setattr("dabir_bot.intake.polling._CONFLICT_PAUSE", 0.2)
    server.fault("getUpdates", times=1, **trouble)
    async with polling(server, store):
        await says(server, "one")
        await until(lambda: kept(store) == ["one"], seconds=15)
    assert len([record for record in caplog.records if record.name == "dabir_bot.intake.polling"]) == 1
    assert "1:a" not in caplog.text
    caplog.clear()


async def test_an_update_that_nobody_can_parse_is_kept_and_passed(server: TelegramServer, store: Store) -> None:
    await asyncio.to_thread(server.order, "raw", update={"message": {"strange": True}})
    await says(server, "after")
    async with polling(server, store):
        await until(lambda: store.inbox.count() == 2)
        await until(lambda: server.state().pending == 0)


def test_what_has_no_id_is_no_update() -> None:
    assert updates_in([{"update_id": 1}, {}, 5, None, {"update_id": "2"}]) == [{"update_id": 1}]
