"""What reading threads ask of the thread that owns the engine, and how they wait for it."""

import queue
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np

from dabir_core.arrays import CrossAttention, Logits, LogMel, TokenIds
from dabir_core.asr.engines.engine import Cache, Encoded
from dabir_core.asr.hypothesis import Hypothesis
from dabir_core.asr.search import Search
from dabir_core.options import Urgency
from dabir_core.progress import CancelToken

T = TypeVar("T")


class Withdrawn(Exception):
    """The job was asked to stop while it waited for the engine; `WindowReader` makes an outcome of it."""


@dataclass(frozen=True, slots=True, eq=False)
class Claim:
    """On whose behalf one window is read: how soon its text is wanted, and the flag that stops it."""

    urgency: Urgency
    cancel: CancelToken


@dataclass(slots=True, eq=False, weakref_slot=True)
class EncodedWindow:
    """One window of what the engine encoded, and its first step.

    logits  (1, V) after start-of-transcript without earlier text: read once for all attempts at the window, since
            earlier text would lean language and no-speech its own way
    opened  the cache of that step, from which the first attempt without earlier text goes on; the engine's thread
            takes it, or lets it go where too many windows wait
    """

    encoded: Encoded
    logits: Logits
    opened: Cache | None


class Ticket(Generic[T]):
    """What a blocking call waits with. A SimpleQueue may be put to in a signal handler, where cancelling may come."""

    def __init__(self, claim: Claim) -> None:
        self.claim = claim
        self.arrived = time.monotonic()
        self._answers: queue.SimpleQueue[tuple[T | None, Exception | None]] = queue.SimpleQueue()

    @property
    def is_withdrawn(self) -> bool:
        """Whether nobody waits for it any more."""
        return self.claim.cancel.is_cancelled

    def answer(self, value: T) -> None:
        """Wakes the one who waits."""
        self._answers.put((value, None))

    def fail(self, error: Exception) -> None:
        """Raises the error where it is waited."""
        self._answers.put((None, error))

    def wait(self) -> T:
        """The answer. Raises: Withdrawn at once when the job is asked to stop, whatever the engine does then."""
        with self.claim.cancel.calling(self._withdraw):
            value, error = self._answers.get()
        if error is not None:
            try:
                raise error
            finally:
                del error  # its traceback holds this frame, and with it the windows of all callers
        assert value is not None, "an answer"
        return value

    def _withdraw(self) -> None:
        self.fail(Withdrawn())


@dataclass(frozen=True, slots=True, eq=False)
class EncodeOrder:
    """Encode (1, M, F)."""

    ticket: Ticket[EncodedWindow]
    log_mel: LogMel


@dataclass(frozen=True, slots=True, eq=False)
class DecodeOrder:
    """Bring a search to its end."""

    ticket: Ticket[Hypothesis]
    window: EncodedWindow
    search: Search
    rows: int
    has_context: bool

    @property
    def fed(self) -> TokenIds:
        """(rows, L) all that the cache lacks: the prompt, and what was said where a batch was given up."""
        texts, prompt = self.search.texts, self.search.prompt[self._goes_on_from_opened :]
        return np.concatenate([np.tile(np.array(prompt, dtype=np.int64), (len(texts), 1)), texts], axis=1)

    def start(self) -> Cache:
        """A cache with the rows of the search, to which `fed` is fed; asked once."""
        opened = self.window.opened
        if opened is None or not self._goes_on_from_opened:
            return self.window.encoded.start([0] * len(self.search.texts))
        self.window.opened = None
        return opened

    @property
    def _goes_on_from_opened(self) -> bool:
        """Whether start-of-transcript was fed already: only without earlier text, and if more is to be fed."""
        is_new = self.window.opened is not None and not self.search.texts.size
        return is_new and len(self.search.prompt) > 1 and not self.has_context


@dataclass(frozen=True, slots=True, eq=False)
class AlignOrder:
    """Align (L,) tokens with a window."""

    ticket: Ticket[CrossAttention]
    window: EncodedWindow
    tokens: TokenIds


Order = EncodeOrder | DecodeOrder | AlignOrder


class Inbox:
    """Orders on their way to the engine's thread; None ends it, and no order comes behind that."""

    def __init__(self) -> None:
        self._orders: queue.SimpleQueue[Order | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._is_closed = False
        self._notes = 0

    def put(self, order: Order) -> None:
        """Hands an order over; one that comes after `close` fails."""
        with self._lock:
            if not self._is_closed:
                self._orders.put(order)
                return
        order.ticket.fail(closed())

    def note_begins(self, count: int = 1) -> None:
        """A short recording is being read from now on; -1 where it is over."""
        with self._lock:
            self._notes += count

    @property
    def has_notes(self) -> bool:
        """Whether a short recording is being read, also while it asks nothing of the engine."""
        return self._notes > 0

    def get(self, timeout: float | None = None) -> Order | None:
        """Waits for the next one. Raises: queue.Empty after so many seconds."""
        return self._orders.get(timeout=timeout)

    def close(self) -> None:
        """No order is taken any more; calling it again changes nothing."""
        with self._lock:
            self._is_closed = True
            self._orders.put(None)


@contextmanager
def attending(inbox: Inbox, urgency: Urgency) -> Iterator[None]:
    """Tells the engine's thread that a recording of that urgency is being read."""
    notes = int(urgency is Urgency.NOTE)
    inbox.note_begins(notes)
    try:
        yield
    finally:
        inbox.note_begins(-notes)


def closed() -> RuntimeError:
    """What a call gets whose scheduler was closed before it was answered: a fault of the program."""
    return RuntimeError("the transcriber was closed")
