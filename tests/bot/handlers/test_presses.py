"""Buttons under texts and statuses; a press may be made up by whoever sends it."""

import asyncio
from pathlib import Path

import pytest

from dabir_bot import command_texts as words
from dabir_bot import texts
from dabir_bot.admission import today
from dabir_bot.errors import DatabaseClosed
from dabir_bot.refusals import NotYours, QuotaSpent
from dabir_bot.settings import Access, Door, Limits
from dabir_bot.store import Standing
from dabir_core import Task
from tests.bot.person import Person, Seen, TelegramServer
from tests.bot.talk_room import NUMBERS, Room, fa, room, transcript


async def answered(here: Room, person: Person, *lines: str) -> Seen:
    """A voice note of that person, with its text."""
    sent = person.sends("voice", duration=10)
    await here.handle()
    (order,) = [order for order in here.jobs.all if (order.chat, order.message) == (sent.chat, sent.message_id)]
    answer = here.store.answers.get(here.store.answers.keep(order, transcript(lines)))
    assert answer is not None
    await here.delivery.finish(order, await here.delivery.acknowledge(order), answer)
    return next(seen for seen in person.of_bot() if seen.buttons)


def cut_off() -> None:
    raise DatabaseClosed


def holding(folder: Path, said: bytes) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and said in path.read_bytes()]


def both_documents(seen: list[Seen]) -> list[Seen] | None:
    documents = [each for each in seen if each.document]
    return documents if len(documents) == 2 else None


async def test_subtitles_times_and_english_are_a_press_away(
    server: TelegramServer, person: Person, tmp_path: Path
) -> None:
    async with room(server, tmp_path) as here:
        seen = await answered(here, person, "سلام دنیا.", "خوبی؟")
        for button in (texts.SRT.fa, texts.VTT.fa, texts.WITH_TIMES.fa, texts.TO_ENGLISH.fa):
            person.presses(button, message=seen)
        await here.handle()
        await here.hears(person, "[۰:۱۰] خوبی؟")
        documents = await asyncio.to_thread(person.wait, both_documents)

    srt, vtt = (person.read_document(each).decode() for each in sorted(documents, key=lambda each: each.document))
    assert "00:00:10,000 --> 00:00:19,000\nخوبی؟" in srt and vtt.startswith("WEBVTT")
    order = here.jobs.all[-1]
    assert (order.task, order.message, order.person) == (Task.TRANSLATE, seen.reply_to, person.chat)


async def test_a_made_up_press_reads_no_other_chats_text(
    server: TelegramServer, person: Person, tmp_path: Path
) -> None:
    other = server.person(next(NUMBERS))
    async with room(server, tmp_path) as here:
        mine = await answered(here, person, "راز.")
        theirs = await answered(here, other, "دیگری.")
        stolen = next(value for value in mine.button_values if value.startswith("srt"))
        message = {"message_id": theirs.message_id, "date": 1, "chat": {"id": other.chat, "type": "private"}}
        user = {"id": other.chat, "is_bot": False, "first_name": "x"}
        query = {"id": "1", "from": user, "chat_instance": "1", "data": stolen, "message": message}
        await here.deal({"update_id": 1, "callback_query": query})

    assert not [seen for seen in other.of_bot() if seen.document]
    assert not [seen for seen in person.of_bot() if seen.document]


async def test_only_who_asked_or_an_admin_cancels(server: TelegramServer, person: Person, tmp_path: Path) -> None:
    admin, stranger = server.person(next(NUMBERS)), server.person(next(NUMBERS))
    group = server.group(next(NUMBERS), admins=[admin])
    async with room(server, tmp_path) as here:
        for presser in (stranger, person, admin):
            sound = person.sends("voice", to=group)
            person.says("/transcribe", to=group, reply_to=sound)
            await here.handle()
            await here.delivery.acknowledge(here.jobs.all[-1])
            query = presser.presses(texts.CANCEL.fa, to=group)
            await here.handle()
            told = await here.hears_of(query)
            assert (fa(NotYours()) in told) is (presser is stranger)

    assert len(here.jobs.cancelled) == 2


async def test_a_channels_subscribers_are_not_its_admins(
    server: TelegramServer, person: Person, tmp_path: Path
) -> None:
    admin = server.person(next(NUMBERS))
    channel = server.group(next(NUMBERS), type="channel", admins=[admin], bot_is_admin=True)
    async with room(server, tmp_path) as here:
        here.store.chats.change(channel.chat, everything=True)
        person.sends("audio", to=channel)
        await here.handle()
        await here.delivery.acknowledge(here.jobs.all[0])
        query = person.presses(texts.CANCEL.fa, to=channel)
        await here.handle()
        assert fa(NotYours()) in await here.hears_of(query)
        person.says("/forget", to=channel)
        await here.handle()
        await here.hears(channel, words.FORGET_IN_GROUP.fa)
        query = person.presses(words.FORGET_CHAT_BUTTON.fa, to=channel)
        await here.handle()
        assert words.ADMINS_ONLY.fa in await here.hears_of(query)
        assert (here.jobs.cancelled, here.jobs.forgotten) == ([], [])
        admin.presses(words.FORGET_CHAT_BUTTON.fa, to=channel)
        await here.handle()
        await here.hears(channel, words.FORGOTTEN_CHAT.fa)


