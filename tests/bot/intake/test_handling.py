"""From JSON to handlers: what they raise reaches the caller, each update's own."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from telegram import Update
from telegram.ext import MessageHandler, filters

from dabir_bot.connection import application_of
from dabir_bot.intake import Handling
from dabir_bot.settings import Telegram, Token
from tests.bot.person import TelegramServer

SAID = {"date": 1, "chat": {"id": 7, "type": "private"}, "from": {"id": 7, "is_bot": False, "first_name": "A"}}


@pytest.fixture
def server(tmp_path: Path) -> Iterator[TelegramServer]:
    with TelegramServer.running(tmp_path / "telegram") as server:
        yield server


def said(update_id: int, text: str) -> dict[str, Any]:
    return {"update_id": update_id, "message": {"message_id": update_id, "text": text, **SAID}}


async def test_each_update_raises_what_its_own_handler_raised(server: TelegramServer) -> None:
    application = application_of(Telegram(Token("1:a"), server.url))

    async def answer(update: Update, _: object) -> None:
        assert update.message is not None
        await asyncio.sleep(0.01)
        if update.message.text != "fine":
            raise ValueError(update.message.text)

    application.add_handler(MessageHandler(filters.TEXT, answer))
    async with application:
        handle = Handling(application)
        updates = [said(number, text) for number, text in enumerate(("one", "fine", "two"), start=1)]
        ended = await asyncio.gather(*map(handle, updates), return_exceptions=True)
    assert [str(each) for each in ended] == ["one", "None", "two"]


async def test_what_cannot_be_parsed_raises(server: TelegramServer) -> None:
    application = application_of(Telegram(Token("1:a"), server.url))
    async with application:
        with pytest.raises(KeyError):
            await Handling(application)({"update_id": 1, "message": {"strange": True}})
