"""Which updates are handled, and how often."""

from pathlib import Path

from tests.bot.person import Person, TelegramServer
from tests.bot.talk_room import room


async def test_the_same_update_twice_is_one_order(server: TelegramServer, person: Person, tmp_path: Path) -> None:
    async with room(server, tmp_path) as here:
        person.sends("voice")
        (update,) = here.updates()
        await here.deal(update)
        await here.deal(update)

    assert len(here.jobs.orders) == 1


async def test_an_edited_message_makes_no_second_order(server: TelegramServer, person: Person, tmp_path: Path) -> None:
    async with room(server, tmp_path) as here:
        sent = person.sends("voice", caption="یک")
        await here.handle()
        person.edits(sent, "دو")
        await here.handle()

    assert len(here.jobs.orders) == 1


async def test_who_asks_without_end_is_not_answered_without_end(
    server: TelegramServer, person: Person, tmp_path: Path
) -> None:
    async with room(server, tmp_path) as here:
        for _ in range(40):
            person.says("/help")
        await here.handle()
        await here.hears(person, "این‌ها را بفرستید")

        assert len(person.of_bot()) < 12
