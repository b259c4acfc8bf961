"""What people send reaches the bot as Telegram would tell it: kinds, groups, albums, replies, edits, buttons."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from telegram import Message, MessageEntity, Update
from telegram.constants import ChatType

from tests.bot.telegram_server.conftest import Served
from tests.bot.telegram_server.entities import cleaned, found_in, parsed
from tests.bot.telegram_server.world import BOT_ID

GROUP = -100


def message_of(update: Update) -> Message:
    assert update.message is not None
    return update.message


@pytest.mark.parametrize("kind", ["voice", "audio", "video", "video_note", "document"])
async def test_every_kind_of_sound_is_read_by_the_library(served: Served, kind: str, tmp_path: Path) -> None:
    sound = tmp_path / "صدا.ogg"
    sound.write_bytes(b"12345")
    served.send(kind, path=str(sound), duration=9, caption="" if kind == "video_note" else "گوش کن")
    message = message_of(await served.one())
    media: Any = getattr(message, kind)
    assert media.file_size == 5
    assert message.chat.type == ChatType.PRIVATE
    assert message.from_user is not None
    assert message.from_user.language_code == "fa"
    if kind != "document":
        assert media.duration == timedelta(seconds=9)
    if kind in {"audio", "video", "document"}:
        assert media.file_name == "صدا.ogg"


async def test_commands_links_and_mentions_are_found_in_utf16(served: Served) -> None:
    served.send(text="😀 /start@dabir_test_bot ببین https://aparat.com/v/a?b=1 @ali_reza")
    message = message_of(await served.one())
    assert message.parse_entities() == {
        MessageEntity("bot_command", 3, 21): "/start@dabir_test_bot",
        MessageEntity("url", 30, 26): "https://aparat.com/v/a?b=1",
        MessageEntity("mention", 57, 9): "@ali_reza",
    }


async def test_an_album_is_told_item_by_item(served: Served) -> None:
    for _ in range(3):
        served.send("audio", size=10, album="a1")
    assert [message_of(update).media_group_id for update in await served.received()] == ["a1"] * 3


async def test_a_reply_embeds_what_it_replies_to(served: Served) -> None:
    voice = served.send("voice", size=10)["message_id"]
    served.send(text="/transcribe", reply_to=voice)
    reply = message_of((await served.received())[1]).reply_to_message
    assert reply is not None
    assert reply.voice is not None


@pytest.mark.parametrize(
    ("described", "seen"),
    [
        ({"kind": "voice", "size": 5}, False),
        ({"text": "سلام"}, False),
        ({"text": "/transcribe"}, True),
        ({"text": "/transcribe@another_bot"}, False),
        ({"text": "/transcribe@dabir_test_bot"}, True),
        ({"text": "ببین @dabir_test_bot"}, True),
        ({"kind": "voice", "size": 5, "caption": "@Dabir_test_bot"}, True),
        ({"text": "سلام", "reply_to": 1}, True),
    ],
)
async def test_privacy_mode_hides_what_is_not_for_the_bot(served: Served, described: Any, seen: bool) -> None:
    served.order("group", chat=GROUP)
    await served.bot.send_message(GROUP, "من آمدم")
    sent = served.send(chat=GROUP, **described)
    assert (sent["update_id"] is not None) is seen


@pytest.mark.parametrize("way", ["admin", "switched off"])
async def test_an_admin_bot_and_one_without_privacy_mode_see_all(served: Served, way: str) -> None:
    served.order("group", chat=GROUP, bot_is_admin=way == "admin")
    served.order("switch", reads_all=way != "admin")
    assert served.send("voice", chat=GROUP, size=5)["update_id"] is not None
    assert (await served.bot.get_me()).can_read_all_group_messages is (way != "admin")


async def test_admins_have_all_rights_and_others_are_members(served: Served) -> None:
    served.order("person", person=1)
    served.order("group", chat=GROUP, admins=[1])
    served.send(text="سلام", chat=GROUP, person=2)
    assert (await served.bot.get_chat_member(GROUP, 1)).status == "administrator"
    assert (await served.bot.get_chat_member(GROUP, 2)).status == "member"
    assert (await served.bot.get_chat_member(GROUP, BOT_ID)).status == "member"
    assert [each.user.id for each in await served.bot.get_chat_administrators(GROUP)] == [1]
    assert (await served.bot.get_chat(GROUP)).type == ChatType.SUPERGROUP


async def test_an_anonymous_admin_speaks_as_the_group(served: Served) -> None:
    served.order("group", chat=GROUP, bot_is_admin=True)
    served.send("voice", chat=GROUP, size=5, anonymous=True)
    message = message_of(await served.one())
    assert message.sender_chat is not None
    assert message.sender_chat.id == GROUP
    assert message.from_user is not None
    assert message.from_user.username == "GroupAnonymousBot"


async def test_a_channel_has_posts_without_a_person(served: Served) -> None:
    served.order("group", chat=GROUP, type="channel")
    served.send("voice", chat=GROUP, size=5)
    update = await served.one()
    assert update.channel_post is not None
    assert update.effective_user is None


async def test_the_bot_joins_and_leaves(served: Served) -> None:
    served.order("group", chat=GROUP)
    for status in ("member", "administrator", "kicked"):
        served.order("join", chat=GROUP, person=1, status=status)
    told = [update.my_chat_member for update in await served.received()]
    assert [each.new_chat_member.status for each in told if each] == ["member", "administrator", "kicked"]


async def test_an_old_message_has_its_old_date(served: Served) -> None:
    served.send(text="یک")
    served.send(text="دو", age=7 * 3600)
    new, old = (message_of(update).date for update in await served.received())
    assert (new - old).total_seconds() == pytest.approx(7 * 3600, abs=2)


async def test_a_forward_tells_that_it_is_one(served: Served) -> None:
    served.send("voice", size=5, forward=True)
    assert message_of(await served.one()).forward_origin is not None


async def test_drafts_keep_all_revisions_and_can_be_stopped(served: Served) -> None:
    served.send(text="سلام")
    for text in ("", "یک", "یک دو"):
        await served.bot.send_message_draft(1, 7, text, api_kwargs={"can_stop": True})
    (draft,) = served.order("chat", chat=1)["drafts"]
    assert [revision["text"] for revision in draft["revisions"]] == ["", "یک", "یک دو"]
    assert {revision["can_stop"] for revision in draft["revisions"]} == {"true"}
    assert served.order("stop", chat=1, draft_id=7)["update_id"] is not None


async def test_a_reaction_is_seen_and_replaced(served: Served) -> None:
    sent = served.send(text="سلام")["message_id"]
    await served.bot.set_message_reaction(1, sent, "👀")
    assert served.order("chat", chat=1)["messages"][0]["reactions"] == ["👀"]
    await served.bot.set_message_reaction(1, sent, [])
    assert served.order("chat", chat=1)["messages"][0]["reactions"] == []


def test_texts_are_cleaned_as_tdlib_does() -> None:
    assert cleaned(" \u202bسلام\u202c\t\r\n\u200f ") == "سلام \n\u200f"
    assert cleaned("\u200f\u200f\u200fDabir") == "\u200c\u200c\u200fDabir"


def test_html_becomes_entities() -> None:
    text, entities = parsed('<b>یک</b> &lt; <a href="https://a.ir">دو</a>', "HTML")
    assert text == "یک < دو"
    assert entities == [
        {"type": "bold", "offset": 0, "length": 2},
        {"type": "text_link", "offset": 5, "length": 2, "url": "https://a.ir"},
    ]


def test_a_mail_address_is_no_mention_and_a_path_no_command() -> None:
    assert found_in("ali@dabir.ir و/یا a/b") == []
