"""What is refused before anything is downloaded: too big, too long, too much, and those who may not come in."""

from pathlib import Path
from typing import Any

import pytest

from dabir_bot.admission import today
from dabir_bot.job_errors import SoundTooBig, SoundTooLong, TooManyJobs
from dabir_bot.refusals import NotAdmitted, QuotaSpent
from dabir_bot.settings import Limits
from dabir_core.errors import DabirError
from tests.bot.person import Person, TelegramServer
from tests.bot.talk_room import NUMBERS, fa, listed, room


@pytest.mark.parametrize(
    ("described", "error"),
    [
        ({"size": (20 << 20) + 1}, SoundTooBig("20")),
        ({"duration": 601}, SoundTooLong("10")),
        ({"duration": 301}, QuotaSpent("5")),
    ],
)
async def test_too_much_is_refused_before_any_download(
    server: TelegramServer, person: Person, tmp_path: Path, described: dict[str, Any], error: DabirError
) -> None:
    async with room(server, tmp_path, limits=Limits(minutes_per_day=5, longest_minutes=10)) as here:
        person.sends("voice", **described)
        await here.handle()
        await here.hears(person, fa(error))

    assert not here.jobs.orders and not server.calls("getFile")


async def test_the_days_minutes_add_up_over_sounds(server: TelegramServer, person: Person, tmp_path: Path) -> None:
    async with room(server, tmp_path, limits=Limits(minutes_per_day=5)) as here:
        person.sends("voice", duration=200)
        person.sends("voice", duration=101)
        person.sends("voice", duration=100)
        await here.handle()
        await here.hears(person, fa(QuotaSpent("5")))

    assert [order.duration for order in here.jobs.all] == [200.0, 100.0]


async def test_too_many_jobs_are_told(server: TelegramServer, person: Person, tmp_path: Path) -> None:
    async with room(server, tmp_path) as here:
        here.jobs.most = 1
        person.sends("voice", duration=7)
        person.sends("voice", duration=8)
        await here.handle()
        await here.hears(person, fa(TooManyJobs("1")))

        assert here.store.people.spent(person.chat, today()) == 7.0


async def test_a_listed_bot_is_for_those_who_are_listed(server: TelegramServer, person: Person, tmp_path: Path) -> None:
    other = server.person(next(NUMBERS))
    async with room(server, tmp_path, access=listed(person)) as here:
        person.sends("voice")
        other.sends("voice")
        await here.handle()
        await here.hears(other, fa(NotAdmitted()))

    assert [order.person for order in here.jobs.all] == [person.chat]
