"""How many bytes came in, counted where they arrive: headers may lie about a length, or say nothing of it.

Two counts: of the sound as it is written, and of everything that the process receives, since a page without an end is
read into memory before yt-dlp looks at it. HTTP clients of Python read through `socket.SocketIO`, TLS or not; what they
unpack is not seen here, and is bounded by the memory that `fetching` allows.
"""

import socket
import time
from collections.abc import Callable
from typing import Any, Final

from dabir_core.fetch.messages import Received
from dabir_core.link_errors import LinkTooBig
from dabir_core.readable import readable_bytes

PAGES_BYTES: Final = 64_000_000
"""What pages, scripts and manifests on the way to the sound may take."""
_TELL_SECONDS: Final = 0.25
_ALLOWANCE: Final = 1.2
"""A site's estimate of a length may be so much too large."""


class Tally:
    """Counts for one link."""

    def __init__(self, most_bytes: int, tell: Callable[[Received], None]) -> None:
        self._most_bytes = most_bytes
        self._tell = tell
        self._told_at = 0.0
        self._arrived_bytes = 0
        self._is_over = False

    @property
    def is_over(self) -> bool:
        """Whether more came than may; libraries may have made another error of that."""
        return self._is_over

    def written(self, done_bytes: int, total_bytes: int | None, *, is_sure: bool = True) -> None:
        """So much of the sound is on disk; tells of it now and then.

        Raises: LinkTooBig if it is too much, or will be.
        """
        allowed = self._most_bytes if is_sure else _ALLOWANCE * self._most_bytes
        if done_bytes > self._most_bytes or (total_bytes or 0) > allowed:
            self._end()
        if (now := time.monotonic()) - self._told_at >= _TELL_SECONDS:
            self._told_at = now
            self._tell(Received(done_bytes, total_bytes))

    def watch_sockets(self) -> None:
        """Counts what all sockets of this process receive, for good."""
        read = socket.SocketIO.readinto

        def counting(stream: socket.SocketIO, buffer: Any) -> int | None:
            count = read(stream, buffer)
            self._arrived_bytes += count or 0
            if self._arrived_bytes > self._most_bytes + PAGES_BYTES:
                self._end()
            return count

        socket.SocketIO.readinto = counting  # type: ignore[method-assign, assignment]

    @property
    def error(self) -> LinkTooBig:
        """What it is, then."""
        return LinkTooBig(readable_bytes(self._most_bytes))

    def _end(self) -> None:
        self._is_over = True
        raise self.error
