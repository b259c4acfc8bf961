"""How far a job is, and how it is asked to stop.

Core is synchronous: it calls a `ProgressCallback` and looks at a `CancelToken`; threads are the callers' business.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from dabir_core.units import Seconds


@dataclass(frozen=True, slots=True)
class Progress:
    """Audio seconds that are finished, of how many; `total` is None while the length is unknown."""

    done: Seconds
    total: Seconds | None


ProgressCallback = Callable[[Progress], None]


class CancelToken:
    """A flag that one thread (or a signal handler) raises and the work looks at, at each decoding step."""

    def __init__(self) -> None:
        self._event = threading.Event()
        self._listeners: list[Callable[[], None]] = []

    def cancel(self) -> None:
        """Asks the work to stop; calling it again changes nothing."""
        self._event.set()
        for listener in tuple(self._listeners):
            listener()

    @property
    def is_cancelled(self) -> bool:
        """Whether somebody asked to stop."""
        return self._event.is_set()

    @contextmanager
    def calling(self, listener: Callable[[], None]) -> Iterator[None]:
        """Inside, `listener` is called when somebody asks to stop, and at once where somebody did; perhaps twice.

        No lock is held, since `cancel` may be called by a signal handler; so may the listener, which must be quick.
        """
        self._listeners.append(listener)
        try:
            if self.is_cancelled:
                listener()
            yield
        finally:
            self._listeners.remove(listener)
