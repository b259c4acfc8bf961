"""What links may be fetched, where from, and how much: one frozen object that an app makes once."""

from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import unquote, urlsplit

from dabir_core.errors import OptionError
from dabir_core.fetch.addresses import Endpoint, Reach
from dabir_core.units import Seconds


class Scope(StrEnum):
    """Which links are taken."""

    ANY = "any"
    """Whatever yt-dlp knows and every page with media in it: a person's own machine, at that person's wish."""
    SITES = "sites"
    """The sites that `sites` lists and plain media files: servers, where strangers choose the links."""
    OFF = "off"
    """None."""


@dataclass(frozen=True, slots=True)
class Proxy:
    """A proxy server; `scheme` is http, socks4, socks4a, socks5, or socks5h (which resolves names itself)."""

    scheme: str
    host: str
    port: int
    username: str = ""
    password: str = field(default="", repr=False)

    @classmethod
    def parse(cls, url: str) -> "Proxy":
        """Reads «http://127.0.0.1:10809» or «socks5h://name:word@host:1080».

        Raises: OptionError.
        """
        try:
            parts = urlsplit(url if "://" in url else f"http://{url}")
            scheme, host, port = parts.scheme.lower(), parts.hostname, parts.port
        except ValueError as cause:
            raise OptionError("proxy", detail=type(cause).__name__) from cause
        if scheme not in _PROXY_SCHEMES or not host:
            raise OptionError(f"proxy ({', '.join(_PROXY_SCHEMES)}://HOST:PORT)")
        scheme = "socks5h" if scheme == "socks" else scheme
        username, password = unquote(parts.username or ""), unquote(parts.password or "")
        return cls(scheme, host, port or _PROXY_SCHEMES[scheme], username, password)


_PROXY_SCHEMES = {"http": 8080, "socks5h": 1080, "socks5": 1080, "socks4a": 1080, "socks4": 1080, "socks": 1080}
"""With the port where none is given. GNOME's settings put «socks» into ALL_PROXY, of which 5 is tried first there."""


@dataclass(frozen=True, slots=True)
class LinkLimits:
    """How much one link may cost.

    most_bytes   of the sound's file; pages and manifests on the way may take `PAGES_BYTES` more
    longest      of the sound
    deadline     from the start of the child process to the finished file
    patience     for an answer of the site, and between two pieces of it
    """

    most_bytes: int = 2_000_000_000
    longest: Seconds = 12 * 3600.0
    deadline: Seconds = 2 * 3600.0
    patience: Seconds = 20.0

    def __post_init__(self) -> None:
        """Refuses what would fetch nothing."""
        if min(self.most_bytes, self.longest, self.deadline, self.patience) <= 0:
            raise OptionError("limits: above zero")


@dataclass(frozen=True, slots=True)
class LinkPolicy:
    """What links may be fetched; the default is that of a server.

    allow_private   one's own machine and network may be reached too: for a person, never for a server
    proxy           everything goes through it; its own address need not be public
    exempt          endpoints that may be reached though they are not public, such as a media server of one's own
    """

    scope: Scope = Scope.SITES
    allow_private: bool = False
    proxy: Proxy | None = None
    limits: LinkLimits = field(default_factory=LinkLimits)
    exempt: frozenset[Endpoint] = frozenset()

    @property
    def scope_in_force(self) -> Scope:
        """Through a proxy the guard does not see where a connection ends, so that ANY falls to SITES."""
        return Scope.SITES if self.proxy is not None and self.scope is Scope.ANY else self.scope

    @property
    def reach(self) -> Reach:
        """Where a link may lead; through which connections it is reached is the guard's business."""
        return Reach(private=self.allow_private, exempt=self.exempt)
