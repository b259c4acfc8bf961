"""Where this process may connect to, enforced by the interpreter itself, whatever library asks.

Python tells its audit hooks of each connection, message and subprocess before it happens, with the numeric address that
the system is about to use, and a hook that raises stops it. So redirects, sources embedded in pages, HLS parts and keys
are covered, and names that lead elsewhere on the second look-up, since the address that is judged is the one that is
connected to. A hook cannot be taken back: a guard is armed once, in a process that does nothing else.

A hook does not hear native code that opens sockets by itself. Of what yt-dlp may use that is some libraries, which are
kept from being imported, and programs: ffmpeg, aria2c and the like never start. Deno starts with the orders that yt-dlp
gives it (`run --no-remote --no-prompt …`), and no others: a script has no network, no files and no environment then.

Behind a proxy the only connection is that to the proxy. What Python's HTTP client asks of it is read instead: hosts
that are seen not to be public are refused, names are not looked up.
Source: PEP 578; the audit events table of Python's library reference; docs.deno.com, "Security and permissions".
"""

import socket
import subprocess
import sys
from collections.abc import Callable, Mapping
from ipaddress import ip_address
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, NoReturn

from dabir_core.fetch.addresses import Reach
from dabir_core.fetch.asked_host import asked_host, may_be_public

_UNHEARD: Final = ("curl_cffi", "pycurl", "websockets")
"""Libraries that may open sockets natively; websockets does by asyncio, on Windows."""
_PROGRAMS: Final = frozenset({"os.exec", "os.forkpty", "os.posix_spawn", "os.spawn", "os.startfile", "os.system"})
_CLOSED: Final = frozenset({"--no-prompt", "--no-remote", "--no-config"})
_BARE: Final = frozenset(
    {"--ext=js", "--no-code-cache", "--no-lock", "--node-modules-dir=none", "--no-npm", "--cached-only"}
)
"""What yt-dlp gives Deno besides; no other option is known to give a script nothing."""


class AddressRefused(PermissionError):
    """A connection that the guard does not allow; an OSError, so that libraries take it for one that failed."""


class Guard:
    """Refuses connections, and remembers that it did."""

    def __init__(self, reach: Reach, *, runtime: Path | None = None, behind: Reach | None = None) -> None:
        """`runtime` is the one program that may be started: Deno; `behind` is where the proxy may be sent."""
        self._reach = reach
        self._runtime = runtime
        self._behind = behind
        self._checks: Mapping[str, Callable[..., None]] = MappingProxyType(
            {
                "http.client.send": self._asks,
                "socket.connect": self._connects,
                "socket.sendto": self._sends,
                "socket.sendmsg": self._sends,
                "subprocess.Popen": self._starts,
                **dict.fromkeys(_PROGRAMS, self._starts_unseen),
            }
        )
        self.refused: tuple[str, ...] = ()
        """What was refused so far, for the log."""

    def arm(self) -> None:
        """From now on and for good, nothing in this process connects to what is not allowed."""
        for name in _UNHEARD:
            sys.modules[name] = None  # type: ignore[assignment]  # importing it raises ModuleNotFoundError
        sys.addaudithook(self._hear)

    def check(self, family: int, kind: int, address: object) -> None:
        """Raises: AddressRefused unless it is TCP over IP to a numeric address that may be reached."""
        if family not in {socket.AF_INET, socket.AF_INET6} or kind != socket.SOCK_STREAM:
            self._refuse("not TCP")
        if not isinstance(address, tuple) or not isinstance(address[0], str):
            self._refuse("no numeric address")
        host, port = str(address[0]), int(address[1])
        try:
            numeric = ip_address(host)
        except ValueError:
            self._refuse("a name")
        if not self._reach.allows(numeric, port):
            self._refuse(f"{host} port {port}")

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        check = self._checks.get(event)
        if check is not None:
            check(*arguments)

    def _connects(self, asking: socket.socket, address: object) -> None:
        self.check(asking.family, asking.type, address)

    def _asks(self, _connection: object, message: object) -> None:
        """Behind a proxy, whose host is all that can be known of a target."""
        if self._behind is None or not isinstance(message, bytes):
            return
        target = asked_host(message)
        if target is not None and not may_be_public(*target, self._behind):
            self._refuse(f"{target[0]} behind the proxy")

    def _sends(self, _asking: socket.socket, address: object) -> None:
        if address is not None:
            self._refuse("a message without a connection")

    def _starts(self, executable: object, arguments: object, *_: object) -> None:
        runtime = self._runtime
        is_ours = runtime is not None and (executable is None or Path(str(executable)) == runtime)
        if runtime is None or not is_ours or not _is_harmless(_orders(arguments, runtime)):
            raise AddressRefused("a program")  # no address: yt-dlp looks for programs that it can do without

    def _starts_unseen(self, *_: object) -> None:
        raise AddressRefused("a program")

    def _refuse(self, what: str) -> NoReturn:
        self.refused = (*self.refused, what)
        raise AddressRefused(what)


def _orders(arguments: object, runtime: Path) -> list[str]:
    """What Deno is told to do; nothing where another program is told. Windows has made one line of it by then."""
    if isinstance(arguments, str):
        named = f"{subprocess.list2cmdline([str(runtime)])} "
        return arguments.removeprefix(named).split() if arguments.startswith(named) else []
    words = [str(word) for word in arguments] if isinstance(arguments, list | tuple) else []
    return words[1:] if words and Path(words[0]) == runtime else []


def _is_harmless(orders: list[str]) -> bool:
    """Whether Deno says its version, or runs what it reads with no rights, nothing fetched, and no questions."""
    if orders == ["--version"]:
        return True
    return orders[:1] == ["run"] and orders[-1] == "-" and _CLOSED <= set(orders[1:-1]) <= _CLOSED | _BARE
