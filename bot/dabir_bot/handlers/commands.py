"""What anybody may ask: /start, /help, /privacy, /forget; and the bot's coming into a group."""

import asyncio

from telegram import Update
from telegram.constants import ChatMemberStatus

from dabir_bot import command_texts as words
from dabir_bot.buttons import Act, Press, keyboard_of
from dabir_bot.handlers.menus import language_name
from dabir_bot.privacy import privacy_text
from dabir_bot.services import Services
from dabir_bot.status import number
from dabir_bot.taking import speaks_to
from dabir_bot.talk import Place
from dabir_bot.visitors import Visitor, visitor_of_message
from dabir_core.fetch import Scope
from dabir_core.sentences import Language


async def start(services: Services, update: Update) -> None:
    """Greets. Raises: DatabaseClosed."""
    place, visitor, speaks = await asked(services, update)
    if not visitor.is_private:
        services.talk.say(place, words.GROUP_HELLO(speaks))
        return
    chosen = await asyncio.to_thread(services.store.chats.settings, visitor.chat)
    services.talk.say(place, words.START(speaks, spoken=language_name(chosen.language, speaks)))


async def help_(services: Services, update: Update) -> None:
    """Tells what can be done. Raises: DatabaseClosed."""
    place, _, speaks = await asked(services, update)
    links = "" if services.settings.links is Scope.OFF else words.HELP_LINKS(speaks)
    megabytes = number(services.settings.telegram.most_bytes >> 20, speaks)
    services.talk.say(place, words.HELP(speaks, megabytes=megabytes, links=links))


async def privacy(services: Services, update: Update) -> None:
    """Tells what is kept. Raises: DatabaseClosed."""
    place, _, speaks = await asked(services, update)
    is_sqlite = services.store.database.is_sqlite
    services.talk.say(place, privacy_text(services.settings, speaks, is_sqlite=is_sqlite))


async def forget(services: Services, update: Update) -> None:
    """Asks what is to be deleted: all of a person's, and in groups all of the group's. Raises: DatabaseClosed."""
    place, visitor, speaks = await asked(services, update)
    mine = [(words.FORGET_BUTTON, Press(Act.FORGET, str(visitor.person)))] if visitor.person else []
    if visitor.is_private:
        services.talk.say(place, words.FORGET(speaks), keyboard=keyboard_of(speaks, [mine]))
        return
    whole = [(words.FORGET_CHAT_BUTTON, Press(Act.FORGET_CHAT, ""))]
    rows = [row for row in (mine, whole) if row]
    services.talk.say(place, words.FORGET_IN_GROUP(speaks), keyboard=keyboard_of(speaks, rows))


async def joined(services: Services, update: Update) -> None:
    """The bot came into a group, or a chat was closed to it: nobody can read there what it would write now.

    Raises: DatabaseClosed.
    """
    change = update.my_chat_member
    if change is None:
        return
    outside = (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED)
    was_inside, is_inside = (
        member.status not in outside for member in (change.old_chat_member, change.new_chat_member)
    )
    if was_inside and not is_inside:
        for job in await services.jobs.unfinished(chat=change.chat.id):
            await services.jobs.cancel(job)
    if is_inside and not was_inside and change.chat.id < 0:
        code = change.from_user.language_code or "fa"
        services.talk.say(Place(change.chat.id), words.GROUP_HELLO("fa" if code.startswith("fa") else "en"))


async def asked(services: Services, update: Update) -> tuple[Place, Visitor, Language]:
    """Where a command came from, from whom, and in which language it is answered. Raises: DatabaseClosed."""
    message = update.effective_message
    assert message is not None, "commands are messages"
    visitor = visitor_of_message(message)
    return Place.beside(message), visitor, await speaks_to(services, visitor)
