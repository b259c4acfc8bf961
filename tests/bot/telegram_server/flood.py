"""A model of Telegram's flood control; the real limits are unpublished. Pure: the caller says what time it is.

Sends, edits and media of a chat share one budget: eight within five seconds, in groups also twenty within a minute.
A chat that was told to wait stays closed for as long as it was told.
"""

import math
from collections import deque
from dataclasses import dataclass, field
from typing import Final

_BURST, _BURST_SECONDS = 8, 5.0
_GROUP_BURST, _GROUP_SECONDS = 20, 60.0
_SHARING: Final = frozenset({"sendchataction", "sendmessagedraft"})


def counts(method: str) -> bool:
    """Whether calls of this method (in lower case) use the chat's budget."""
    return method.startswith(("send", "edit", "copy", "forward")) and method not in _SHARING


@dataclass
class FloodControl:
    """All chats' budgets. `impatient` counts calls that came while their chat had been told to wait."""

    impatient: int = 0
    refused: int = 0
    _taken: dict[int, deque[float]] = field(default_factory=dict)
    _closed_until: dict[int, float] = field(default_factory=dict)

    def ask(self, chat: int, now: float) -> int:
        """Takes from the chat's budget; or gives the seconds to wait, 0 for none."""
        if (remaining := self._closed_until.get(chat, 0.0) - now) > 0:
            self.impatient += 1
            return math.ceil(remaining)
        taken = self._taken.setdefault(chat, deque())
        while taken and taken[0] <= now - _GROUP_SECONDS:
            taken.popleft()
        if wait := self._wait(chat, taken, now):
            self.refused += 1
            self._closed_until[chat] = now + wait
            return wait
        taken.append(now)
        return 0

    @staticmethod
    def _wait(chat: int, taken: deque[float], now: float) -> int:
        if chat < 0 and len(taken) >= _GROUP_BURST:
            return max(1, math.ceil(taken[-_GROUP_BURST] + _GROUP_SECONDS - now))
        return int(_BURST_SECONDS) if sum(at > now - _BURST_SECONDS for at in taken) >= _BURST else 0
