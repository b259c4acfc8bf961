"""Who speaks to the bot, where, and in which language they want to be answered."""

from dataclasses import dataclass, replace
from typing import Final

from telegram import CallbackQuery, Chat, Message, User
from telegram.constants import ChatType

from dabir_bot.sounds import one_line
from dabir_core.sentences import Language

_SERVICE: Final = frozenset({777000, 136817688})
"""Telegram's own accounts that post for channels. Source: core.telegram.org/bots/api#message, `from`."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """One who asks.

    person       the id; 0 where Telegram does not tell it: anonymous admins, channels
    chat         negative for groups and channels
    speaks       the language of the person's app
    is_master    whether the chat itself speaks: an anonymous admin, or a channel's post; nobody who presses a button
    name         as others see it; for admins who decide about somebody, never kept
    """

    person: int
    chat: int
    speaks: Language = "fa"
    is_master: bool = False
    name: str = ""

    @property
    def payer(self) -> int:
        """Whose quota it is: the chat's where nobody else is known."""
        return self.person or self.chat

    @property
    def is_private(self) -> bool:
        """Whether nobody else reads along."""
        return self.chat > 0


def visitor_of_message(message: Message) -> Visitor:
    """Who sent it."""
    chat, sender_chat = message.chat, message.sender_chat
    is_master = chat.type == ChatType.CHANNEL or (sender_chat is not None and sender_chat.id == chat.id)
    return replace(_visitor(chat, message.from_user, sender_chat), is_master=is_master)


def visitor_of_press(query: CallbackQuery) -> Visitor | None:
    """Who pressed a button; None for a button that is in no chat. A channel's subscribers press them, too."""
    return None if query.message is None else _visitor(query.message.chat, query.from_user, None)


def _visitor(chat: Chat, user: User | None, sender_chat: Chat | None) -> Visitor:
    is_known = user is not None and sender_chat is None and not user.is_bot and user.id not in _SERVICE
    person = user.id if is_known and user is not None else 0
    code = (user.language_code or "") if user is not None else ""
    speaks: Language = "en" if code and not code.startswith("fa") else "fa"
    return Visitor(person, chat.id, speaks, name=one_line((user.full_name if user else "") or ""))
