"""The refusals of the real server, by its own words. Source of the texts: facts on tdlib/telegram-bot-api and td."""

from collections.abc import Awaitable, Callable
from typing import Any, Final

import httpx
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, ReplyParameters
from telegram.error import BadRequest, Forbidden

from tests.bot.telegram_server.conftest import Served

Try = Callable[[Bot], Awaitable[Any]]
LONG: Final = "س" * 4097


def keyboard(callback: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton("لغو", callback_data=callback)]])


REFUSED: Final[dict[str, tuple[Try, str]]] = {
    "blank": (lambda bot: bot.send_message(1, " \n "), "Message text is empty"),
    "long": (lambda bot: bot.send_message(1, LONG), "Message is too long"),
    "emoji count twice": (lambda bot: bot.send_message(1, "😀" * 2049), "Message is too long"),
    "button": (lambda bot: bot.send_message(1, "س", reply_markup=keyboard("س" * 33)), "Button_data_invalid"),
    "no chat": (lambda bot: bot.send_message(99, "س"), "Chat not found"),
    "thread": (lambda bot: bot.send_message(1, "س", message_thread_id=5), "Message thread not found"),
    "tag": (lambda bot: bot.send_message(1, "<x>س", parse_mode="HTML"), 'Unsupported start tag "x"'),
    "open tag": (lambda bot: bot.send_message(1, "<b>س", parse_mode="HTML"), "Can't find end tag"),
    "reply": (
        lambda bot: bot.send_message(1, "س", reply_parameters=ReplyParameters(77)),
        "Message to be replied not found",
    ),
    "edit nothing": (lambda bot: bot.edit_message_text("س", 1, 77), "Message to edit not found"),
    "edit another's": (lambda bot: bot.edit_message_text("س", 1, 1), "Message can't be edited"),
    "edit long": (lambda bot: bot.edit_message_text(LONG, 1, 2), "Message is too long"),
    "edit same": (lambda bot: bot.edit_message_text("پاسخ ", 1, 2), "Message is not modified"),
    "edit no keyboard": (lambda bot: bot.edit_message_reply_markup(1, 77), "Message to edit not found"),
    "delete": (lambda bot: bot.delete_message(1, 77), "Message to delete not found"),
    "document": (lambda bot: bot.send_document(1, "NO-SUCH-FILE"), "There is no document in the request"),
    "caption": (lambda bot: bot.send_document(1, b"1", caption="س" * 1025), "Message caption is too long"),
    "query": (lambda bot: bot.answer_callback_query("7"), "Query is too old and response timeout expired"),
    "file": (lambda bot: bot.get_file("NO-SUCH-FILE"), "Wrong file_id or the file is temporarily unavailable"),
    "reaction": (lambda bot: bot.set_message_reaction(1, 1, "🪥"), "Reaction_invalid"),
    "reaction on nothing": (lambda bot: bot.set_message_reaction(1, 77, "👀"), "Message to react not found"),
    "action": (lambda bot: bot.send_chat_action(1, "sleeping"), "Wrong parameter action in request"),
    "draft": (lambda bot: bot.send_message_draft(1, 0, "س"), "Draft_id must be non-zero"),
    "draft in a group": (lambda bot: bot.send_message_draft(-5, 1, "س"), "Chat not found"),
    "member": (lambda bot: bot.get_chat_member(-5, 404), "Participant_id_invalid"),
    "command": (lambda bot: bot.set_my_commands([("Start", "شروع")]), "Bot_command_invalid"),
}


@pytest.mark.parametrize("case", REFUSED)
async def test_what_the_real_server_refuses(served: Served, case: str) -> None:
    attempt, description = REFUSED[case]
    served.send(text="سلام")
    served.order("group", chat=-5)
    assert (await served.bot.send_message(1, "پاسخ")).message_id == 2
    with pytest.raises(BadRequest) as refused:
        await attempt(served.bot)
    assert description.lower() in refused.value.message.lower()


async def test_what_just_fits_is_taken(served: Served) -> None:
    served.send(text="سلام")
    assert (await served.bot.send_message(1, "س" * 4096)).text == "س" * 4096
    assert (await served.bot.send_message(1, "😀" * 2048)).message_id == 3
    await served.bot.send_message(1, "س", reply_markup=keyboard("س" * 32))
    await served.bot.send_document(1, b"1", caption="س" * 1024)


async def test_a_refusal_has_the_code_as_status_and_says_what_it_is(served: Served) -> None:
    async with httpx.AsyncClient() as http:
        answer = await http.post(f"{served.url}/bot1:a/SENDMESSAGE", data={"chat_id": "1", "text": "س"})
    assert answer.status_code == 400
    assert answer.json() == {"ok": False, "error_code": 400, "description": "Bad Request: chat not found"}


async def test_a_chat_that_shut_the_bot_out(served: Served) -> None:
    served.send(text="سلام")
    served.order("close", chat=1)
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await served.bot.send_message(1, "س")
    served.order("close", chat=1, closed=False)
    await served.bot.send_message(1, "س")


async def test_a_deleted_target_is_refused_unless_the_bot_does_not_mind(served: Served) -> None:
    sent = served.send(text="سلام")["message_id"]
    answer = await served.bot.send_message(1, "س", reply_parameters=ReplyParameters(sent))
    assert answer.reply_to_message is not None
    assert answer.reply_to_message.text == "سلام"
    served.order("delete", chat=1, message_id=sent)
    with pytest.raises(BadRequest, match="replied not found"):
        await served.bot.send_message(1, "س", reply_parameters=ReplyParameters(sent))
    target = ReplyParameters(sent, allow_sending_without_reply=True)
    assert (await served.bot.send_message(1, "س", reply_parameters=target)).reply_to_message is None


async def test_a_query_is_answered_once(served: Served) -> None:
    served.send(text="سلام")
    await served.bot.send_message(1, "س", reply_markup=keyboard("stop"))
    query = served.order("press", chat=1, person=1, button="لغو")["query"]
    await served.bot.answer_callback_query(query, text="باشد")
    with pytest.raises(BadRequest, match="Query is too old"):
        await served.bot.answer_callback_query(query)
    update = (await served.received())[-1]
    assert update.callback_query is not None
    assert (update.callback_query.data, update.callback_query.from_user.id) == ("stop", 1)


async def test_an_edit_without_a_keyboard_removes_it(served: Served) -> None:
    served.send(text="سلام")
    sent = await served.bot.send_message(1, "در کار", reply_markup=keyboard("stop"))
    edited = await served.bot.edit_message_text("آماده", 1, sent.message_id)
    assert not isinstance(edited, bool)
    assert (edited.text, edited.reply_markup) == ("آماده", None)
    assert edited.edit_date is not None
    revisions = served.telegram.world.rooms[1].posts[sent.message_id].revisions
    assert [revision["text"] for revision in revisions] == ["در کار", "آماده"]
