"""Buttons. What a press asks for may be made up by its sender: each is checked against chat and person."""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from telegram import Message, Update

from dabir_bot import command_texts as words
from dabir_bot.admission import Verdict, admit
from dabir_bot.buttons import Act, Press
from dabir_bot.errors import sentence
from dabir_bot.handlers.menus import OFFERED, choose_language, language_menu, may_change, settings_menu
from dabir_bot.handlers.operators import decide
from dabir_bot.refusals import AnswerForgotten, NotYours
from dabir_bot.replies import View, reply
from dabir_bot.services import Services
from dabir_bot.store import Answer, AnswerId
from dabir_bot.taking import speaks_to, submit
from dabir_bot.talk import Place
from dabir_bot.visitors import Visitor, visitor_of_press
from dabir_core import Task
from dabir_core.errors import DabirError
from dabir_core.formats import Kind, render_file
from dabir_core.sentences import Language

_IDENTITY: Final = re.compile(r"-?[0-9]{1,18}")
"""Of a person, a chat or an answer: what 64 bits hold."""


@dataclass(frozen=True, slots=True)
class _Pressed:
    """One press: of which button, by whom, under which message of ours, which said what, in which update."""

    press: Press
    visitor: Visitor
    place: Place
    update: int
    query: str
    speaks: Language
    said: str = ""


async def pressed(services: Services, update: Update) -> None:
    """Does what a button asks for. Raises: DatabaseClosed."""
    query = update.callback_query
    visitor = visitor_of_press(query) if query else None
    if query is None or visitor is None or query.message is None:
        return
    press = Press.read(query.data or "")
    if press is None or not await _may_press(services, press, visitor):
        services.talk.heard(query.id)
        return
    message = query.message
    topic = message.message_thread_id if isinstance(message, Message) and message.is_topic_message else None
    place = Place(visitor.chat, topic, message.message_id)
    speaks = await speaks_to(services, visitor)
    try:
        said = (message.text or "") if isinstance(message, Message) else ""
        asked = _Pressed(press, visitor, place, update.update_id, query.id, speaks, said)
        told = await _ACTS[press.act](services, asked)
    except DabirError as refusal:
        if not isinstance(refusal, NotYours | AnswerForgotten):
            raise
        told = sentence(refusal, speaks)
    services.talk.heard(query.id, told)


async def _may_press(services: Services, press: Press, visitor: Visitor) -> bool:
    """Whether anything is done: for whom the door is closed, only what deletes, and that looks who presses."""
    if press.act in (Act.FORGET, Act.FORGET_CHAT):
        return True
    return await admit(visitor, services.settings.access, services.store) is Verdict.ADMITTED


async def _stop(services: Services, pressed: _Pressed) -> str:
    return await _cancel(services, pressed, [pressed.press.subject])


async def _stop_album(services: Services, pressed: _Pressed) -> str:
    chat = pressed.visitor.chat
    items = await asyncio.to_thread(services.store.albums.items, chat, pressed.press.subject)
    jobs = [f"{item.update}.{item.number}" for item in items if not item.state.is_over]
    return await _cancel(services, pressed, jobs)


async def _cancel(services: Services, pressed: _Pressed, jobs: list[str]) -> str:
    cancelled = False
    for job in jobs:
        order = await services.jobs.order(job)
        if order is None or order.chat != pressed.visitor.chat:
            continue
        if order.person != pressed.visitor.person and not await may_change(services, pressed.visitor):
            raise NotYours
        cancelled |= await services.jobs.cancel(job)
    return (words.STOPPED if cancelled else words.TOO_LATE)(pressed.speaks)


async def _subtitles(services: Services, pressed: _Pressed) -> str:
    answer = await _answer(services, pressed)
    kind = Kind.SRT if pressed.press.act is Act.SRT else Kind.VTT
    content = render_file(answer.transcript, kind)
    services.talk.beside(services.messages.document(answer.order, content, suffix=kind.value))
    return ""


async def _times(services: Services, pressed: _Pressed) -> str:
    answer = await _answer(services, pressed)
    told = reply(answer.transcript, View(pressed.speaks, has_times=True))

    async def send() -> None:
        for text in told.messages:
            await services.messages.put(answer.order, None, text, keyboard=None)
        if told.document:
            await services.messages.document(answer.order, told.document.encode(), suffix="txt")

    services.talk.beside(send())
    return ""


async def _english(services: Services, pressed: _Pressed) -> str:
    answer = await _answer(services, pressed)
    order = replace(
        answer.order,
        update=pressed.update,
        number=0,
        person=pressed.visitor.person,
        task=Task.TRANSLATE,
        speaks=pressed.speaks,
        album="",
        asked_at=time.time(),
    )
    await submit(services, order, place=replace(pressed.place, message=order.message))
    return ""


