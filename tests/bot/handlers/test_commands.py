"""What anybody may ask, and the bot's coming into a group."""

from pathlib import Path

import pytest

from dabir_bot import command_texts as words
from tests.bot.person import Person, TelegramServer
from tests.bot.talk_room import NUMBERS, room

PERSIAN, LATIN = range(0x600, 0x700), range(0x41, 0x7B)


async def test_a_group_hears_how_to_ask_when_the_bot_comes(
    server: TelegramServer, person: Person, tmp_path: Path
) -> None:
    group = server.group(next(NUMBERS))
    async with room(server, tmp_path) as here:
        server.order("join", chat=group.chat, person=person.chat, status="member")
        server.order("join", chat=group.chat, person=person.chat, status="administrator")
        await here.handle()
        await here.hears(group, words.GROUP_HELLO.fa)

    assert len(group.of_bot()) == 1


async def test_a_chat_that_is_closed_to_the_bot_loses_its_jobs(
    server: TelegramServer, person: Person, tmp_path: Path
) -> None:
    async with room(server, tmp_path) as here:
        person.sends("voice")
        other = server.person(next(NUMBERS))
        other.sends("voice")
        await here.handle()
        theirs = next(job for job, order in here.jobs.orders.items() if order.chat == person.chat)
        server.order("join", chat=person.chat, person=person.chat, status="kicked")
        await here.handle()

    assert here.jobs.cancelled == [theirs]
    assert len(here.jobs.orders) == 2


@pytest.mark.parametrize("command", ["/start", "/help", "/privacy", "/language", "/settings", "/forget"])
@pytest.mark.parametrize(("app", "is_persian"), [("fa", True), ("en", False), ("de", False)])
async def test_commands_speak_the_persons_language(
    server: TelegramServer, tmp_path: Path, command: str, app: str, is_persian: bool
) -> None:
    someone = server.person(next(NUMBERS), language=app)
    async with room(server, tmp_path) as here:
        someone.says(command)
        await here.handle()
        told = await here.hears(someone, "")

    persian, latin = (sum(ord(letter) in letters for letter in told.text) for letters in (PERSIAN, LATIN))
    assert (persian > latin) is is_persian


async def test_the_language_of_answers_follows_the_persons_app(server: TelegramServer, tmp_path: Path) -> None:
    english = server.person(next(NUMBERS), language="en")
    async with room(server, tmp_path) as here:
        english.says("/help")
        await here.handle()
        await here.hears(english, "Send me:")
        english.sends("voice")
        await here.handle()

    assert here.jobs.all[0].speaks == "en"
