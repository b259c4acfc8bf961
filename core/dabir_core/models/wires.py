"""The sockets of an HTTP client, so that a request that waits for an answer can be ended by somebody else.

Neither httpx2 nor its timeouts can do that: closing a client does not wake the thread that reads from it. Shutting its
socket down does, for plain and encrypted connections. Source: httpx2 documentation, «Request extensions», `trace`.
"""

from contextlib import suppress
from typing import Any

_OPENED = ("connect_tcp.complete", "start_tls.complete")


class Wires:
    """Remembers the connections that a client opens."""

    def __init__(self) -> None:
        self._streams: list[Any] = []
        self._is_cut = False

    def cut(self) -> None:
        """Ends all connections, also those to come; who reads from them gets an error. Safe in a signal handler."""
        import socket

        self._is_cut = True
        for stream in tuple(self._streams):
            wire = stream.get_extra_info("socket")
            if isinstance(wire, socket.socket):
                with suppress(OSError):  # it is closed already
                    wire.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Closes what the client left open: httpcore2 forgets a connection whose SOCKS proxy refused."""
        for stream in self._streams:
            with suppress(OSError):
                stream.close()

    def trace(self, name: str, told: dict[str, Any]) -> None:
        """What requests are sent with to be remembered."""
        if name.endswith(_OPENED):
            self._streams.append(told["return_value"])
            if self._is_cut:
                self.cut()
