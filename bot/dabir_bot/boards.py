"""The list of an album's sounds: one message, a line for each, edited as they get on."""

import asyncio
from collections.abc import Sequence
from typing import Final
from weakref import WeakValueDictionary

from dabir_bot import texts
from dabir_bot.buttons import cancel_keyboard
from dabir_bot.messages import Messages
from dabir_bot.orders import Order
from dabir_bot.splitting import beginning
from dabir_bot.status import number
from dabir_bot.store import AlbumItem, Albums, ItemState
from dabir_core.sentences import Language
from dabir_core.units import Seconds

_MARKS: Final = {
    ItemState.WAITING: "⏳",
    ItemState.WORKING: "✍️",
    ItemState.DONE: "✅",
    ItemState.FAILED: "⚠️",
}
_LONGEST_NAME: Final = 60
_OTHERS_TURN: Final[Seconds] = 5.0
"""How long the others of an album wait for the first to send the list; if it died, the next one sends it."""


class Boards:
    """The lists of all albums."""

    def __init__(self, messages: Messages, albums: Albums) -> None:
        self._messages = messages
        self._albums = albums
        self._turns: WeakValueDictionary[tuple[int, str], asyncio.Lock] = WeakValueDictionary()

    async def open(self, order: Order) -> int:
        """Joins an album and sends its list, if nobody else does. Returns the message, or 0. Raises: Forbidden."""
        is_first = await asyncio.to_thread(self._albums.join, order)
        board = 0 if is_first else await self._of_another(order)
        if board:
            await self.refresh(order, board)
            return board
        board = await self._messages.receipt(order, await self._lines(order), cancel_keyboard(order))
        if board:
            await asyncio.to_thread(self._albums.list_in, order, board)
        return board

    async def refresh(self, order: Order, board: int) -> None:
        """Brings the list up to date: for sure when all is over, before that if the chat's pace allows it."""
        if not board:
            return
        turn = self._turns.setdefault((order.chat, order.album), asyncio.Lock())
        async with turn:  # or an older list could be sent after a newer one
            await self._send(order, board)

    async def _send(self, order: Order, board: int) -> None:
        items = await asyncio.to_thread(self._albums.items, order.chat, order.album)
        text = board_text(items, order.speaks)
        if all(item.state.is_over for item in items):
            await self._messages.put(order, board, text, keyboard=None)
        else:
            await self._messages.progress(order, board, text, keyboard=cancel_keyboard(order))

    async def _lines(self, order: Order) -> str:
        items = await asyncio.to_thread(self._albums.items, order.chat, order.album)
        return board_text(items, order.speaks)

    async def _of_another(self, order: Order) -> int:
        waited = 0.0
        while not (board := await asyncio.to_thread(self._albums.board, order)) and waited < _OTHERS_TURN:
            await asyncio.sleep(0.2)
            waited += 0.2
        return board


def board_text(items: Sequence[AlbumItem], speaks: Language) -> str:
    """The list as a message. Pure."""
    names = [
        beginning(item.name, _LONGEST_NAME) or texts.UNNAMED(speaks, number=number(at, speaks))
        for at, item in enumerate(items, start=1)
    ]
    lines = [f"{_MARKS[item.state]} {name}" for item, name in zip(items, names, strict=True)]
    return "\n".join([texts.ALBUM(speaks), *lines])
