"""Nothing is forgotten by being given out; only a higher offset, or a webhook's 2xx, confirms."""

import asyncio
import time

import httpx
import pytest
from aiohttp import web
from telegram import Update
from telegram.error import Conflict

from tests.bot.telegram_server.conftest import Served


async def ids(served: Served, offset: int | None = None, limit: int | None = None) -> list[int]:
    return [update.update_id for update in await served.bot.get_updates(offset=offset, limit=limit, timeout=0)]


async def test_an_update_comes_again_until_a_higher_offset_confirms_it(served: Served) -> None:
    first, second, third = [served.send(text=text)["update_id"] for text in ("یک", "دو", "سه")]
    assert await ids(served) == await ids(served, 0) == [first, second, third]
    assert served.telegram.updates.confirmed == 0
    assert await ids(served, second) == [second, third]
    assert served.telegram.updates.confirmed == first
    assert await ids(served) == [second, third]
    assert await ids(served, third + 1) == []
    assert (served.telegram.updates.confirmed, served.telegram.updates.pending) == (third, [])


async def test_ids_grow_by_one_and_the_oldest_come_first(served: Served) -> None:
    sent = [served.send(text=str(number))["update_id"] for number in range(130)]
    assert sent == list(range(sent[0], sent[0] + 130))
    assert await ids(served) == sent[:100]
    assert await ids(served, limit=7) == sent[:7]


async def test_a_negative_offset_keeps_the_newest_only(served: Served) -> None:
    sent = [served.send(text=str(number))["update_id"] for number in range(5)]
    assert await ids(served, -2) == sent[3:]
    assert await ids(served) == sent[3:]


async def test_a_poll_waits_for_what_comes_and_answers_nothing_only_at_its_end(served: Served) -> None:
    started = time.monotonic()
    waiting = asyncio.create_task(served.bot.get_updates(timeout=20))
    await asyncio.sleep(0.2)
    assert served.telegram.updates.is_polled
    sent = served.send(text="سلام")
    assert [update.update_id for update in await waiting] == [sent["update_id"]]
    assert time.monotonic() - started < 10
    assert not served.telegram.updates.is_polled
    started = time.monotonic()
    assert await served.bot.get_updates(offset=sent["update_id"] + 1, timeout=1) == ()
    assert time.monotonic() - started >= 1


async def test_the_older_of_two_pollers_is_told(served: Served) -> None:
    older = asyncio.create_task(served.bot.get_updates(timeout=20))
    await asyncio.sleep(0.1)
    async with httpx.AsyncClient() as http:  # the bot's own client has one connection for polling
        younger = asyncio.create_task(http.get(f"{served.url}/bot1:a/getUpdates?timeout=20", timeout=30))
        with pytest.raises(Conflict, match="terminated by other getUpdates request; make sure that only one bot"):
            await older
        served.send(text="سلام")
        assert len((await younger).json()["result"]) == 1


async def test_a_poll_ends_with_its_connection(served: Served) -> None:
    async with httpx.AsyncClient() as http:
        with pytest.raises(httpx.ReadTimeout):
            await http.get(f"{served.url}/bot1:a/getUpdates?timeout=30", timeout=0.3)
    await asyncio.sleep(0.1)
    assert not served.telegram.updates.is_polled


async def test_only_wanted_kinds_are_stored_from_then_on(served: Served) -> None:
    await served.bot.get_updates(timeout=0, allowed_updates=["message"])
    sent = served.send(text="سلام")
    served.order("edit", chat=1, person=1, message_id=sent["message_id"], text="درود")
    assert await ids(served) == [sent["update_id"]]
    await served.bot.get_updates(timeout=0, allowed_updates=["message", "edited_message"])
    served.order("edit", chat=1, person=1, message_id=sent["message_id"], text="بدرود")
    assert (await served.received())[1].edited_message is not None


async def test_any_object_can_be_an_update(served: Served) -> None:
    served.order("raw", update={"message": {"no": "message"}})
    async with httpx.AsyncClient() as http:
        answer = (await http.get(f"{served.url}/bot1:a/getUpdates")).json()
    assert [update["message"] for update in answer["result"]] == [{"no": "message"}]


async def test_ids_can_start_again(served: Served) -> None:
    served.send(text="یک")
    served.order("switch", next_update_id=17)
    assert served.send(text="دو")["update_id"] == 17


class Hook:
    """A bot's webhook that refuses the first `refusals` deliveries."""

    def __init__(self, refusals: int) -> None:
        self.refusals = refusals
        self.brought: list[tuple[int, str | None]] = []
        self.url = ""
        self._runner = web.AppRunner(self._application(), access_log=None)

    def _application(self) -> web.Application:
        made = web.Application()
        made.router.add_post("/hook", self._take)
        return made

    async def _take(self, request: web.Request) -> web.Response:
        update = Update.de_json(await request.json(), None)
        self.brought.append((update.update_id, request.headers.get("X-Telegram-Bot-Api-Secret-Token")))
        self.refusals -= 1
        return web.Response(status=500 if self.refusals >= 0 else 200)

    async def __aenter__(self) -> "Hook":
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/hook"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()


async def test_a_webhook_gets_one_at_a_time_until_it_takes_it(served: Served) -> None:
    first = served.send(text="یک")["update_id"]
    async with Hook(refusals=1) as hook:
        await served.bot.set_webhook(hook.url, secret_token="word")
        with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
            await served.bot.get_updates(timeout=0)
        second = served.send(text="دو")["update_id"]
        async with asyncio.timeout(10):
            while served.telegram.updates.pending:
                await asyncio.sleep(0.02)
        assert hook.brought == [(first, "word"), (first, "word"), (second, "word")]
        await served.bot.delete_webhook()
    assert served.telegram.updates.confirmed == second
    served.send(text="سه")
    await served.bot.delete_webhook(drop_pending_updates=True)
    assert await ids(served) == []


async def test_a_webhook_that_nobody_answers_loses_nothing(served: Served) -> None:
    async with Hook(refusals=0) as hook:
        url = hook.url
    await served.bot.set_webhook(url)
    sent = served.send(text="یک")["update_id"]
    await asyncio.sleep(0.4)
    await served.bot.delete_webhook()
    assert await ids(served) == [sent]
