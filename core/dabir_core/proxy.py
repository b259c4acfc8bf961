"""Proxies: what an option, the environment and the system say of them, read in one way for links and for the hub.

As curl and Python do: a target's scheme has its own variable (HTTPS_PROXY, HTTP_PROXY) and ALL_PROXY stands in for it;
small letters go before capitals; NO_PROXY lists hosts, domains and networks that are reached straight. GNOME writes
`socks://` into ALL_PROXY, which curl does not know: it is taken for socks5h. Which schemes a library can use is its
caller's business. Source: curl's manual, «Environment»; libcurl, CURLOPT_NOPROXY; Python's `urllib.request.getproxies`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address, ip_network
from types import MappingProxyType
from typing import Final
from urllib.parse import quote, unquote, urlsplit

from dabir_core.errors import ProxyWrong

OPTION: Final = "--proxy"
STRAIGHT: Final = frozenset({"", "none"})
"""What the option says where no proxy is wanted."""

_SYSTEM: Final = "the system's settings"
_ALL: Final = "all"
_TARGETS: Final = ("http", "https", _ALL)
_PORTS: Final[Mapping[str, int]] = MappingProxyType(
    {"http": 8080, "https": 443, "socks5h": 1080, "socks5": 1080, "socks4a": 1080, "socks4": 1080, "socks": 1080}
)
"""Where none is given."""
_HOST: Final = re.compile(r"[\w.-]+|[0-9A-Fa-f:.]+")


@dataclass(frozen=True, slots=True)
class Proxy:
    """A proxy server; `scheme` is http, https, socks4, socks4a, socks5, or socks5h (which resolves names itself).

    source   the option or variable that names it
    """

    scheme: str
    host: str
    port: int
    username: str = ""
    password: str = field(default="", repr=False)
    source: str = field(default=OPTION, compare=False)

    @classmethod
    def parse(cls, address: str, source: str = OPTION) -> "Proxy":
        """Reads «http://127.0.0.1:10809», «socks5h://name:word@host:1080», «127.0.0.1:10809».

        Raises: ProxyWrong, which says nothing of the address, since it may hold a password.
        """
        written = address.strip()
        try:
            parts = urlsplit(written if "://" in written else f"http://{written}")
            scheme, host, port = parts.scheme.lower(), parts.hostname or "", parts.port
        except ValueError as cause:
            raise ProxyWrong(source, detail=type(cause).__name__) from cause
        if scheme not in _PORTS or not _HOST.fullmatch(host):
            raise ProxyWrong(source, detail="its scheme" if scheme not in _PORTS else "its host")
        username, password = unquote(parts.username or ""), unquote(parts.password or "")
        port = _PORTS[scheme] if port is None else port
        return cls("socks5h" if scheme == "socks" else scheme, host, port, username, password, source)

    @property
    def origin(self) -> str:
        """Its address without name and password."""
        return f"{self.scheme}://{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}"

    @property
    def url(self) -> str:
        """Its address with name and password; not to be shown."""
        user = f"{quote(self.username, safe='')}:{quote(self.password, safe='')}@" if self.username else ""
        return self.origin.replace("://", f"://{user}", 1)


@dataclass(frozen=True, slots=True)
class Proxies:
    """Which proxy leads where; none where nothing is written.

    written    by scheme of the target, or «all»: the option or variable, and the address that stands there
    bypassed   what NO_PROXY lists
    """

    written: Mapping[str, tuple[str, str]] = field(default_factory=dict, repr=False)
    bypassed: tuple[str, ...] = ()

    def to(self, url: str) -> Proxy | None:
        """The proxy that leads to that address, None for straight. Raises: ProxyWrong."""
        try:
            parts = urlsplit(url.strip())
            host, port = (parts.hostname or "").rstrip("."), parts.port
        except ValueError:  # whoever connects will refuse it
            return None
        found = self.written.get(parts.scheme.lower()) or self.written.get(_ALL)
        if found is None or any(_covers(entry, host, port) for entry in self.bypassed):
            return None
        source, address = found
        return Proxy.parse(address, source)


def asked_proxies(asked: str | None) -> Proxies:
    """What the option says goes before the environment, and that before the system's settings.

    Raises: ProxyWrong for the option.
    """
    if asked is None:
        return _around_us()
    if asked.strip().lower() in STRAIGHT:
        return Proxies()
    Proxy.parse(asked)
    return Proxies({_ALL: (OPTION, asked)})


def environment_proxies(environment: Mapping[str, str]) -> Proxies:
    """What the variables say. Pure."""
    written = {}
    for target in _TARGETS:
        name, value = _variable(environment, f"{target}_proxy")
        if value:
            written[target] = (name, value)
    _, bypassed = _variable(environment, "no_proxy")
    return Proxies(written, tuple(entry.strip().lower() for entry in bypassed.split(",") if entry.strip()))


def _around_us() -> Proxies:
    import os
    from urllib.request import getproxies

    found = environment_proxies(os.environ)
    if found.written:
        return found
    known = getproxies()  # macOS and Windows have settings of their own
    written = {target: (_SYSTEM, known[target]) for target in _TARGETS if known.get(target)}
    return Proxies(written, found.bypassed)


def _variable(environment: Mapping[str, str], name: str) -> tuple[str, str]:
    """Its name as it is written, and its value; small letters first, even where they say nothing."""
    spelled = name if name in environment else name.upper()
    return spelled, environment.get(spelled, "").strip()


def _covers(entry: str, host: str, port: int | None) -> bool:
    """Whether an entry of NO_PROXY means that host: «*», a name and all below it, an address, a network."""
    if entry == "*":
        return True
    try:
        network = ip_network(entry.strip("[]"), strict=False)
    except ValueError:
        name = entry.removeprefix("*").removeprefix(".")
        return any(f".{each}".endswith(f".{name}") for each in (host, f"{host}:{port}")) and bool(name)
    try:
        return ip_address(host) in network
    except ValueError:
        return False
