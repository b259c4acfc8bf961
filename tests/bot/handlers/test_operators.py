"""What the bot's operators do, and that nobody else can."""

from pathlib import Path

from dabir_bot import command_texts as words
from dabir_bot.settings import Access, Door
from dabir_bot.store import Standing
from tests.bot.person import Person, TelegramServer
from tests.bot.talk_room import NUMBERS, room


async def test_an_admin_lets_somebody_in_and_bans_somebody(
    server: TelegramServer, person: Person, tmp_path: Path
) -> None:
    admin = server.person(next(NUMBERS))
    access = Access(Door.APPROVED, admins=frozenset({admin.chat}))
    async with room(server, tmp_path, access=access) as here:
        person.sends("voice")
        await here.handle()
        asked = await here.hears(admin, str(person.chat))
        admin.presses(words.ALLOW.fa, message=asked)
        await here.handle()
        await here.hears(person, f"{words.LET_IN.fa}\n{words.LET_IN.en}")
        person.sends("voice")
        await here.handle()
        assert len(here.jobs.orders) == 1
        admin.says(f"/ban {person.chat}")
        await here.handle()
        person.sends("voice")
        await here.handle()
        assert len(here.jobs.orders) == 1
        heard = len(person.of_bot())
        person.says(f"/unban {person.chat}")
        await here.handle()
        admin.says("/stats")
        await here.handle()
        await here.hears(admin, "امروز")
        assert len(person.of_bot()) == heard


async def test_a_topics_opener_is_not_banned_by_a_ban_of_nobody(
    server: TelegramServer, person: Person, tmp_path: Path
) -> None:
    admin = server.person(next(NUMBERS))
    group = server.group(next(NUMBERS), bot_is_admin=True, is_forum=True)
    async with room(server, tmp_path, access=Access(Door.OPEN, admins=frozenset({admin.chat}))) as here:
        opening = {"forum_topic_created": {"name": "درس‌ها", "icon_color": 7322096}}
        root = person.says("سلام", to=group, extra=opening)
        thread = {"thread": root.message_id, "extra": {"is_topic_message": True}}
        admin.says("/ban", to=group, reply_to=root, **thread)
        await here.handle()
        await here.hears(group, words.WHOM.fa.split("{")[0])
        assert here.store.people.standing(person.chat) is Standing.UNKNOWN
        said = person.says("آزار", to=group, **thread)
        admin.says("/ban", to=group, reply_to=said, **thread)
        await here.handle()

        assert here.store.people.standing(person.chat) is Standing.BANNED


async def test_another_bots_ban_in_a_group_is_none_of_our_business(
    server: TelegramServer, person: Person, tmp_path: Path
) -> None:
    group = server.group(next(NUMBERS), admins=[person], bot_is_admin=True)
    async with room(server, tmp_path) as here:
        person.says("/ban 5", to=group)
        person.says("/help", to=group)
        await here.handle()
        await here.hears(group, "این‌ها را بفرستید")

    assert len(group.of_bot()) == 1


async def test_an_operators_command_is_for_operators(server: TelegramServer, person: Person, tmp_path: Path) -> None:
    async with room(server, tmp_path) as here:
        person.says(f"/ban {person.chat}")
        await here.handle()
        await here.hears(person, words.OPERATORS_ONLY.fa)
