"""Messages with sounds: in private all of them, in groups what somebody points at, or all by an admin's choice."""

from pathlib import Path
from typing import Any

import pytest

from dabir_bot.orders import SoundKind
from dabir_bot.refusals import CommandUnknown, SoundMissing, SoundNotPointedAt
from tests.bot.person import Person, TelegramServer
from tests.bot.talk_room import NUMBERS, fa, room

KINDS = [
    ("voice", SoundKind.VOICE, {}),
    ("audio", SoundKind.AUDIO, {"file_name": "آهنگ.mp3"}),
    ("video", SoundKind.VIDEO, {}),
    ("video_note", SoundKind.ROUND, {}),
    ("document", SoundKind.DOCUMENT, {"file_name": "a.mp4", "mime_type": "video/mp4"}),
    ("document", SoundKind.DOCUMENT, {"file_name": "a.FLAC", "mime_type": ""}),
    ("voice", SoundKind.VOICE, {"forward": True}),
]


@pytest.mark.parametrize(("sent_as", "kind", "described"), KINDS)
async def test_every_kind_of_sound_becomes_an_order(
    server: TelegramServer, person: Person, tmp_path: Path, sent_as: str, kind: SoundKind, described: dict[str, Any]
) -> None:
    async with room(server, tmp_path) as here:
        sent = person.sends(sent_as, duration=7, size=1000, **described)
        await here.handle()

    (order,) = here.jobs.all
    assert (order.kind, order.chat, order.message, order.person) == (kind, person.chat, sent.message_id, person.chat)
    assert (order.update, order.number, order.size_bytes) == (sent.update, 0, 1000)
    assert order.file_id and order.file_key and (order.language, order.speaks, order.task) == ("fa", "fa", "transcribe")
    assert order.duration == (None if sent_as == "document" else 7.0)
    assert order.name == described.get("file_name", order.name)


async def test_links_become_an_order_each(server: TelegramServer, person: Person, tmp_path: Path) -> None:
    async with room(server, tmp_path) as here:
        person.says("این دو: https://example.org/a.mp3 و https://example.org/b?x=1")
        await here.handle()

    assert [order.link for order in here.jobs.all] == ["https://example.org/a.mp3", "https://example.org/b?x=1"]
    assert [(order.number, order.kind) for order in here.jobs.all] == [(0, SoundKind.LINK), (1, SoundKind.LINK)]


@pytest.mark.parametrize("described", [{"file_name": "گزارش.pdf", "mime_type": "application/pdf"}])
async def test_what_holds_no_sound_is_told_in_private(
    server: TelegramServer, person: Person, tmp_path: Path, described: dict[str, Any]
) -> None:
    async with room(server, tmp_path) as here:
        person.sends("document", **described)
        await here.handle()
        await here.hears(person, fa(SoundMissing()))

    assert not here.jobs.orders


async def test_plain_words_and_unknown_commands_are_told_apart(
    server: TelegramServer, person: Person, tmp_path: Path
) -> None:
    async with room(server, tmp_path) as here:
        person.says("سلام، خوبی؟")
        person.says("/foo")
        await here.handle()
        await here.hears(person, fa(SoundMissing()))
        await here.hears(person, fa(CommandUnknown()))

    assert len(person.of_bot()) == 2


async def test_only_several_links_have_titles(server: TelegramServer, person: Person, tmp_path: Path) -> None:
    async with room(server, tmp_path) as here:
        person.says("https://example.org/a.mp3")
        person.says("https://www.example.org/b.mp3 https://example.org/c/")
        await here.handle()

    assert [order.name for order in here.jobs.all] == ["", "example.org/b.mp3", "example.org/c"]


async def test_an_order_knows_whose_words_it_is_about(server: TelegramServer, person: Person, tmp_path: Path) -> None:
    asker = server.person(next(NUMBERS))
    group = server.group(next(NUMBERS), bot_is_admin=True)
    async with room(server, tmp_path) as here:
        sound = person.sends("voice", to=group)
        asker.says("/transcribe", to=group, reply_to=sound)
        person.sends("voice")
        await here.handle()

    assert [(order.person, order.speaker) for order in here.jobs.all] == [
        (asker.chat, person.chat),
        (person.chat, person.chat),
    ]


async def test_a_sound_in_a_group_waits_for_transcribe(server: TelegramServer, person: Person, tmp_path: Path) -> None:
    asker = server.person(next(NUMBERS))
    group = server.group(next(NUMBERS), bot_is_admin=True)
    async with room(server, tmp_path) as here:
        sound = person.sends("voice", to=group)
        await here.handle()
        assert not here.jobs.orders
        asker.says("/transcribe@dabir_test_bot en", to=group, reply_to=sound)
        await here.handle()

    (order,) = here.jobs.all
    assert (order.chat, order.message, order.person) == (group.chat, sound.message_id, asker.chat)
    assert order.language == "en" and order.is_group


