"""/language and /settings: a text with the choices, and buttons that change them; in groups for admins only."""

import asyncio
from typing import Final

from telegram import InlineKeyboardMarkup, Update

from dabir_bot import command_texts as words
from dabir_bot.buttons import Act, Press, keyboard_of
from dabir_bot.handlers.arguments import argument_of
from dabir_bot.language_names import AUTO, code_of, name_of
from dabir_bot.services import Services
from dabir_bot.store import ChatSettings
from dabir_bot.taking import speaks_to
from dabir_bot.talk import Place
from dabir_bot.visitors import Visitor, visitor_of_message
from dabir_core.phrase import Phrase
from dabir_core.sentences import Language

OFFERED: Final = ("fa", AUTO, "en", "ar", "tr", "az", "ps", "de", "fr")
_NAMES: Final = {
    "fa": "فارسی",
    "en": "English",
    "ar": "العربية",
    "tr": "Türkçe",
    "az": "Azərbaycanca",
    "ps": "پښتو",
    "de": "Deutsch",
    "fr": "Français",
}
"""In their own language, as its speakers look for them."""


async def language(services: Services, update: Update) -> None:
    """Shows what is spoken here, or changes it to what stands behind the command. Raises: DatabaseClosed."""
    message = update.effective_message
    assert message is not None, "commands are messages"
    visitor, place, written = visitor_of_message(message), Place.beside(message), argument_of(message)
    speaks = await speaks_to(services, visitor)
    if written and not await may_change(services, visitor):
        services.talk.say(place, words.ADMINS_ONLY(speaks))
        return
    code = code_of(written)
    if written and not code:
        services.talk.say(place, words.LANGUAGE_UNKNOWN(speaks, written=written[:40]))
        return
    if code:
        await choose_language(services, visitor.chat, code)
    text, keyboard = await language_menu(services, visitor.chat, speaks)
    services.talk.say(place, text, keyboard=keyboard)


async def settings(services: Services, update: Update) -> None:
    """Shows how texts look here, and buttons that change it. Raises: DatabaseClosed."""
    message = update.effective_message
    assert message is not None, "commands are messages"
    visitor = visitor_of_message(message)
    text, keyboard = await settings_menu(services, visitor.chat, await speaks_to(services, visitor))
    services.talk.say(Place.beside(message), text, keyboard=keyboard)


async def may_change(services: Services, visitor: Visitor) -> bool:
    """Whether somebody may choose for the chat."""
    if visitor.is_private or visitor.is_master or visitor.person in services.settings.access.admins:
        return True
    return bool(visitor.person) and await services.talk.is_admin(visitor.chat, visitor.person)


async def choose_language(services: Services, chat: int, code: str) -> None:
    """What is spoken in that chat. Raises: DatabaseClosed."""
    await asyncio.to_thread(services.store.chats.change, chat, language=None if code == AUTO else code)


async def language_menu(services: Services, chat: int, speaks: Language) -> tuple[str, InlineKeyboardMarkup]:
    """What is spoken here, and other languages to choose. Raises: DatabaseClosed."""
    chosen = await asyncio.to_thread(services.store.chats.settings, chat)
    offered = [(_label(code), Press(Act.LANGUAGE, code)) for code in OFFERED]
    rows = [offered[:2], *(offered[at : at + 3] for at in range(2, len(offered), 3))]
    return words.LANGUAGE(speaks, spoken=language_name(chosen.language, speaks)), keyboard_of(speaks, rows)


async def settings_menu(services: Services, chat: int, speaks: Language) -> tuple[str, InlineKeyboardMarkup]:
    """How texts look here, and what changes it. Raises: DatabaseClosed."""
    chosen = await asyncio.to_thread(services.store.chats.settings, chat)
    own = Phrase(en=_NAMES[chosen.speaks], fa=_NAMES[chosen.speaks]) if chosen.speaks else words.SPEAKS_EACH
    rows = [
        [(_switch(words.TIMES_SWITCH, is_on=chosen.timestamps), Press(Act.SETTING, "timestamps"))],
        [(_named(words.SPEAKS_SWITCH, own), _next_speaks(chosen))],
    ]
    if chat < 0:
        rows.insert(0, [(_switch(words.EVERYTHING_SWITCH, is_on=chosen.everything), Press(Act.SETTING, "everything"))])
    text = (words.SETTINGS if chat > 0 else words.SETTINGS_GROUP)(speaks, spoken=language_name(chosen.language, speaks))
    return text, keyboard_of(speaks, rows)


def language_name(code: str | None, speaks: Language) -> str:
    """A language as people call it. Pure."""
    return words.AUTO(speaks) if code is None else name_of(code, speaks)


def _label(code: str) -> Phrase:
    return words.AUTO if code == AUTO else Phrase(en=_NAMES[code], fa=_NAMES[code])


def _switch(label: Phrase, *, is_on: bool) -> Phrase:
    """A button that shows how things stand and turns them round."""
    mark = "✅" if is_on else "◻️"
    return Phrase(en=f"{mark} {label.en}", fa=f"{mark} {label.fa}")


def _named(label: Phrase, value: Phrase) -> Phrase:
    return Phrase(en=f"{label.en}: {value.en}", fa=f"{label.fa}: {value.fa}")


def _next_speaks(chosen: ChatSettings) -> Press:
    """Each person's own, Persian, English, and around again."""
    following = {None: "fa", "fa": "en", "en": "auto"}
    return Press(Act.SPEAKS, following[chosen.speaks])
