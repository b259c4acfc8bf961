"""How people hear of their sounds: a reaction and a status message at once, its edits while they wait, then the text.

The status message becomes the answer, so that telling it again after a crash repeats nothing. Parts beyond the first
are noted in the store as they are sent. An album has one status message, the list of its sounds, and each sound's text
comes as a reply to it. What is sent has no parse mode: spoken words and names are never read as formatting.
"""

import asyncio
import logging
from collections import deque
from dataclasses import dataclass, field
from typing import Final

from telegram import Bot, InlineKeyboardMarkup

from dabir_bot import texts
from dabir_bot.admission import ANSWERS, FAILURES, SECONDS, settle, today
from dabir_bot.boards import Boards
from dabir_bot.buttons import answer_keyboard, cancel_keyboard
from dabir_bot.messages import Messages
from dabir_bot.orders import Order, SoundKind
from dabir_bot.replies import Reply, View, failure, growing, reply, titled
from dabir_bot.sending import Sender
from dabir_bot.status import Stage, Status, status_line
from dabir_bot.store import Answer, ItemState, Store
from dabir_core.errors import DabirError
from dabir_core.units import Seconds

_LOG = logging.getLogger(__name__)
_SEEN: Final = "👀"

_Place = tuple[int, int]
"""A chat and a message of ours in it."""


@dataclass(slots=True)
class _Showing:
    """Statuses under way, and the messages that hold their last word already."""

    tasks: dict[_Place, asyncio.Task[None]] = field(default_factory=dict)
    over: deque[_Place] = field(default_factory=lambda: deque(maxlen=512))


class Delivery:
    """Tells everything about orders; one for each process, on its event loop."""

    def __init__(self, bot: Bot, sender: Sender, store: Store, *, late_after: Seconds) -> None:
        self._bot = bot
        self._sender = sender
        self._store = store
        self._late_after = late_after
        self._messages = Messages(bot, sender)
        self._boards = Boards(self._messages, store.albums)
        self._showing = _Showing()

    async def acknowledge(self, order: Order) -> int:
        """Tells that the sound was seen. Returns the id of the status message, 0 where the chat has no room for one.

        Raises: Forbidden where the bot may not write.
        """
        await self._sender.free(
            order.chat, lambda chat: self._bot.set_message_reaction(chat, order.message, reaction=_SEEN)
        )
        if order.album:
            return await self._boards.open(order)
        line = status_line(Status(Stage.WAITING), order.speaks)
        return await self._messages.receipt(order, titled(_title(order), line), cancel_keyboard(order))

    async def show(self, order: Order, message_id: int | None, status: Status) -> None:
        """Tells how far the work is, if the chat's pace allows it; returns before it is sent, and raises nothing."""
        place = (order.chat, message_id or 0)
        if not message_id or place in self._showing.tasks or place in self._showing.over:
            return
        task = asyncio.create_task(self._show(order, message_id, status))
        self._showing.tasks[place] = task
        task.add_done_callback(lambda shown: self._shown(place, shown))

    async def finish(self, order: Order, message_id: int | None, answer: Answer) -> list[int]:
        """Tells the text. Returns the messages that hold it, the first of which is the status message if there is one.

        Raises: Forbidden where the bot may not write.
        """
        settings = await asyncio.to_thread(self._store.chats.settings, order.chat)
        is_late = bool(order.asked_at) and answer.made_at - order.asked_at > self._late_after
        view = View(order.speaks, has_times=settings.timestamps, is_late=is_late, title=_title(order))
        told = reply(answer.transcript, view)
        keyboard = answer_keyboard(order, answer.id, has_times=view.has_times) if answer.transcript.text else None
        sent = await self._tell(order, message_id, (told, keyboard), answer=answer)
        await self._over(order, ItemState.DONE)
        await asyncio.to_thread(self._account, order, answer.transcript.duration, counted=ANSWERS)
        return sent

    async def fail(self, order: Order, message_id: int | None, error: DabirError) -> None:
        """Tells why there is no text, which comes last: it is the only thing here that a crash after it repeats.

        Raises: Forbidden where the bot may not write.
        """
        words = titled(_title(order), failure(error, name=order.name, speaks=order.speaks))
        await asyncio.to_thread(self._account, order, 0.0, counted=FAILURES)
        await self._over(order, ItemState.FAILED)
        await self._tell(order, message_id, (Reply((words,)), None))

    async def cancelled(self, order: Order, message_id: int | None) -> None:
        """Tells that the job was stopped. Raises: Forbidden where the bot may not write."""
        await asyncio.to_thread(settle, self._store, order, 0.0)
        await self._over(order, ItemState.FAILED)
        if not order.album:
            await self._tell(order, message_id, (Reply((texts.CANCELLED(order.speaks),)), None))

    def _account(self, order: Order, heard: Seconds, *, counted: str) -> None:
        settle(self._store, order, heard)
        self._store.stats.count(counted, day=today())
        self._store.stats.count(SECONDS, heard, day=today())

    def _shown(self, place: _Place, task: asyncio.Task[None]) -> None:
        """A status that could not be told is nobody's loss."""
        self._showing.tasks.pop(place, None)
        error = None if task.cancelled() else task.exception()
        if error is not None:
            _LOG.info("a status was left out: %s", type(error).__name__)

    async def _show(self, order: Order, message_id: int, status: Status) -> None:
        if order.album:
            if await asyncio.to_thread(self._store.albums.turn, order, ItemState.WORKING):
                await self._boards.refresh(order, message_id)
            return
        told = titled(_title(order), growing(status, order.speaks))
        await self._messages.progress(order, message_id, told, keyboard=cancel_keyboard(order))

    async def _tell(
        self,
        order: Order,
        message_id: int | None,
        told: tuple[Reply, InlineKeyboardMarkup | None],
        *,
        answer: Answer | None = None,
    ) -> list[int]:
        """Sends what of it was not sent yet; the keyboard goes under the last message."""
        await self._quiet(order, message_id)
        parts, keyboard = told
        sent = await asyncio.to_thread(self._store.answers.delivered, answer.id) if answer else []
        place = None if order.album else message_id
        for at, text in enumerate(parts.messages):
            if at < len(sent):
                continue
            is_last = at == len(parts.messages) - 1 and not parts.document
            under = keyboard if is_last else None
            sent.append(await self._messages.put(order, place if at == 0 else None, text, keyboard=under))
            if answer:
                await asyncio.to_thread(self._store.answers.deliver, answer.id, sent)
        if parts.document and len(sent) == len(parts.messages):
            sent.append(await self._messages.document(order, parts.document.encode(), suffix="txt", keyboard=keyboard))
            if answer:
                await asyncio.to_thread(self._store.answers.deliver, answer.id, sent)
        return sent

    async def _quiet(self, order: Order, message_id: int | None) -> None:
        """From here on no status may overtake the last word."""
        place = (order.chat, message_id or 0)
        if not message_id or order.album:
            return
        self._showing.over.append(place)
        if task := self._showing.tasks.get(place):
            await asyncio.wait([task])

    async def _over(self, order: Order, state: ItemState) -> None:
        if order.album:
            await asyncio.to_thread(self._store.albums.turn, order, state)
            await self._boards.refresh(order, await asyncio.to_thread(self._store.albums.board, order))


def _title(order: Order) -> str:
    """Several links of one message have names, so that each answer says which it is about."""
    return f"🔗 {order.name}" if order.kind is SoundKind.LINK and order.name else ""
