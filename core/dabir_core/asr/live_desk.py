"""Live text in the worker: recordings that the app's process makes, read from their files while they grow.

Only how far a recording is comes over the pipe; the sound itself is in its file. One is listened to at a time, in a
thread of its own, so that no queue of jobs holds it up.
"""

import logging
import queue
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dabir_core.asr.messages import Begun, Failed, Grew, JobId, Listen, LiveOver, LiveTold, Said
from dabir_core.errors import DabirError
from dabir_core.progress import CancelToken

if TYPE_CHECKING:
    from dabir_core.record import Growth, LiveSound
    from dabir_core.record.live_text import GivesLiveReader

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Followed:
    """A recording of another process, as `LiveText` wants it."""

    listen: Listen
    growth: "Growth"
    cancel: CancelToken

    def live(self) -> "LiveSound":
        """The sound as it comes."""
        from dabir_core.record import LiveSound

        return LiveSound(self.growth, start=self.listen.start)


class LiveDesk:
    """What is to be listened to, and how far it is; one thread fills it, one serves it."""

    def __init__(self) -> None:
        self._growths: dict[JobId, Growth] = {}
        self._waiting: queue.SimpleQueue[_Followed] = queue.SimpleQueue()

    def take(self, listen: Listen, cancel: CancelToken) -> None:
        """A recording to be listened to."""
        from dabir_core.record import Growth

        growth = self._growths[listen.job] = Growth()
        self._waiting.put(_Followed(listen, growth, cancel))

    def hear(self, grew: Grew) -> None:
        """How far it is now."""
        growth = self._growths.get(grew.job)
        if growth is not None:
            growth.follow(grew.grown, is_over=grew.is_over)

    def serve(self, transcriber: "GivesLiveReader", say: Callable[[Said], None]) -> None:
        """Writes live text, one recording after the other, for ever."""
        while True:
            followed = self._waiting.get()
            say(_written(followed, transcriber, say))
            del self._growths[followed.listen.job]


def _written(followed: _Followed, transcriber: "GivesLiveReader", say: Callable[[Said], None]) -> Said:
    """Listens to the end; gives the last message."""
    from dabir_core.record import LiveText

    job = followed.listen.job
    try:
        say(Begun(job))
        text = LiveText(followed, transcriber, followed.listen.options)
        for update in text.updates(cancel=followed.cancel):
            say(LiveTold(job, update))
    except DabirError as error:
        return Failed(job, error)
    except Exception as error:  # the thread's outermost edge: it serves the next recording too
        _LOG.exception("live text failed")
        return Failed(job, DabirError(detail=type(error).__name__))
    return LiveOver(job)
