"""Who wants in is told to the admins: once, and again where the word was lost."""

import asyncio
from pathlib import Path

import pytest

from dabir_bot.settings import Access, Door
from dabir_bot.store import Standing
from tests.bot.person import Person, TelegramServer
from tests.bot.talk_room import NUMBERS, Room, room


async def comes(here: Room, *people: Person) -> None:
    """Each sends a sound, and hears that an admin must decide."""
    for person in people:
        person.sends("voice")
    await here.handle()
    for person in people:
        await here.hears(person, "گرداننده")


async def stands_asked(here: Room, person: Person) -> None:
    """Waits until it is noted that an admin was told."""
    async with asyncio.timeout(60.0):
        while here.store.people.standing(person.chat) is not Standing.ASKED:
            await asyncio.sleep(0.01)


async def test_admins_hear_once_of_one_who_asks_often(server: TelegramServer, person: Person, tmp_path: Path) -> None:
    admin = server.person(next(NUMBERS))
    access = Access(Door.APPROVED, admins=frozenset({admin.chat}))
    async with room(server, tmp_path, access=access) as here:
        await comes(here, person, person)
        await stands_asked(here, person)
    async with room(server, tmp_path, access=access) as here:
        await comes(here, person)

    assert len(admin.of_bot()) == 1


async def test_a_request_that_reached_no_admin_is_made_again(
    server: TelegramServer, person: Person, tmp_path: Path
) -> None:
    admin = server.person(next(NUMBERS))
    access = Access(Door.APPROVED, admins=frozenset({admin.chat}))
    admin.shuts_out_bot()
    async with room(server, tmp_path, access=access) as here:
        await comes(here, person)
        assert here.store.people.standing(person.chat) is Standing.UNKNOWN
    admin.shuts_out_bot(closed=False)
    async with room(server, tmp_path, access=access) as here:
        await comes(here, person)
        await here.hears(admin, str(person.chat))
        await stands_asked(here, person)


async def test_one_admin_who_shut_us_out_keeps_no_word_from_the_other(
    server: TelegramServer, person: Person, tmp_path: Path
) -> None:
    closed, admin = server.person(next(NUMBERS)), server.person(next(NUMBERS))
    closed.shuts_out_bot()
    access = Access(Door.APPROVED, admins=frozenset({closed.chat, admin.chat}))
    async with room(server, tmp_path, access=access) as here:
        await comes(here, person)
        await here.hears(admin, str(person.chat))
        await stands_asked(here, person)


async def test_who_found_the_admins_line_full_is_told_of_when_they_come_again(
    server: TelegramServer, person: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dabir_bot.talk._MOST_WAITING", 1)
    admin, second = (server.person(next(NUMBERS)) for _ in range(2))
    access = Access(Door.APPROVED, admins=frozenset({admin.chat}))
    async with room(server, tmp_path, access=access) as here:
        trouble = {"code": 500, "description": "Internal Server Error", "times": None}
        server.fault("sendMessage", containing=f"({person.chat})", **trouble)
        await comes(here, person)
        await comes(here, second)
        server.heal()
        await stands_asked(here, person)
        assert here.store.people.standing(second.chat) is Standing.UNKNOWN
        await comes(here, second)
        await stands_asked(here, second)

    assert len(admin.of_bot()) == 2
