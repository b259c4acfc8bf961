"""The server in the test's own loop, with python-telegram-bot's client at the other end."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from telegram import Bot, Update

from tests.bot.bot_process import TOKEN
from tests.bot.telegram_server import control
from tests.bot.telegram_server.server import started
from tests.bot.telegram_server.telegram import Telegram

JsonObject = dict[str, Any]


@dataclass(frozen=True)
class Served:
    """The server's state, where it is reached, and a bot that reaches it."""

    telegram: Telegram
    url: str
    bot: Bot

    def order(self, verb: str, **asked: Any) -> Any:
        """What a test orders through the control side."""
        return control.VERBS[verb](self.telegram, asked)

    def send(self, kind: str = "text", *, chat: int = 1, person: int = 1, **described: Any) -> JsonObject:
        """A message of somebody, made known first."""
        self.order("person", person=person)
        sent: JsonObject = self.order("send", chat=chat, person=person, kind=kind, **described)
        return sent

    async def received(self) -> list[Update]:
        """What the bot gets at once, read by python-telegram-bot, and confirmed."""
        updates = await self.bot.get_updates(timeout=0)
        if updates:
            await self.bot.get_updates(offset=updates[-1].update_id + 1, timeout=0)
        return list(updates)

    async def one(self) -> Update:
        """The only update there is."""
        (update,) = await self.received()
        return update


@pytest.fixture
async def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Served]:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    telegram = Telegram.in_folder(tmp_path / "files")
    runner = await started(telegram)
    url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    async with Bot(TOKEN, base_url=f"{url}/bot", base_file_url=f"{url}/file/bot") as bot:
        yield Served(telegram, url, bot)
    await telegram.updates.set_webhook(None, drops_pending=False)
    await runner.cleanup()
