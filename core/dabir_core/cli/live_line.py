"""Live text beside the level line: what has ended above it, and below it the utterance under way.

On a terminal committed words are plain and tentative ones dim. Text stays in logical order, since terminals that know
Persian turn it themselves; a text that does not fit is shown from its end, and no word is broken. In a pipe or a log
there is one line for each utterance that has ended. The words are made in a thread of their own, so that keys and the
level are never waited for.
"""

import logging
import queue
import threading
from collections.abc import Iterator
from types import TracebackType
from typing import Final, Protocol, Self

from rich.text import Text

from dabir_core.audio.level import Level
from dabir_core.cli.batch import UNFORESEEN, bilingual, bilingual_notice
from dabir_core.cli.job import Crash
from dabir_core.cli.level_line import LevelLine, level_line
from dabir_core.cli.reporter import one_line
from dabir_core.errors import DabirError
from dabir_core.notices import Notice
from dabir_core.progress import CancelToken
from dabir_core.record import LiveUpdate, SessionState
from dabir_core.text.width import shown_width
from dabir_core.units import Seconds

_LOG = logging.getLogger(__name__)

_WIDEST: Final = 240
"""Signs of an utterance that are shown: three lines of a common terminal."""
_LAST_WORDS_SECONDS: Final[Seconds] = 2.0
"""How long the last utterance may be read after the end; the whole recording is read then anyway."""
_CANCEL_SECONDS: Final[Seconds] = 1.0

Told = LiveUpdate | DabirError | Crash


class GivesUpdates(Protocol):
    """What is needed of `LiveText`."""

    def updates(self, *, cancel: CancelToken | None = None) -> Iterator[LiveUpdate]:
        """How the text stands, each time that it changed."""


class LiveLine:
    """Obeys `LevelLine`; writes live text while it is shown."""

    def __init__(self, text: GivesUpdates, line: LevelLine | None = None) -> None:
        """`line` is the level line that fits standard error, unless another is given."""
        self._text = text
        self._below = Text()
        self._line = line or level_line(lambda: self._below)
        self._cancel = CancelToken()
        self._told: queue.SimpleQueue[Told] = queue.SimpleQueue()
        self._is_by_utterance = False
        self._stood, self._changed = 0, 0.0
        self._thread = threading.Thread(target=self._run, daemon=True, name="live-text")

    def show(self, state: SessionState, seconds: Seconds, level: Level) -> None:
        """See LevelLine."""
        self._take()
        self._line.show(state, seconds, level)

    def note(self, message: str) -> None:
        """See LevelLine."""
        self._line.note(message)

    def hurry(self) -> None:
        """See LevelLine."""
        self._cancel.cancel()
        self._line.hurry()

    def __enter__(self) -> Self:
        self._line.__enter__()
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None and not self._cancel.is_cancelled:
            self._thread.join(_LAST_WORDS_SECONDS)
        self._cancel.cancel()
        self._thread.join(_CANCEL_SECONDS)
        self._take()
        if self._stood:
            self._line.note(summary(self._stood, round(self._changed)))
        self._line.__exit__(kind, error, trace)

    def _run(self) -> None:
        try:
            for update in self._text.updates(cancel=self._cancel):
                self._told.put(update)
        except DabirError as error:
            self._told.put(error)
        except Exception as error:  # the thread's outermost edge: nothing may die in silence
            self._told.put(Crash(error))

    def _take(self) -> None:
        while not self._told.empty():
            told = self._told.get()
            match told:
                case LiveUpdate():
                    self._update(told)
                case DabirError():
                    self._end(bilingual(told))
                case Crash(error):
                    _LOG.error("live text failed", exc_info=error)
                    self._end(UNFORESEEN)

    def _update(self, update: LiveUpdate) -> None:
        for utterance in update.ended:
            self._stood += utterance.committed
            self._changed += utterance.changed * utterance.committed
            if utterance.text:
                self._line.note(utterance.text)
        if update.is_by_utterance != self._is_by_utterance:
            self._is_by_utterance = update.is_by_utterance
            kind = Notice.LIVE_TOO_SLOW if self._is_by_utterance else Notice.LIVE_FOLLOWS
            self._line.note(bilingual_notice(kind))
        self._below = under_way(update)

    def _end(self, message: str) -> None:
        self._below = Text()
        self._line.note(message)


def summary(stood: int, changed: int) -> str:
    """How far the words that were shown as standing could be trusted."""
    return (
        f"live text: {changed} of {stood} words changed when their sentence had ended\n"
        f"متن زنده: {changed} کلمه از {stood} کلمه بعد از پایان جمله عوض شد"
    )


def under_way(update: LiveUpdate) -> Text:
    """The utterance that goes on, its tentative words dim; from its end, where it is long."""
    drawn, room = list[tuple[str, str]](), _WIDEST
    words = [(word, "") for word in update.committed] + [(word, "dim") for word in update.tentative]
    for word, style in reversed(words):
        text = one_line(word.text)
        room -= shown_width(text) + 1
        if room < 0:
            drawn.append(("… ", "dim"))
            break
        drawn.append((f"{text} ", style))
    return Text.assemble(*reversed(drawn))
