"""Messages with sounds: in private all of them, in groups what somebody points at, or all by an admin's choice."""

import asyncio

from telegram import Message, Update

from dabir_bot.handlers.arguments import argument_of, replied_to
from dabir_bot.language_names import code_of
from dabir_bot.refusals import CommandUnknown, SoundMissing, SoundNotPointedAt
from dabir_bot.services import Services
from dabir_bot.sounds import sound_in, sounds_in
from dabir_bot.taking import Request, may_enter, speaks_to, take, tell
from dabir_bot.talk import Place
from dabir_bot.visitors import visitor_of_message


async def received(services: Services, update: Update) -> None:
    """A message that is no command. In groups, links in passing talk are nobody's wish. Raises: DatabaseClosed."""
    message = update.effective_message
    if message is None:
        return
    visitor = visitor_of_message(message)
    if not visitor.is_private:
        if _calls(message, services.talk.bot.username):
            await transcribe(services, update)
            return
        sound = sound_in(message)
        chosen = await asyncio.to_thread(services.store.chats.settings, visitor.chat)
        if sound is not None and chosen.everything:
            await take(services, _request(update, message, message), [sound])
        return
    sounds = sounds_in(message)
    if sounds:
        await take(services, _request(update, message, message), sounds)
    elif await may_enter(services, visitor, Place.of(message)):
        refusal = CommandUnknown() if (message.text or "").startswith("/") else SoundMissing()
        tell(services, refusal, place=Place.of(message), speaks=await speaks_to(services, visitor))


def _calls(message: Message, username: str) -> bool:
    """Whether a message speaks to us: by our name, or by the command under a file."""
    written = f"{message.text or ''} {message.caption or ''} "
    return f"@{username} ".lower() in written.lower() or (message.caption or "").startswith("/transcribe")


async def transcribe(services: Services, update: Update) -> None:
    """/transcribe, or our name, in reply to a sound or under it; a language may follow. Raises: DatabaseClosed."""
    message = update.effective_message
    if message is None:
        return
    target = _pointed_at(message)
    sounds = sounds_in(target)
    if sounds:
        await take(services, _request(update, message, target, language=code_of(argument_of(message))), sounds)
        return
    visitor = visitor_of_message(message)
    if await may_enter(services, visitor, Place.of(message)):
        refusal = SoundMissing() if visitor.is_private else SoundNotPointedAt()
        tell(services, refusal, place=Place.of(message), speaks=await speaks_to(services, visitor))


def _pointed_at(message: Message) -> Message:
    """The message with the sound that is meant: its own file before what it replies to, its own links after that."""
    replied = replied_to(message)
    if replied is None or sound_in(message) is not None:
        return message
    return replied if sounds_in(replied) else message


def _request(update: Update, message: Message, target: Message, *, language: str = "") -> Request:
    """A wish of who sent `message`, about what `target` holds."""
    return Request(
        update.update_id,
        visitor_of_message(message),
        Place.of(target),
        asked_at=message.date.timestamp(),
        speaker=visitor_of_message(target).person,
        album=(target.media_group_id or "") if target is message else "",
        language=language,
    )
