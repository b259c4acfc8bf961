"""Admins are told of somebody who wants to be let in: once, and again where that word reached none of them.

It is noted only after an admin's message was sent. A word that a stop, a blocked bot or a long line lost is said again
when the person comes again; so is, at worst, one that was sent just before the process died.
"""

import asyncio

from telegram.error import TelegramError

from dabir_bot import command_texts as words
from dabir_bot.buttons import Act, Press, keyboard_of
from dabir_bot.settings import Access
from dabir_bot.store import Standing, Store
from dabir_bot.talk import Place, Talk
from dabir_bot.visitors import Visitor


class AdmissionRequests:
    """Those of one process, on its event loop."""

    def __init__(self, access: Access, store: Store, talk: Talk) -> None:
        self._admins = sorted(access.admins)
        self._store = store
        self._talk = talk
        self._under_way: set[int] = set()

    def ask(self, visitor: Visitor) -> None:
        """Has the admins told beside, unless they were."""
        if visitor.person not in self._under_way:
            self._under_way.add(visitor.person)
            self._talk.beside(self._ask(visitor))

    async def _ask(self, visitor: Visitor) -> None:
        try:
            if await asyncio.to_thread(self._store.people.standing, visitor.person) is Standing.UNKNOWN:
                await asyncio.gather(*(self._tell(admin, visitor) for admin in self._admins))
        finally:
            self._under_way.discard(visitor.person)

    async def _tell(self, admin: int, visitor: Visitor) -> None:
        person = str(visitor.person)
        speaks = (await asyncio.to_thread(self._store.chats.settings, admin)).speaks or "fa"
        asked = words.ASKS_IN(speaks, name=visitor.name, person=person)
        row = [(words.ALLOW, Press(Act.ALLOW, person)), (words.BAN, Press(Act.BAN, person))]
        sending = self._talk.say(Place(admin), asked, keyboard=keyboard_of(speaks, [row]))
        if sending is None:
            return
        try:
            await sending
        except TelegramError:  # the log has it from `Talk`
            return
        await asyncio.to_thread(self._store.people.ask, visitor.person)
