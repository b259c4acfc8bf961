"""The webhook over a real socket: who may deliver, what is kept, what Telegram is to send again."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import ClientSession

from dabir_bot.errors import DatabaseClosed
from dabir_bot.intake import Webhook
from dabir_bot.meters import Meters
from dabir_bot.settings import Telegram, Token
from dabir_bot.store import Store
from tests.bot.intake.inbox_room import note, opened
from tests.bot.postgres import free_port

SECRET = {"X-Telegram-Bot-Api-Secret-Token": "hush"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = opened(tmp_path)
    yield store
    store.close()


@asynccontextmanager
async def listening(store: Store, bell: asyncio.Event) -> AsyncIterator[str]:
    port = free_port()
    telegram = Telegram(
        Token("1:a"), webhook_url="https://bot.example/hook", webhook_secret=Token("hush"), webhook_port=port
    )
    task = asyncio.create_task(Webhook(telegram, inbox=store.inbox, bell=bell, meters=Meters()).run())
    await asyncio.sleep(0.1)
    yield f"http://127.0.0.1:{port}/hook"
    task.cancel()
    await asyncio.wait([task])


async def delivered(url: str, body: object, headers: dict[str, str]) -> int:
    async with ClientSession() as client:
        sent = {"data": body} if isinstance(body, bytes) else {"json": body}
        answer = await client.post(url, headers=headers, **sent)
        return answer.status


async def test_what_telegram_delivers_is_kept_once(store: Store) -> None:
    bell = asyncio.Event()
    async with listening(store, bell) as url:
        assert await delivered(url, note(5), SECRET) == 200
        assert await delivered(url, note(5), SECRET) == 200
    assert [each.body for each in store.inbox.waiting()] == [note(5)]
    assert bell.is_set()


@pytest.mark.parametrize("headers", [{}, {"X-Telegram-Bot-Api-Secret-Token": "other"}])
async def test_strangers_are_refused(store: Store, headers: dict[str, str]) -> None:
    async with listening(store, asyncio.Event()) as url:
        assert await delivered(url, note(5), headers) == 403
    assert store.inbox.waiting() == []


@pytest.mark.parametrize("body", [b"no json", b"\xff", [], {"update_id": "5"}])
async def test_what_is_no_update_is_refused(store: Store, body: object) -> None:
    async with listening(store, asyncio.Event()) as url:
        assert await delivered(url, body, SECRET) == 400


async def test_telegram_is_asked_to_send_again_what_could_not_be_kept(
    store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def closed(*_: object) -> int:
        raise DatabaseClosed

    monkeypatch.setattr(type(store.inbox), "keep", closed)
    async with listening(store, asyncio.Event()) as url:
        assert await delivered(url, note(5), SECRET) == 503
    caplog.clear()


async def test_a_taken_port_is_told(store: Store) -> None:
    async with listening(store, asyncio.Event()) as url:
        port = int(url.split(":")[2].split("/")[0])
        telegram = Telegram(Token("1:a"), webhook_url=url, webhook_secret=Token("hush"), webhook_port=port)
        with pytest.raises(OSError):
            await Webhook(telegram, inbox=store.inbox, bell=asyncio.Event(), meters=Meters()).run()
