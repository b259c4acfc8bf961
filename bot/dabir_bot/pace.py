"""When the bot may send or edit in a chat, so that Telegram does not refuse it. Pure: the caller brings the time.

Sends and edits share one budget per chat. Its real size is unpublished; what is kept here is what Telegram's FAQ and
its server's authors say (one message a second with short bursts in a private chat, 20 a minute in a group, about 30
a second in all), with room left. Words that must arrive wait for their turn; progress never waits, it is left out.
Source: core.telegram.org/bots/faq; levlam in tdlib/td#3034 (edits count as messages).
"""

from collections import deque
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from dabir_core.units import Seconds

_LONGEST: Final[Seconds] = 60.0


@dataclass(frozen=True, slots=True)
class _Share:
    """How much of the budget of its chat, and of that of all chats, a message may use up."""

    chat: float
    all: float


class Weight(Enum):
    """What a message is worth."""

    FINAL = _Share(1.0, 1.0)
    """Answers: the whole budget."""
    RECEIPT = _Share(0.6, 0.9)
    """The first word on a sound: some of its chat's budget is left for answers. Of the whole it may have nearly all:
    an answer waits for its receipt, so that receipts which are held up hold up answers."""
    PROGRESS = _Share(0.4, 0.4)
    """What may be left out."""


@dataclass(frozen=True, slots=True)
class _Window:
    """At most so many messages within so many seconds."""

    most: int
    seconds: Seconds


_PRIVATE: Final = (_Window(7, 5.0), _Window(55, 60.0))
_GROUP: Final = (_Window(7, 5.0), _Window(18, 60.0))
_PRIVATE_SPACING: Final[Seconds] = 3.0
_GROUP_SPACING: Final[Seconds] = 5.0
_FEW_CHATS: Final = 256


@dataclass(slots=True)
class _Past:
    """What a chat was sent in the last minute, oldest first, and until when Telegram wants silence."""

    sent: deque[Seconds] = field(default_factory=lambda: deque(maxlen=64))
    silent_until: Seconds = 0.0


class Pace:
    """The budget of every chat; times are of one monotonic clock.

    Not thread-safe: it belongs to the event loop, where asking and noting are one step.
    """

    def __init__(self, *, overall_per_second: int = 25) -> None:
        self._overall = _Window(overall_per_second, 1.0)
        self._chats: dict[int, _Past] = {}
        self._all: deque[Seconds] = deque(maxlen=max(1, overall_per_second))
        self._most_chats = _FEW_CHATS

    def wait(self, chat: int, now: Seconds, *, weight: Weight = Weight.FINAL) -> Seconds:
        """How long a message of that weight has to wait; 0 is now."""
        past = self._chats.get(chat, _Past())
        windows = _GROUP if chat < 0 else _PRIVATE
        waits = [_wait(past.sent, window, now, share=weight.value.chat) for window in windows]
        waits.append(_wait(self._all, self._overall, now, share=weight.value.all))
        if weight is Weight.PROGRESS and past.sent:
            waits.append(past.sent[-1] + (_GROUP_SPACING if chat < 0 else _PRIVATE_SPACING) - now)
        return max(0.0, past.silent_until - now, *waits)

    def sent(self, chat: int, now: Seconds) -> None:
        """Notes a message or an edit that is about to go out."""
        self._chats.setdefault(chat, _Past()).sent.append(now)
        self._all.append(now)
        if len(self._chats) > self._most_chats:
            self._let_go(now)

    def refused(self, chat: int, now: Seconds, *, retry_after: Seconds) -> None:
        """Notes that Telegram wants silence in this chat; a shorter wish never shortens a longer one."""
        past = self._chats.setdefault(chat, _Past())
        past.silent_until = max(past.silent_until, now + retry_after)

    def _let_go(self, now: Seconds) -> None:
        """Forgets the chats of which nothing counts any more, so that memory does not grow with people."""
        for chat, past in list(self._chats.items()):
            if past.silent_until <= now and (not past.sent or past.sent[-1] <= now - _LONGEST):
                del self._chats[chat]
        self._most_chats = max(_FEW_CHATS, 2 * len(self._chats))


def _wait(sent: deque[Seconds], window: _Window, now: Seconds, *, share: float) -> Seconds:
    """Until the message that fills this share of the window has left it."""
    most = max(1, int(window.most * share))
    return sent[-most] + window.seconds - now if len(sent) >= most else 0.0
