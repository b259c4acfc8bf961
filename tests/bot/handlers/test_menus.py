"""/language and /settings: what they show, who may change it, and what that changes."""

import asyncio
from pathlib import Path

from dabir_bot import command_texts as words
from tests.bot.person import Chat, Person, Seen, TelegramServer
from tests.bot.talk_room import NUMBERS, room


async def sees(chat: Chat, button: str) -> Seen:
    """Waits for a message with that button."""

    def shown(seen: list[Seen]) -> Seen | None:
        return next((each for each in seen if button in each.buttons), None)

    return await asyncio.to_thread(chat.wait, shown, 60.0)


async def test_language_and_settings_are_changed_by_buttons(
    server: TelegramServer, person: Person, tmp_path: Path
) -> None:
    async with room(server, tmp_path) as here:
        person.says("/language")
        await here.handle()
        await here.hears(person, words.LANGUAGE.fa.split(":")[0])
        person.presses(words.AUTO.fa)
        await here.handle()
        await here.hears(person, words.AUTO.fa)
        person.says("/settings")
        await here.handle()
        await sees(person, f"◻️ {words.TIMES_SWITCH.fa}")
        person.presses(f"◻️ {words.TIMES_SWITCH.fa}")
        await here.handle()
        await sees(person, f"✅ {words.TIMES_SWITCH.fa}")
        person.sends("voice")
        await here.handle()

        assert here.jobs.all[0].language is None and here.store.chats.settings(person.chat).timestamps


async def test_a_language_may_be_written(server: TelegramServer, person: Person, tmp_path: Path) -> None:
    async with room(server, tmp_path) as here:
        person.says("/language Turkish")
        await here.handle()
        assert here.store.chats.settings(person.chat).language == "tr"
        person.says("/language کره ای")
        person.says("/language klingon")
        await here.handle()
        await here.hears(person, "klingon")
        await here.hears(person, "زبان گفتار: کره‌ای")

        assert here.store.chats.settings(person.chat).language == "ko"


async def test_an_admin_and_nobody_else_has_everything_written(
    server: TelegramServer, person: Person, tmp_path: Path
) -> None:
    admin = server.person(next(NUMBERS))
    group = server.group(next(NUMBERS), admins=[admin], bot_is_admin=True)
    async with room(server, tmp_path) as here:
        admin.says("/settings", to=group)
        await here.handle()
        await sees(group, f"◻️ {words.EVERYTHING_SWITCH.fa}")
        query = person.presses(f"◻️ {words.EVERYTHING_SWITCH.fa}", to=group)
        await here.handle()
        assert words.ADMINS_ONLY.fa in await here.hears_of(query)
        admin.presses(f"◻️ {words.EVERYTHING_SWITCH.fa}", to=group)
        await here.handle()
        await sees(group, f"✅ {words.EVERYTHING_SWITCH.fa}")
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
        await sees(group, f"◻️ {words.EVERYTHING_SWITCH.fa}")
        person.presses(f"◻️ {words.EVERYTHING_SWITCH.fa}", to=group)
        await here.handle()
        await here.hears(group, words.BLIND_IN_GROUP.fa)


async def test_an_anonymous_admin_may_choose_and_nobody_is_charged_by_name(
    server: TelegramServer, person: Person, tmp_path: Path
) -> None:
    group = server.group(next(NUMBERS), bot_is_admin=True)
    async with room(server, tmp_path) as here:
        person.says("/language en", to=group, anonymous=True)
        await here.handle()
        await here.hears(group, "انگلیسی")
        person.sends("voice", to=group)
        sound = person.sends("voice", to=group)
        person.says("/transcribe", to=group, reply_to=sound, anonymous=True)
        await here.handle()

        assert here.store.chats.settings(group.chat).language == "en"
    assert [order.person for order in here.jobs.all] == [0]
