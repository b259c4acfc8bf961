"""What happens in groups and channels: sounds that somebody points at, or all of them by an admin's choice."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from dabir_bot import command_texts as words
from dabir_bot.errors import sentence
from dabir_bot.refusals import SoundMissing
from tests.bot.person import Person, TelegramServer
from tests.bot.talk_room import room

NUMBERS = itertools.count(1501)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TelegramServer]:
    with TelegramServer.running(tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture
def person(server: TelegramServer) -> Person:
    return server.person(next(NUMBERS))


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
        await here.hears(group, sentence(SoundMissing(), "fa"))


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


async def test_an_admin_and_nobody_else_has_everything_written(
    server: TelegramServer, person: Person, tmp_path: Path
) -> None:
    admin = server.person(next(NUMBERS))
    group = server.group(next(NUMBERS), admins=[admin], bot_is_admin=True)
    async with room(server, tmp_path) as here:
        admin.says("/settings", to=group)
        await here.handle()
        await here.hears(group, "همهٔ صداهای این گروه: خیر")
        query = person.presses(words.EVERYTHING_SWITCH.fa, to=group)
        await here.handle()
        assert words.ADMINS_ONLY.fa in await here.hears_of(query)
        admin.presses(words.EVERYTHING_SWITCH.fa, to=group)
        await here.handle()
        await here.hears(group, "همهٔ صداهای این گروه: بله")
        person.sends("voice", to=group)
        await here.handle()

    assert len(here.jobs.orders) == 1


async def test_an_admin_hears_that_telegram_hides_the_groups_sounds(
    server: TelegramServer, person: Person, tmp_path: Path
) -> None:
    group = server.group(next(NUMBERS), admins=[person])
    async with room(server, tmp_path) as here:
        person.says("/settings", to=group)
        await here.handle()
        await here.hears(group, "همهٔ صداهای این گروه: خیر")
        person.presses(words.EVERYTHING_SWITCH.fa, to=group)
        await here.handle()
        await here.hears(group, words.BLIND_IN_GROUP.fa)


async def test_an_anonymous_admin_may_choose_and_nobody_is_charged_by_name(
    server: TelegramServer, person: Person, tmp_path: Path
) -> None:
    group = server.group(next(NUMBERS), bot_is_admin=True)
    async with room(server, tmp_path) as here:
        person.says("/language en", to=group, anonymous=True)
        await here.handle()
        await here.hears(group, "English")
        person.sends("voice", to=group)
        sound = person.sends("voice", to=group)
        person.says("/transcribe", to=group, reply_to=sound, anonymous=True)
        await here.handle()

        assert here.store.chats.settings(group.chat).language == "en"
    assert [order.person for order in here.jobs.all] == [0]


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
