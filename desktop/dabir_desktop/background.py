"""One thread for what would block the window, in order; what comes of it is handed to the window's own thread.

Why not `asyncio.to_thread`: order matters to a store, and what is asked for from a slot need not be awaited. Why not
QThreadPool: its destructor waits for its threads while it holds Python's lock, for which they may wait.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, SignalInstance

T = TypeVar("T")


def tell_from_thread(signal: SignalInstance, *told: object) -> None:
    """Emits a signal; at the app's end its object may be gone before a thread of its own is."""
    with suppress(RuntimeError):
        signal.emit(*told)


@dataclass(frozen=True, slots=True, eq=False)
class _Ended:
    future: "Future[Any]"
    then: Callable[[Any], object] | None
    otherwise: Callable[[Exception], object] | None


class Background(QObject):
    """Runs calls one after the other in a thread of its own."""

    _came = Signal(object)
    """Carries an `_Ended`."""

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread = ThreadPoolExecutor(1, name)
        self._is_closed = False
        self._came.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        work: Callable[[], T],
        then: Callable[[T], object] | None = None,
        *,
        otherwise: Callable[[Exception], object] | None = None,
    ) -> None:
        """Runs `work` after all that was asked for before; then, in the window's thread, `then` with what it gave.

        `otherwise` gets what it raised; without it, the error is raised in the window's thread. After `close` nothing
        is run any more.
        """
        if not self._is_closed:
            future = self._thread.submit(work)
            future.add_done_callback(lambda ended: self._came.emit(_Ended(ended, then, otherwise)))

    def finish(self) -> None:
        """Waits for what was asked for; it is delivered later, and more may be asked for."""
        if not self._is_closed:
            self._thread.submit(lambda: None).result()

    def close(self) -> None:
        """Waits for what was asked for; nothing more is delivered. Calling it again changes nothing."""
        self._is_closed = True
        self._thread.shutdown(wait=True)

    def _deliver(self, ended: _Ended) -> None:
        if self._is_closed:
            return
        error = ended.future.exception()
        if error is None:
            if ended.then is not None:
                ended.then(ended.future.result())
        elif isinstance(error, Exception) and ended.otherwise is not None:
            ended.otherwise(error)
        else:
            raise error
