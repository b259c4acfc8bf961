"""What only the bot's operators may: /stats, /ban, /unban, /allow."""

import asyncio
from datetime import UTC, datetime, timedelta

from telegram import Update

from dabir_bot import command_texts as words
from dabir_bot.admission import ANSWERS, FAILURES, SECONDS, today
from dabir_bot.handlers.arguments import argument_of, replied_to
from dabir_bot.handlers.commands import asked
from dabir_bot.services import Services
from dabir_bot.status import number
from dabir_bot.talk import Place
from dabir_bot.visitors import Visitor, visitor_of_message
from dabir_core.sentences import Language


async def stats(services: Services, update: Update) -> None:
    """Tells how much was done. Raises: DatabaseClosed."""
    place, visitor, speaks = await asked(services, update)
    if _is_operator(services, visitor, place, speaks):
        services.talk.say(place, await _stats(services, speaks))


async def ban(services: Services, update: Update) -> None:
    """Shuts somebody out. Raises: DatabaseClosed."""
    await _decide(services, update, command="ban")


async def allow(services: Services, update: Update) -> None:
    """Lets somebody in; a ban ends by it. Raises: DatabaseClosed."""
    await _decide(services, update, command="allow")


async def decide(services: Services, person: int, *, lets_in: bool, speaks: Language) -> str:
    """Lets somebody in or shuts them out. Returns what to tell the operator. Raises: DatabaseClosed.

    Whoever is let in hears of it in both languages, since theirs is not kept.
    """
    people = services.store.people
    await asyncio.to_thread(people.allow if lets_in else people.ban, person)
    if lets_in and person > 0:
        services.talk.say(Place(person), f"{words.LET_IN.fa}\n{words.LET_IN.en}")
    return (words.ALLOWED if lets_in else words.BANNED)(speaks, person=str(person))


async def _decide(services: Services, update: Update, *, command: str) -> None:
    place, visitor, speaks = await asked(services, update)
    if not _is_operator(services, visitor, place, speaks):
        return
    person = _whom(update)
    if not person:
        services.talk.say(place, words.WHOM(speaks, command=command))
        return
    services.talk.say(place, await decide(services, person, lets_in=command == "allow", speaks=speaks))


def _is_operator(services: Services, visitor: Visitor, place: Place, speaks: Language) -> bool:
    is_one = bool(visitor.person) and visitor.person in services.settings.access.admins
    if not is_one and visitor.is_private:  # in groups the command may be another bot's
        services.talk.say(place, words.OPERATORS_ONLY(speaks))
    return is_one


def _whom(update: Update) -> int:
    """The id behind the command, or of who sent the message that it replies to; 0 for nobody."""
    message = update.effective_message
    assert message is not None, "commands are messages"
    written = argument_of(message)
    if written.removeprefix("-").isdecimal():
        return int(written)
    replied = replied_to(message)
    return visitor_of_message(replied).person if replied else 0


async def _stats(services: Services, speaks: Language) -> str:
    week = (datetime.now(UTC).date() - timedelta(days=6)).isoformat()
    store = services.store
    day, since = await asyncio.gather(*(asyncio.to_thread(store.stats.totals, start) for start in (today(), week)))

    def told(count: float) -> str:
        return number(round(count), speaks)

    return words.STATS(
        speaks,
        people=told(await asyncio.to_thread(store.people.count, today())),
        answers=told(day.get(ANSWERS, 0)),
        minutes=told(day.get(SECONDS, 0) / 60),
        failures=told(day.get(FAILURES, 0)),
        week_answers=told(since.get(ANSWERS, 0)),
        week_minutes=told(since.get(SECONDS, 0) / 60),
        week_failures=told(since.get(FAILURES, 0)),
        jobs=told(len(await services.jobs.unfinished())),
        inbox=told(await asyncio.to_thread(store.inbox.count)),
    )
