"""Work on models as Qt signals: measuring the machine, installing, importing, removing; each in a child process.

The window's own process never loads the libraries that this takes (`model_orders`).
"""

import logging
import threading
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal

from dabir_core.models import InstallCancelled, InstallProgress
from dabir_desktop.model_orders import (
    Child,
    Ended,
    Fetch,
    Measure,
    ModelMessage,
    ModelOrder,
    Refused,
    TakeIn,
    crashed,
    spawn,
)

_LOG = logging.getLogger(__name__)
_PATIENCE_SECONDS: Final = 5.0
_END_SECONDS: Final = 1.0

SpawnsChild = Callable[[ModelOrder], Child]


class ModelWork(QObject):
    """Orders under way; each ends with exactly one of `finished` and `failed`.

    begun       ModelOrder
    progressed  ModelOrder, InstallProgress
    finished    ModelOrder, ModelOutcome
    failed      ModelOrder, DabirError
    changed     other models are installed than before
    """

    begun = Signal(object)
    progressed = Signal(object, object)
    finished = Signal(object, object)
    failed = Signal(object, object)
    changed = Signal()
    _heard = Signal(object, object)

    def __init__(self, parent: QObject | None = None, *, spawns: SpawnsChild = spawn) -> None:
        super().__init__(parent)
        self._spawns = spawns
        self._errands: dict[ModelOrder, _Errand] = {}
        self._heard.connect(self._hear, Qt.ConnectionType.QueuedConnection)

    @property
    def under_way(self) -> tuple[ModelOrder, ...]:
        """What is not over."""
        return tuple(self._errands)

    def begin(self, order: ModelOrder) -> None:
        """Begins it; an order that is under way already goes on."""
        if order not in self._errands:
            self._errands[order] = _Errand(order, self._spawns, tell=self._heard.emit)
            self.begun.emit(order)

    def cancel(self, order: ModelOrder) -> None:
        """Asks it to stop; what was fetched stays for the next try."""
        if order in self._errands:
            self._errands[order].cancel()

    def close(self) -> None:
        """Ends everything; nothing is signalled any more."""
        errands, self._errands = list(self._errands.values()), {}
        for errand in errands:
            errand.kill()

    def _hear(self, order: ModelOrder, message: ModelMessage) -> None:
        if order not in self._errands:
            return
        if isinstance(message, InstallProgress):
            self.progressed.emit(order, message)
            return
        del self._errands[order]
        if isinstance(message, Refused):
            self.failed.emit(order, message.error)
            return
        self.finished.emit(order, message.outcome)
        if not isinstance(order, Measure) and not isinstance(message.outcome, InstallCancelled):
            self.changed.emit()


class _Errand:
    """One child, and the thread that starts it and reads what it says."""

    def __init__(
        self, order: ModelOrder, spawns: SpawnsChild, *, tell: Callable[[ModelOrder, ModelMessage], None]
    ) -> None:
        self._order, self._spawns, self._tell = order, spawns, tell
        self._lock = threading.Lock()
        self._child: Child | None = None
        self._is_stopped = self._is_forgotten = False
        self._timer: threading.Timer | None = None
        self._thread = threading.Thread(target=self._run, daemon=True, name="models")
        self._thread.start()

    def cancel(self) -> None:
        """Asks the child to stop, and ends it if it does not."""
        with self._lock:
            if self._is_stopped:
                return
            self._is_stopped = True
            if self._child is None:
                return
            self._ask_to_stop(self._child)

    def kill(self) -> None:
        """Ends the child at once and waits for that; nothing is told any more."""
        with self._lock:
            self._is_stopped = self._is_forgotten = True
            if self._child is not None:
                self._child.process.kill()
        self._thread.join(_END_SECONDS)

    def _run(self) -> None:
        child = self._spawns(self._order)
        with self._lock:
            self._child = child
            if self._is_stopped:
                self._ask_to_stop(child)
        last = self._listen(child)
        with self._lock:
            self._child = None
            if self._timer is not None:
                self._timer.cancel()
        child.pipe.close()
        child.process.join(_END_SECONDS)
        self._say(last)

    def _say(self, message: ModelMessage) -> None:
        if not self._is_forgotten:
            self._tell(self._order, message)

    def _listen(self, child: Child) -> ModelMessage:
        while True:
            try:
                message = child.pipe.recv()
            except (EOFError, OSError):
                return self._said_of_crash()
            if not isinstance(message, InstallProgress):
                return message
            self._say(message)

    def _said_of_crash(self) -> ModelMessage:
        if self._is_stopped and isinstance(self._order, Fetch | TakeIn):
            return Ended(InstallCancelled(0))
        _LOG.error("a child for models crashed")
        return Refused(crashed(self._order))

    def _ask_to_stop(self, child: Child) -> None:
        try:
            child.pipe.send(True)
        except OSError:
            _LOG.debug("the child is gone")
        self._timer = threading.Timer(_PATIENCE_SECONDS, child.process.kill)
        self._timer.daemon = True
        self._timer.start()
