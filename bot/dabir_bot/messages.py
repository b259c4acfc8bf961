"""The messages that belong to an order: replies to its sound, in its thread, that Telegram's refusals do not lose."""

from collections.abc import Awaitable, Callable
from pathlib import PurePath
from typing import Final

from telegram import Bot, InlineKeyboardMarkup, InputFile, LinkPreviewOptions, ReplyParameters
from telegram.error import BadRequest

from dabir_bot.orders import Order
from dabir_bot.pace import Weight
from dabir_bot.sending import Sender
from dabir_core.fetch import safe_file_name

_NO_PREVIEW: Final = LinkPreviewOptions(is_disabled=True)
_UNCHANGED: Final = "message is not modified"
_GONE: Final = ("message to edit not found", "message can't be edited", "message_id_invalid")
_NO_THREAD: Final = "message thread not found"

_Send = Callable[[int, int | None], Awaitable[int]]
"""Sends to a chat, in a thread of it. Returns the message."""


class Messages:
    """Sends, edits and documents for orders."""

    def __init__(self, bot: Bot, sender: Sender) -> None:
        self._bot = bot
        self._sender = sender

    async def receipt(self, order: Order, text: str, keyboard: InlineKeyboardMarkup) -> int:
        """Sends the first word on a sound. Returns the message's id, or 0. Raises: Forbidden.

        In a chat that has no budget for it soon there is none, so that what budget it has is left to answers.
        """
        try:
            return await self._send(order, text, keyboard, weight=Weight.RECEIPT)
        except TimeoutError:
            return 0

    async def progress(self, order: Order, message_id: int, text: str, *, keyboard: InlineKeyboardMarkup) -> None:
        """Edits a status message, if the pace allows it."""
        await self._sender.may(
            order.chat,
            lambda chat: self._bot.edit_message_text(
                text, chat, message_id, reply_markup=keyboard, link_preview_options=_NO_PREVIEW
            ),
        )

    async def put(
        self, order: Order, message_id: int | None, text: str, *, keyboard: InlineKeyboardMarkup | None
    ) -> int:
        """Puts a text into a message of ours, or into a new one. Returns its id. Raises: Forbidden."""
        if message_id and await self._edit(order, message_id, text, keyboard=keyboard):
            return message_id
        return await self._send(order, text, keyboard)

    async def document(
        self, order: Order, content: bytes, *, suffix: str, keyboard: InlineKeyboardMarkup | None = None
    ) -> int:
        """Sends a file named after the sound. Returns the message's id. Raises: Forbidden."""
        name = f"{safe_file_name(PurePath(order.name).stem, otherwise='dabir')}.{suffix}"

        async def call(chat: int, thread: int | None) -> int:
            sent = await self._bot.send_document(
                chat,
                InputFile(content, filename=name),
                reply_markup=keyboard,
                message_thread_id=thread,
                reply_parameters=ReplyParameters(order.message, allow_sending_without_reply=True),
            )
            return sent.message_id

        return await self._in_thread(order, call)

    async def _send(
        self, order: Order, text: str, keyboard: InlineKeyboardMarkup | None, *, weight: Weight = Weight.FINAL
    ) -> int:
        async def call(chat: int, thread: int | None) -> int:
            sent = await self._bot.send_message(
                chat,
                text,
                reply_markup=keyboard,
                message_thread_id=thread,
                link_preview_options=_NO_PREVIEW,
                reply_parameters=ReplyParameters(order.message, allow_sending_without_reply=True),
            )
            return sent.message_id

        return await self._in_thread(order, call, weight=weight)

    async def _in_thread(self, order: Order, call: _Send, *, weight: Weight = Weight.FINAL) -> int:
        """In the order's thread, or in the chat where that thread is closed for good."""
        try:
            return await self._sender.must(order.chat, lambda chat: call(chat, order.topic), weight=weight)
        except BadRequest as refusal:
            if order.topic is None or _NO_THREAD not in refusal.message.lower():
                raise
        return await self._sender.must(order.chat, lambda chat: call(chat, None), weight=weight)

    async def _edit(self, order: Order, message_id: int, text: str, *, keyboard: InlineKeyboardMarkup | None) -> bool:
        """Returns whether the message holds the text now; not where it is gone."""
        try:
            await self._sender.must(
                order.chat,
                lambda chat: self._bot.edit_message_text(
                    text, chat, message_id, reply_markup=keyboard, link_preview_options=_NO_PREVIEW
                ),
            )
        except BadRequest as refusal:
            told = refusal.message.lower()
            if any(part in told for part in _GONE):
                return False
            if _UNCHANGED not in told:
                raise
        return True