@pytest.mark.parametrize("words_under_it", ["/transcribe", "لطفاً بنویس @Dabir_test_bot"])
async def test_a_sound_is_asked_for_under_it(
    server: TelegramServer, person: Person, tmp_path: Path, words_under_it: str
) -> None:
    group = server.group(next(NUMBERS), bot_is_admin=True)
    async with room(server, tmp_path) as here:
        sent = person.sends("video", to=group, caption=words_under_it)
        await here.handle()

    assert [order.message for order in here.jobs.all] == [sent.message_id]


@pytest.mark.parametrize("is_topic", [True, False])
async def test_a_sound_is_asked_for_under_it_though_it_replies_to_words(
    server: TelegramServer, person: Person, tmp_path: Path, is_topic: bool
) -> None:
    group = server.group(next(NUMBERS), bot_is_admin=True, is_forum=is_topic)
    opening = {"forum_topic_created": {"name": "درس‌ها", "icon_color": 7322096}} if is_topic else {}
    async with room(server, tmp_path) as here:
        root = person.says("سلام", to=group, extra=opening)
        thread = {"thread": root.message_id, "extra": {"is_topic_message": True}} if is_topic else {}
        sent = person.sends("voice", to=group, caption="/transcribe", reply_to=root, **thread)
        await here.handle()

    assert [order.message for order in here.jobs.all] == [sent.message_id]


@pytest.mark.parametrize("is_topic", [True, False])
async def test_a_reply_to_the_first_of_a_thread_is_one_unless_it_opened_a_topic(
    server: TelegramServer, person: Person, tmp_path: Path, is_topic: bool
) -> None:
    group = server.group(next(NUMBERS), bot_is_admin=True, is_forum=is_topic)
    async with room(server, tmp_path) as here:
        root = person.sends("voice", to=group)
        thread = {"thread": root.message_id, "extra": {"is_topic_message": True} if is_topic else {}}
        person.says("/transcribe", to=group, reply_to=root, **thread)
        await here.handle()

    assert len(here.jobs.all) == (0 if is_topic else 1)


async def test_our_name_in_reply_to_a_sound_asks_for_it(server: TelegramServer, person: Person, tmp_path: Path) -> None:
    group = server.group(next(NUMBERS))
    async with room(server, tmp_path) as here:
        sound = person.sends("voice", to=group)
        person.says("@dabir_test_bot", to=group, reply_to=sound)
        await here.handle()

    assert [order.message for order in here.jobs.all] == [sound.message_id]


async def test_transcribe_without_a_sound_says_what_to_do(
    server: TelegramServer, person: Person, tmp_path: Path
) -> None:
    group = server.group(next(NUMBERS))
    async with room(server, tmp_path) as here:
        person.says("/transcribe", to=group)
        await here.handle()
        await here.hears(group, fa(SoundNotPointedAt()))


async def test_links_in_passing_talk_are_nobodys_wish(server: TelegramServer, person: Person, tmp_path: Path) -> None:
    group = server.group(next(NUMBERS), bot_is_admin=True)
    async with room(server, tmp_path) as here:
        here.store.chats.change(group.chat, everything=True)
        link = person.says("https://example.org/a.mp3", to=group)
        await here.handle()
        assert not here.jobs.orders
        person.says("/transcribe", to=group, reply_to=link)
        await here.handle()

    assert [order.link for order in here.jobs.all] == ["https://example.org/a.mp3"]


async def test_a_channels_post_is_written_where_all_are(server: TelegramServer, person: Person, tmp_path: Path) -> None:
    channel = server.group(next(NUMBERS), type="channel", bot_is_admin=True)
    async with room(server, tmp_path) as here:
        here.store.chats.change(channel.chat, everything=True)
        person.sends("audio", to=channel)
        await here.handle()

    assert [(order.person, order.chat) for order in here.jobs.all] == [(0, channel.chat)]


async def test_an_album_in_private_is_one_group_of_orders(
    server: TelegramServer, person: Person, tmp_path: Path
) -> None:
    async with room(server, tmp_path) as here:
        for name in ("یک.mp3", "دو.mp3"):
            person.sends("audio", file_name=name, album="991")
        await here.handle()

    assert [(order.album, order.name) for order in here.jobs.all] == [("991", "یک.mp3"), ("991", "دو.mp3")]


async def test_a_thread_is_kept(server: TelegramServer, person: Person, tmp_path: Path) -> None:
    group = server.group(next(NUMBERS), bot_is_admin=True, is_forum=True)
    async with room(server, tmp_path) as here:
        here.store.chats.change(group.chat, everything=True)
        person.sends("voice", to=group, thread=77, extra={"is_topic_message": True})
        await here.handle()

    assert [order.topic for order in here.jobs.all] == [77]
