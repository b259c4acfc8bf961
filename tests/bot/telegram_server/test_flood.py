"""Sends and edits of a chat share one budget; who does not wait is counted. Times are given, in seconds."""

from datetime import timedelta

import pytest
from telegram.error import RetryAfter

from tests.bot.telegram_server.conftest import Served
from tests.bot.telegram_server.flood import FloodControl, counts


def test_the_ninth_within_five_seconds_waits_five() -> None:
    flood = FloodControl()
    assert [flood.ask(1, number * 0.5) for number in range(8)] == [0] * 8
    assert flood.ask(1, 4.0) == 5
    assert (flood.refused, flood.impatient) == (1, 0)


def test_a_chat_stays_closed_for_as_long_as_it_was_told_and_the_impatient_are_counted() -> None:
    flood = FloodControl()
    for _ in range(9):
        flood.ask(1, 0.0)
    assert flood.ask(1, 2.5) == 3
    assert flood.impatient == 1
    assert flood.ask(1, 5.0) == 0


def test_eight_in_each_five_seconds_are_never_refused_in_private() -> None:
    flood = FloodControl()
    assert [flood.ask(1, number * 0.626) for number in range(200)] == [0] * 200


def test_a_group_takes_twenty_a_minute() -> None:
    flood = FloodControl()
    assert [flood.ask(-1, number * 2.0) for number in range(20)] == [0] * 20
    assert flood.ask(-1, 40.0) == 20
    assert flood.ask(-1, 60.0) == 0


def test_chats_have_budgets_of_their_own() -> None:
    flood = FloodControl()
    assert [flood.ask(chat, 0.0) for chat in range(100)] == [0] * 100


@pytest.mark.parametrize(
    ("method", "counted"),
    [
        ("sendmessage", True),
        ("editmessagetext", True),
        ("senddocument", True),
        ("sendchataction", False),
        ("setmessagereaction", False),
        ("answercallbackquery", False),
        ("getfile", False),
    ],
)
def test_what_counts(method: str, counted: bool) -> None:
    assert counts(method) is counted


async def test_a_flooding_bot_is_told_to_wait(served: Served) -> None:
    served.order("switch", floods=True)
    served.send(text="سلام")
    sent = await served.bot.send_message(1, "0")
    for number in range(1, 8):
        await served.bot.edit_message_text(str(number), 1, sent.message_id)
    with pytest.raises(RetryAfter) as refused:
        await served.bot.edit_message_text("8", 1, sent.message_id)
    assert refused.value.retry_after == timedelta(seconds=5)
    assert served.order("state")["flood_refused"] == 1
