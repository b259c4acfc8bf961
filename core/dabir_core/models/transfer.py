"""What installing tells while it works, and how patient it is: progress, interruptions, waiting, being stopped."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from dabir_core.errors import DabirError
from dabir_core.progress import CancelToken
from dabir_core.units import Seconds


class Stage(StrEnum):
    """What installing is doing."""

    WAITING = "waiting"
    """Another process installs the same model."""
    ASKING = "asking"
    DOWNLOADING = "downloading"
    COPYING = "copying"
    CHECKING = "checking"


@dataclass(frozen=True, slots=True)
class InstallProgress:
    """How far it is; `total_bytes` is 0 where that is not known yet, and `done_bytes` counts what was there before."""

    stage: Stage
    done_bytes: int = 0
    total_bytes: int = 0


InstallProgressCallback = Callable[[InstallProgress], None]


@dataclass(frozen=True, slots=True)
class Retries:
    """How often and how long to try again after a failure that may pass, counted from the last byte that came."""

    delays: tuple[Seconds, ...] = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
    longest_wait: Seconds = 180.0
    """A hub that asks for a longer one has its way: the person is told."""


class Stopped(Exception):
    """Somebody asked to stop; becomes an outcome where installing ends."""


class Interrupted(Exception):
    """A failure that may pass; `becomes` is what is raised when it does not."""

    def __init__(self, becomes: DabirError, *, retry_after: Seconds | None = None) -> None:
        super().__init__(str(becomes))
        self.becomes = becomes
        self.retry_after = retry_after


class Patience:
    """Counts failures in a row and waits between them."""

    def __init__(self, retries: Retries, cancel: CancelToken) -> None:
        self._retries, self._cancel = retries, cancel
        self._failures = 0

    def refresh(self) -> None:
        """Something came: failures are counted anew."""
        self._failures = 0

    def wait_after(self, failure: Interrupted) -> None:
        """Waits before the next try. Raises: Stopped; what the failure becomes once patience is over."""
        if self._cancel.is_cancelled:  # and the failure is what came of it
            raise Stopped
        if self._failures >= len(self._retries.delays):
            raise failure.becomes from failure
        delay = self._retries.delays[self._failures]
        self._failures += 1
        if failure.retry_after is not None:
            if failure.retry_after > self._retries.longest_wait:
                raise failure.becomes from failure
            delay = max(delay, failure.retry_after)
        pause(delay, self._cancel)


def pause(seconds: Seconds, cancel: CancelToken) -> None:
    """Waits so long. Raises: Stopped as soon as somebody asks to stop."""
    asked = threading.Event()
    with cancel.calling(asked.set):
        asked.wait(seconds)
    keep_going(cancel)


def keep_going(cancel: CancelToken) -> None:
    """Raises: Stopped where somebody asked to stop."""
    if cancel.is_cancelled:
        raise Stopped


class Meter:
    """Turns bytes of single files into progress over all of them; tells at most ten times a second."""

    def __init__(self, tell: InstallProgressCallback) -> None:
        self._tell = tell
        self._done = self._total = 0
        self._stage = Stage.ASKING
        self._told = 0.0

    def begin(self, stage: Stage, *, total_bytes: int = 0, done_bytes: int = 0) -> None:
        """Another stage."""
        self._stage, self._total, self._done = stage, total_bytes, done_bytes
        self._show()

    def advance(self, count: int) -> None:
        """More bytes are there; fewer where some had to be thrown away."""
        self._done += count
        if time.monotonic() - self._told > 0.1 or self._done >= self._total:
            self._show()

    def _show(self) -> None:
        self._told = time.monotonic()
        self._tell(InstallProgress(self._stage, self._done, self._total))
