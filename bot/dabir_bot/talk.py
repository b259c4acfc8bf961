"""Short words that belong to no job: answers to commands, refusals, menus.

They are sent beside the handlers, which would otherwise hold up everybody's updates while Telegram makes one chat wait.
A crash may lose them; whoever asked asks again, and who must know that a word arrived waits for its sending.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable
from dataclasses import dataclass, replace
from typing import Final
from weakref import WeakValueDictionary

from telegram import Bot, InlineKeyboardMarkup, LinkPreviewOptions, Message, ReplyParameters
from telegram.constants import ChatMemberStatus
from telegram.error import TelegramError

from dabir_bot.sending import Call, Sender

_LOG = logging.getLogger(__name__)
_MOST_WAITING: Final = 10
"""Words that one chat may have waiting."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a word belongs: a chat, a thread of it, the message that it replies to or, for menus, that it replaces."""

    chat: int
    topic: int | None = None
    message: int | None = None

    @classmethod
    def of(cls, message: Message) -> "Place":
        """The place of a message."""
        return cls(message.chat.id, message.message_thread_id if message.is_topic_message else None, message.message_id)

    @classmethod
    def beside(cls, message: Message) -> "Place":
        """Where a command is answered: in private under it, among many people as a reply to it."""
        place = cls.of(message)
        return replace(place, message=None) if message.chat.id > 0 else place


class Talk:
    """Speaks for the handlers."""

    def __init__(self, bot: Bot, sender: Sender) -> None:
        self.bot = bot
        self._sender = sender
        self._tasks: set[asyncio.Future[object]] = set()
        self._waiting: Counter[int] = Counter()
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    def say(
        self, place: Place, text: str, *, keyboard: InlineKeyboardMarkup | None = None
    ) -> "asyncio.Future[object] | None":
        """Sends a text, as a reply if the place has a message. Returns the sending; None where it is left out."""
        reply = None if place.message is None else ReplyParameters(place.message, allow_sending_without_reply=True)
        return self._in_turn(
            place.chat,
            lambda chat: self.bot.send_message(
                chat,
                text,
                reply_markup=keyboard,
                reply_parameters=reply,
                message_thread_id=place.topic,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            ),
        )

    def change(self, place: Place, text: str, *, keyboard: InlineKeyboardMarkup | None = None) -> None:
        """Puts a text into that message of ours."""
        self._in_turn(
            place.chat,
            lambda chat: self.bot.edit_message_text(text, chat, place.message, reply_markup=keyboard),
        )

    def heard(self, query: str, text: str = "") -> None:
        """Tells Telegram that a press was dealt with, with a word for who pressed."""
        self.beside(self._sender.free(0, lambda _: self.bot.answer_callback_query(query, text or None)))

    def beside(self, sending: Awaitable[object]) -> asyncio.Future[object]:
        """Lets it be sent while the handler goes on."""
        task = asyncio.ensure_future(sending)
        self._tasks.add(task)
        task.add_done_callback(self._over)
        return task

    def _in_turn(self, chat: int, call: Call[object]) -> "asyncio.Future[object] | None":
        """One after the other, also where Telegram has the first one wait: a last word must not be overwritten.

        A chat that asks faster than it may be answered does not fill our memory: the rest is left out.
        """
        if self._waiting[chat] >= _MOST_WAITING:
            return None
        self._waiting[chat] += 1
        sending = self.beside(self._after_others(chat, call))
        sending.add_done_callback(lambda _: self._leave(chat))
        return sending

    async def _after_others(self, chat: int, call: Call[object]) -> None:
        turn = self._turns.setdefault(chat, asyncio.Lock())  # it lives as long as somebody holds it or waits for it
        async with turn:
            await self._sender.must(chat, call)

    def _leave(self, chat: int) -> None:
        self._waiting[chat] -= 1
        if not self._waiting[chat]:
            del self._waiting[chat]

    async def is_admin(self, chat: int, person: int) -> bool:
        """Whether a person may decide for a group; False also where Telegram does not tell."""
        try:
            member = await self.bot.get_chat_member(chat, person)
        except TelegramError as error:
            _LOG.info("telegram: %s where admins were asked for", type(error).__name__)
            return False
        return member.status in (ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR)

    async def close(self) -> None:
        """Gives up what could not be sent yet."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _over(self, task: asyncio.Future[object]) -> None:
        self._tasks.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is not None:
            _LOG.log(
                logging.INFO if isinstance(error, TelegramError) else logging.ERROR,
                "not told: %s",
                type(error).__name__,
            )