async def test_a_whole_group_is_forgotten_for_its_admins_only(
    server: TelegramServer, person: Person, tmp_path: Path
) -> None:
    admin = server.person(next(NUMBERS))
    group = server.group(next(NUMBERS), admins=[admin], bot_is_admin=True)
    async with room(server, tmp_path) as here:
        here.store.chats.change(group.chat, everything=True)
        person.says("/forget", to=group)
        await here.handle()
        await here.hears(group, words.FORGET_IN_GROUP.fa)
        query = person.presses(words.FORGET_CHAT_BUTTON.fa, to=group)
        await here.handle()
        assert words.ADMINS_ONLY.fa in await here.hears_of(query)
        assert here.store.chats.settings(group.chat).everything and here.jobs.forgotten == []
        admin.presses(words.FORGET_CHAT_BUTTON.fa, to=group)
        await here.handle()
        await here.hears(group, words.FORGOTTEN_CHAT.fa)

        assert here.jobs.forgotten == [group.chat]
        assert not here.store.chats.settings(group.chat).everything


async def test_a_ban_and_todays_minutes_outlive_forgetting(
    server: TelegramServer, person: Person, tmp_path: Path
) -> None:
    async with room(server, tmp_path, limits=Limits(minutes_per_day=5)) as here:
        person.sends("voice", duration=299)
        person.says("/forget")
        await here.handle()
        await here.hears(person, words.FORGET.fa)
        person.presses(words.FORGET_BUTTON.fa)
        await here.handle()
        await here.hears(person, words.FORGOTTEN.fa)
        person.sends("voice", duration=2)
        await here.handle()
        await here.hears(person, fa(QuotaSpent("5")))
        here.store.people.ban(person.chat)
        await here.services.privacy.forget(person.chat, until=1 << 40)

        assert here.store.people.standing(person.chat) is Standing.BANNED
        assert len(here.jobs.orders) == 1


async def test_forget_deletes_and_tells(server: TelegramServer, person: Person, tmp_path: Path) -> None:
    async with room(server, tmp_path) as here:
        await answered(here, person, "رازی که گفته شد.")
        here.store.chats.change(person.chat, timestamps=True)
        person.says("/forget")
        await here.handle()
        await here.hears(person, words.FORGET.fa)
        person.presses(words.FORGET_BUTTON.fa)
        await here.handle()
        await here.hears(person, words.FORGOTTEN.fa)

        assert here.jobs.forgotten == [person.chat]
        assert not here.store.chats.settings(person.chat).timestamps
        assert here.store.people.spent(person.chat, today()) == 10.0
        assert holding(tmp_path, "رازی که گفته شد".encode()) == []


async def test_a_crash_in_the_middle_of_scrubbing_is_made_up_for(
    server: TelegramServer, person: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with room(server, tmp_path) as here:
        await answered(here, person, "رازی که گفته شد.")
        person.says("/forget")
        await here.handle()
        await here.hears(person, words.FORGET.fa)
        person.presses(words.FORGET_BUTTON.fa)
        (press,) = here.updates()
        here.store.inbox.keep([press])
        with monkeypatch.context() as patch:
            patch.setattr(here.store.database, "scrub", cut_off)
            with pytest.raises(DatabaseClosed):
                await here.deal(press)
        assert holding(tmp_path, "رازی که گفته شد".encode()), "not scrubbed yet"

        (left,) = here.store.inbox.waiting()
        await here.deal(left.body)

        assert holding(tmp_path, "رازی که گفته شد".encode()) == []
        assert holding(tmp_path, f'"id":{person.chat}'.encode()) == []


async def test_who_may_not_use_the_bot_is_forgotten_all_the_same(
    server: TelegramServer, person: Person, tmp_path: Path
) -> None:
    async with room(server, tmp_path, access=Access(Door.LISTED)) as here:
        person.says("/forget")
        await here.handle()
        await here.hears(person, words.FORGET.fa)
        person.presses(words.FORGET_BUTTON.fa)
        await here.handle()
        await here.hears(person, words.FORGOTTEN.fa)

        assert here.jobs.forgotten == [person.chat]


async def test_a_banned_admin_has_the_group_forgotten_that_is_closed_to_them(
    server: TelegramServer, person: Person, tmp_path: Path
) -> None:
    group = server.group(next(NUMBERS), admins=[person])
    async with room(server, tmp_path) as here:
        person.says("/forget", to=group)
        await here.handle()
        await here.hears(group, words.FORGET_IN_GROUP.fa)
        here.store.people.ban(person.chat)
        person.presses(words.FORGET_CHAT_BUTTON.fa, to=group)
        await here.handle()
        await here.hears(group, words.FORGOTTEN_CHAT.fa)

        assert here.jobs.forgotten == [group.chat]


async def test_the_last_word_stands_though_telegram_had_the_one_before_it_wait(
    server: TelegramServer, person: Person, tmp_path: Path
) -> None:
    async with room(server, tmp_path) as here:
        person.says("/forget")
        await here.handle()
        await here.hears(person, words.FORGET.fa)
        server.fault("editMessageText", code=500, description="Internal Server Error")
        person.presses(words.FORGET_BUTTON.fa)
        await here.handle()
        await here.hears(person, words.FORGOTTEN.fa)
        await asyncio.sleep(3.0)
        assert words.FORGETTING.fa not in person.texts()
