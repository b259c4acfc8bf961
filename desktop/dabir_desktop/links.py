"""Links fetched in the background: core's fetching process, its progress and its end as Qt signals."""

import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Qt, Signal

from dabir_core import CancelToken
from dabir_core.errors import DabirError, OutputError
from dabir_core.fetch import Fetched, LinkPolicy, Received, ReceivedCallback, fetch, notices
from dabir_core.units import Seconds
from dabir_desktop.batch import ItemId

_LOG = logging.getLogger(__name__)
_TELL_EVERY: Seconds = 0.1


class FetchesLinks(Protocol):
    """What is needed of `dabir_core.fetch.fetch`."""

    def __call__(
        self,
        url: str,
        policy: LinkPolicy,
        *,
        into: Path,
        progress: ReceivedCallback | None = None,
        cancel: CancelToken | None = None,
    ) -> Fetched | None:
        """The sound of a link, or None if it was cancelled. Raises: FetchError, OutputError."""


class Links(QObject):
    """Fetches links, each in a thread; each ends with exactly one of `fetched`, `failed` and `cancelled`."""

    received = Signal(int, object)
    """Carries the item and a `Received`: bytes so far."""
    fetched = Signal(int, object)
    """Carries the item and a `Fetched`: the file, its title, its duration."""
    failed = Signal(int, object)
    """Carries the item and a `DabirError`."""
    cancelled = Signal(int)
    """Carries the item."""
    noticed = Signal(object)
    """Carries a `Notice`: what to know before links are fetched."""

    _told = Signal(int, object, object)
    """Carries an item, the token of its fetch, and a Received, a Fetched, a DabirError or None."""

    def __init__(
        self,
        policy: Callable[[str], LinkPolicy],
        into: Path,
        *,
        fetch: FetchesLinks = fetch,
        parent: QObject | None = None,
    ) -> None:
        """`policy` is asked anew for each link, since settings change; what is fetched stays in the folder `into`.

        It may raise a DabirError, which is told as any other.
        """
        super().__init__(parent)
        self._policy, self._into, self._fetch = policy, into, fetch
        self._under_way: dict[ItemId, CancelToken] = {}
        self._told.connect(self._receive, Qt.ConnectionType.QueuedConnection)

    def begin(self, item: ItemId, link: str) -> None:
        """Fetches the link of an item."""
        cancel = self._under_way[item] = CancelToken()
        try:
            policy = self._policy(link)
        except DabirError as error:  # a proxy in the settings that is none
            self._told.emit(item, cancel, error)
            return
        for notice in notices(policy):
            self.noticed.emit(notice)
        fetching = _Fetching(self._fetch, policy, self._into, lambda told: self._told.emit(item, cancel, told))
        threading.Thread(target=fetching.run, args=[link, cancel], daemon=True, name="link").start()

    def cancel(self, item: ItemId) -> None:
        """Stops a fetch; `cancelled` follows within a moment."""
        if item in self._under_way:
            self._under_way[item].cancel()

    def close(self) -> None:
        """Stops all fetches; nothing is signalled any more."""
        stopped, self._under_way = self._under_way, {}
        for cancel in stopped.values():
            cancel.cancel()

    def _receive(self, item: ItemId, cancel: CancelToken, told: Received | Fetched | DabirError | None) -> None:
        if self._under_way.get(item) is not cancel:
            return
        if isinstance(told, Received):
            self.received.emit(item, told)
            return
        del self._under_way[item]
        if isinstance(told, Fetched):
            self.fetched.emit(item, told)
        elif told is None:
            self.cancelled.emit(item)
        else:
            self.failed.emit(item, told)


class _Fetching:
    """One fetch, in its thread; bytes are told ten times a second at most."""

    def __init__(
        self,
        fetch: FetchesLinks,
        policy: LinkPolicy,
        into: Path,
        tell: Callable[[Received | Fetched | DabirError | None], object],
    ) -> None:
        self._fetch, self._policy, self._into, self._tell = fetch, policy, into, tell
        self._told_at = 0.0

    def run(self, link: str, cancel: CancelToken) -> None:
        """Tells what comes of it, as its last word."""
        try:
            self._into.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._tell(self._fetch(link, self._policy, into=self._into, progress=self._advance, cancel=cancel))
        except DabirError as error:
            self._tell(error)
        except OSError as cause:
            self._tell(OutputError(str(self._into), detail=str(cause)))
        except Exception as error:  # the thread's outermost edge: nothing may die in silence
            _LOG.exception("a link's fetch failed")
            self._tell(DabirError(detail=type(error).__name__))

    def _advance(self, received: Received) -> None:
        now = time.monotonic()
        if now - self._told_at >= _TELL_EVERY:
            self._told_at = now
            self._tell(received)
