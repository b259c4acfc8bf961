"""What links may be fetched, where from, and how much: one frozen object that an app makes once."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from dabir_core.errors import OptionError, ProxyWrong
from dabir_core.fetch.addresses import Endpoint, Reach
from dabir_core.proxy import Proxy
from dabir_core.units import Seconds

PROXY_SCHEMES: Final = frozenset({"http", "socks4", "socks4a", "socks5", "socks5h"})
"""Those that links can go through: of https, TLS inside TLS is more than the standard library's client can."""


class Scope(StrEnum):
    """Which links are taken."""

    ANY = "any"
    """Whatever yt-dlp knows and every page with media in it: a person's own machine, at that person's wish."""
    SITES = "sites"
    """The sites that `sites` lists and plain media files: servers, where strangers choose the links."""
    OFF = "off"
    """None."""


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

    def __post_init__(self) -> None:
        """Refuses a proxy that links cannot go through. Raises: ProxyWrong."""
        if self.proxy is not None and self.proxy.scheme not in PROXY_SCHEMES:
            raise ProxyWrong(self.proxy.source, detail=f"{self.proxy.scheme} is not for links")

    @property
    def scope_in_force(self) -> Scope:
        """Through a proxy the guard does not see where a connection ends, so that ANY falls to SITES."""
        return Scope.SITES if self.proxy is not None and self.scope is Scope.ANY else self.scope

    @property
    def reach(self) -> Reach:
        """Where a link may lead; through which connections it is reached is the guard's business."""
        return Reach(private=self.allow_private, exempt=self.exempt)
