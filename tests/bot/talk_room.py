"""A bot that talks: Telegram's real library against the server of the tests, a real store, and jobs that only note."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from dabir_bot.admission_requests import AdmissionRequests
from dabir_bot.connection import application_of
from dabir_bot.delivery import Delivery
from dabir_bot.errors import sentence
from dabir_bot.intake import ALLOWED_UPDATES, Handling
from dabir_bot.job_errors import TooManyJobs
from dabir_bot.messages import Messages
from dabir_bot.orders import Order
from dabir_bot.pace import Pace
from dabir_bot.privacy import Privacy
from dabir_bot.routes import register
from dabir_bot.sending import Sender
from dabir_bot.services import Services
from dabir_bot.settings import Access, Door, Settings, Telegram, Token
from dabir_bot.store import RawUpdate, Store
from dabir_bot.talk import Talk
from dabir_core.errors import DabirError
from dabir_core.transcript import Segment, Transcript
from tests.bot.person import Chat, Person, Seen, TelegramServer, wait_for

NUMBERS = itertools.count(901)
"""Of people and groups: nobody meets another test's."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TelegramServer]:
    """The Bot API server of one file of tests."""
    with TelegramServer.running(tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture
def person(server: TelegramServer) -> Person:
    """Somebody new."""
    return server.person(next(NUMBERS))


def fa(error: DabirError) -> str:
    """What a Persian reads of an error."""
    return sentence(error, "fa")


@dataclass
class NotedJobs:
    """What was submitted, cancelled and forgotten."""

    most: int = 20
    orders: dict[str, Order] = field(default_factory=dict)
    cancelled: list[str] = field(default_factory=list)
    forgotten: list[int] = field(default_factory=list)

    async def submit(self, order: Order) -> str:
        job = f"{order.update}.{order.number}"
        if job not in self.orders and len(self.orders) >= self.most:
            raise TooManyJobs(str(self.most))
        self.orders[job] = order
        return job

    async def cancel(self, job: str) -> bool:
        self.cancelled.append(job)
        return True

    async def order(self, job: str) -> Order | None:
        return self.orders.get(job)

    async def unfinished(self, *, person: int | None = None, chat: int | None = None) -> list[str]:
        return [job for job, order in self.orders.items() if chat in (None, order.chat)]

    async def forget(self, person: int) -> None:
        self.forgotten.append(person)

    async def forget_chat(self, chat: int) -> None:
        self.forgotten.append(chat)

    @property
    def all(self) -> list[Order]:
        return list(self.orders.values())


@dataclass
class Room:
    """All of it."""

    server: TelegramServer
    services: Services
    jobs: NotedJobs
    delivery: Delivery
    store: Store
    deal: Handling
    offset: int

    def updates(self) -> list[RawUpdate]:
        """What people sent since the last call, confirmed."""
        asked = {"offset": self.offset, "timeout": 0, "allowed_updates": list(ALLOWED_UPDATES)}
        url = f"/bot{self.services.settings.telegram.token.value}/getUpdates"
        updates: list[RawUpdate] = self.server.http.post(url, json=asked).json()["result"]
        self.offset = max([self.offset, *(update["update_id"] + 1 for update in updates)])
        return updates

    async def handle(self) -> None:
        """Deals with what people sent since the last call."""
        for update in self.updates():
            await self.deal(update)

    async def hears(self, chat: Chat, part: str) -> Seen:
        """Waits for the bot's message that holds that text."""
        return await asyncio.to_thread(chat.wait_for_text, part, 60.0)

    async def hears_of(self, query: str) -> str:
        """What the bot answers to a press."""

        def told() -> str | None:
            calls = self.server.calls("answerCallbackQuery")
            mine = [call.parameters for call in calls if call.parameters.get("callback_query_id") == query]
            return mine[0].get("text", " ") if mine else None

        return await asyncio.to_thread(wait_for, told, 60.0)


@asynccontextmanager
async def room(server: TelegramServer, folder: Path, **chosen: Any) -> AsyncIterator[Room]:
    """A bot with settings of its own; `access` and `limits` may be chosen."""
    settings = Settings(Telegram(Token("7000000001:test"), api_url=server.url), folder=folder, **chosen)
    store, jobs = Store.open(settings.database, bot=7_000_000_001), NotedJobs()
    application = application_of(settings.telegram)
    sender = Sender(Pace())
    talk = Talk(application.bot, sender)
    messages = Messages(application.bot, sender)
    requests = AdmissionRequests(settings.access, store, talk)
    services = Services(settings, store, jobs, talk, messages, Privacy.of(store, jobs), requests)
    register(application, services)
    delivery = Delivery(application.bot, sender, store, late_after=settings.limits.late_hours * 3600.0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PTB_TIMEDELTA", "true")
        async with application:
            yield Room(server, services, jobs, delivery, store, Handling(application), server.state().next_update_id)
            await talk.close()
    store.close()


def listed(*people: Chat) -> Access:
    """Nobody but these."""
    return Access(Door.LISTED, people=frozenset(person.chat for person in people))


def transcript(lines: Iterable[str], *, language: str = "fa") -> Transcript:
    """Something that was said, a line in ten seconds."""
    segments = tuple(Segment(10.0 * at, 10.0 * at + 9.0, line, language) for at, line in enumerate(lines))
    return Transcript(segments, 10.0 * len(segments), language, 1.0, "test")
