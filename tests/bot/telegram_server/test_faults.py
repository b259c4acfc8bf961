"""Trouble on order: before or after the call took effect, as often as it was said."""

import asyncio
import time
from datetime import timedelta

import httpx
import pytest
from telegram.error import BadRequest, NetworkError, RetryAfter

from tests.bot.telegram_server.conftest import Served
from tests.bot.telegram_server.faults import DOWNLOAD, Fault, Faults


def said(served: Served) -> list[str]:
    return [seen["body"]["text"] for seen in served.order("chat", chat=1)["messages"] if seen["by_bot"]]


@pytest.fixture
def chat(served: Served) -> Served:
    served.send(text="سلام")
    return served


def test_a_fault_strikes_what_it_names_as_often_as_it_says() -> None:
    faults = Faults([Fault("sendMessage", containing="سلام", times=2), Fault("getFile", times=None)])
    assert faults.take("sendMessage", "بدرود") is None
    assert [faults.take("SENDMESSAGE", "سلام") is not None for _ in range(3)] == [True, True, False]
    assert all(faults.take("getFile", "") for _ in range(50))


def test_a_fault_of_every_method_is_none_of_the_downloads() -> None:
    faults = Faults([Fault()])
    assert faults.take(DOWNLOAD, "voice/file_1.ogg") is None
    assert faults.take("getMe", "") is not None


async def test_an_api_error_has_no_effect(chat: Served) -> None:
    chat.order("fault", method="sendMessage", code=500, description="Internal Server Error")
    with pytest.raises(NetworkError):
        await chat.bot.send_message(1, "یک")
    await chat.bot.send_message(1, "دو")
    assert said(chat) == ["دو"]


async def test_a_bad_request_on_order(chat: Served) -> None:
    chat.order("fault", method="sendMessage", code=400, description="Bad Request: NO")
    with pytest.raises(BadRequest, match=r"(?i)no"):
        await chat.bot.send_message(1, "یک")


async def test_a_wait_on_order(chat: Served) -> None:
    chat.order("fault", method="*", retry_after=7, times=None)
    for _ in range(3):
        with pytest.raises(RetryAfter) as refused:
            await chat.bot.send_message(1, "یک")
        assert refused.value.retry_after == timedelta(seconds=7)
    chat.order("fault", clear=True)
    await chat.bot.send_message(1, "یک")


@pytest.mark.parametrize(("after", "arrived"), [(False, []), (True, ["یک"])])
@pytest.mark.parametrize("trouble", ["drop", "cut"])
async def test_a_lost_answer_may_hide_an_effect(
    chat: Served, trouble: str, after: bool, arrived: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    chat.order("fault", method="sendMessage", after=after, **{trouble: True})
    with pytest.raises(NetworkError):
        await chat.bot.send_message(1, "یک")
    caplog.clear()  # the library logs pages that are no JSON
    assert said(chat) == arrived


async def test_a_gateway_answers_no_json(served: Served) -> None:
    served.order("fault", method="getMe", drop=True)
    async with httpx.AsyncClient() as http:
        answer = await http.get(f"{served.url}/bot1:a/getMe")
    assert (answer.status_code, answer.headers["Content-Type"]) == (502, "text/html; charset=utf-8")


async def test_a_slow_answer_still_takes_effect(chat: Served) -> None:
    chat.order("fault", method="sendMessage", delay=0.3)
    started = time.monotonic()
    await chat.bot.send_message(1, "یک")
    assert time.monotonic() - started >= 0.3
    assert said(chat) == ["یک"]


async def test_who_hangs_up_before_a_delayed_call_takes_effect_sent_nothing(chat: Served) -> None:
    chat.order("fault", method="sendMessage", delay=0.5)
    async with httpx.AsyncClient() as http:
        with pytest.raises(httpx.ReadTimeout):
            await http.post(f"{chat.url}/bot1:a/sendMessage", json={"chat_id": 1, "text": "یک"}, timeout=0.1)
    await asyncio.sleep(0.6)
    assert said(chat) == []


async def test_downloads_are_refused_or_cut_on_order(served: Served) -> None:
    async with httpx.AsyncClient() as http:
        served.order("fault", method="download", code=503)
        assert (await http.get(f"{served.url}/file/bot1:a/voice/file_1.ogg")).status_code == 503
        served.order("fault", method="download", cut=True)
        with pytest.raises(httpx.RemoteProtocolError):
            await http.get(f"{served.url}/file/bot1:a/voice/file_1.ogg")


async def test_calls_are_noted_with_what_they_were_answered(chat: Served) -> None:
    await chat.bot.send_message(1, "یک")
    chat.order("fault", method="sendMessage", code=400, description="Bad Request: NO")
    with pytest.raises(BadRequest):
        await chat.bot.send_message(1, "دو")
    first, second = chat.order("calls", method="sendmessage")
    assert (first["parameters"], first["status"]) == ({"chat_id": "1", "text": "یک"}, 200)
    assert (second["status"], second["reply"]["description"]) == (400, "Bad Request: NO")
    assert chat.order("calls", since=first["sequence"]) == [second]
    assert chat.order("calls", method="getUpdates") == []


async def test_methods_that_are_not_known_answer_true_and_are_noted(served: Served) -> None:
    assert await served.bot.do_api_request("sendSomethingNew", api_kwargs={"chat_id": 1, "deep": {"a": [1]}}) is True
    (call,) = served.order("calls", method="sendSomethingNew")
    assert call["parameters"] == {"chat_id": "1", "deep": '{"a": [1]}'}
