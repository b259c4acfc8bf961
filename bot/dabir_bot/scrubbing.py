"""Makes what was deleted unreadable on the disk, once for all who ask while another round is under way.

A round writes the whole database anew, so that somebody who asks without end must not have one for each time.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

Scrub = Callable[[], Awaitable[None]]


class Scrubbing:
    """Rounds of all `scrubs`, one after the other; on one event loop."""

    def __init__(self, scrubs: Sequence[Scrub]) -> None:
        self._scrubs = scrubs
        self._turn = asyncio.Lock()
        self._asked = 0
        self._covered = 0

    async def scrub(self) -> None:
        """Returns when a round is over that began after the call. Raises: what scrubs raise."""
        self._asked += 1
        mine = self._asked
        async with self._turn:
            if self._covered >= mine:
                return
            covered = self._asked
            for each in self._scrubs:
                await each()
            self._covered = covered