async def _language(services: Services, pressed: _Pressed) -> str:
    if pressed.press.subject not in OFFERED:
        return ""
    if not await may_change(services, pressed.visitor):
        return words.ADMINS_ONLY(pressed.speaks)
    await choose_language(services, pressed.visitor.chat, pressed.press.subject)
    text, keyboard = await language_menu(services, pressed.visitor.chat, pressed.speaks)
    services.talk.change(pressed.place, text, keyboard=keyboard)
    return ""


async def _setting(services: Services, pressed: _Pressed) -> str:
    if not await may_change(services, pressed.visitor):
        return words.ADMINS_ONLY(pressed.speaks)
    chats, chat = services.store.chats, pressed.visitor.chat
    chosen = await asyncio.to_thread(chats.settings, chat)
    subject = pressed.press.subject
    if subject == "timestamps":
        await asyncio.to_thread(chats.change, chat, timestamps=not chosen.timestamps)
    elif subject == "everything":
        await asyncio.to_thread(chats.change, chat, everything=not chosen.everything)
    return await _shown(services, pressed, is_blind=subject == "everything" and not chosen.everything)


async def _speaks(services: Services, pressed: _Pressed) -> str:
    if not await may_change(services, pressed.visitor):
        return words.ADMINS_ONLY(pressed.speaks)
    subject = pressed.press.subject
    speaks = subject if subject in ("fa", "en") else None
    await asyncio.to_thread(services.store.chats.change, pressed.visitor.chat, speaks=speaks)
    return await _shown(services, pressed)


async def _shown(services: Services, pressed: _Pressed, *, is_blind: bool = False) -> str:
    """The menu as it is now; and that Telegram hides a group's sounds from a bot that is no admin there."""
    speaks = await speaks_to(services, pressed.visitor)
    text, keyboard = await settings_menu(services, pressed.visitor.chat, speaks)
    services.talk.change(pressed.place, text, keyboard=keyboard)
    bot = services.talk.bot
    is_blind = is_blind and not bot.can_read_all_group_messages
    if is_blind and not await services.talk.is_admin(pressed.visitor.chat, bot.id):
        services.talk.say(pressed.place, words.BLIND_IN_GROUP(speaks))
    return ""


async def _forget(services: Services, pressed: _Pressed) -> str:
    if str(pressed.visitor.person) != pressed.press.subject:
        raise NotYours
    services.talk.change(pressed.place, words.FORGETTING(pressed.speaks))
    await services.privacy.forget(pressed.visitor.person, until=pressed.update)
    services.talk.change(pressed.place, words.FORGOTTEN(pressed.speaks))
    return ""


async def _forget_chat(services: Services, pressed: _Pressed) -> str:
    if not await may_change(services, pressed.visitor):
        return words.ADMINS_ONLY(pressed.speaks)
    services.talk.change(pressed.place, words.FORGETTING(pressed.speaks))
    await services.privacy.forget_chat(pressed.visitor.chat, until=pressed.update)
    services.talk.change(pressed.place, words.FORGOTTEN_CHAT(pressed.speaks))
    return ""


async def _admission(services: Services, pressed: _Pressed) -> str:
    if pressed.visitor.person not in services.settings.access.admins:
        return words.OPERATORS_ONLY(pressed.speaks)
    if not _IDENTITY.fullmatch(pressed.press.subject):
        return ""
    lets_in = pressed.press.act is Act.ALLOW
    told = await decide(services, int(pressed.press.subject), lets_in=lets_in, speaks=pressed.speaks)
    services.talk.change(pressed.place, f"{pressed.said}\n{told}".strip())
    return ""


async def _answer(services: Services, pressed: _Pressed) -> Answer:
    """The answer under which a button stands. Raises: AnswerForgotten, also for another chat's."""
    subject = pressed.press.subject
    is_id = _IDENTITY.fullmatch(subject) is not None
    found = await asyncio.to_thread(services.store.answers.get, AnswerId(int(subject))) if is_id else None
    if found is None or found.order.chat != pressed.visitor.chat:
        raise AnswerForgotten
    return found


_Act = Callable[[Services, _Pressed], Awaitable[str]]
_ACTS: Final[Mapping[Act, _Act]] = MappingProxyType(
    {
        Act.STOP: _stop,
        Act.STOP_ALBUM: _stop_album,
        Act.SRT: _subtitles,
        Act.VTT: _subtitles,
        Act.ENGLISH: _english,
        Act.TIMES: _times,
        Act.LANGUAGE: _language,
        Act.SPEAKS: _speaks,
        Act.SETTING: _setting,
        Act.FORGET: _forget,
        Act.FORGET_CHAT: _forget_chat,
        Act.ALLOW: _admission,
        Act.BAN: _admission,
    }
)
"""What each button does; each gives a word for who pressed it, or nothing."""
