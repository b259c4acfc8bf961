"""What a link is and whether it may be fetched, by its letters alone; pure.

Accepts `http(s)://host[:port]/…` and nothing that two programs could read in two ways: no name and password, no
control characters, spaces, backslashes or escapes in the host, no smuggled orders for yt-dlp. A host that ends in a
number is an IPv4 address in any of the forms that systems take for one (0x7f.1, 2130706433). Where a name leads is not
known here; the guard sees to that when a connection is made.
Source: WHATWG URL Standard, "host parsing" and "IPv4 parser"; RFC 6761, RFC 8375 for names that are never public.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from enum import StrEnum
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit

from dabir_core.audio import MEDIA_SUFFIXES
from dabir_core.fetch.addresses import WEB_PORTS, IpAddress
from dabir_core.fetch.policy import LinkPolicy, Scope
from dabir_core.fetch.sites import extractors_for
from dabir_core.link_errors import LinkBlocked, LinkNotListed, LinksOff, LinkUnsupported

_LONGEST: Final = 4096
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_DOTS: Final = str.maketrans(dict.fromkeys("\u3002\uff0e\uff61", "."))
_LABEL: Final = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMBER: Final = re.compile(r"0[xX][0-9a-fA-F]*|[0-9]+")
_OWN_NAMES: Final = ("localhost", "local", "localdomain", "internal", "intranet", "lan", "home", "corp", "home.arpa")
_SMUGGLED: Final = "__youtubedl_smuggle"


class LinkKind(StrEnum):
    """By what a link is fetched."""

    SITE = "site"
    """A listed site: the extractors for that site."""
    DIRECT = "direct"
    """A file of sound or video, by its suffix."""
    PAGE = "page"
    """Anything else: all extractors."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link that may be tried; `extractors` is empty where all may run. `host` is in lower case and ASCII."""

    url: str
    host: str
    port: int
    kind: LinkKind
    extractors: tuple[str, ...] = ()


def is_link(text: str) -> bool:
    """Whether an argument means a link rather than a file."""
    return _SCHEME.match(text.strip()) is not None


def vet(url: str, policy: LinkPolicy) -> Link:
    """What a link is, if the policy takes it.

    Raises: LinkUnsupported, LinkBlocked, LinkNotListed, LinksOff.
    """
    scope = policy.scope_in_force
    if scope is Scope.OFF:
        raise LinksOff
    link = vet_direct(url, policy)
    if extractors := extractors_for(link.host):
        return replace(link, kind=LinkKind.SITE, extractors=extractors)
    if media_suffix(urlsplit(link.url).path):
        return link
    if scope is Scope.SITES:
        raise LinkNotListed(link.host)
    return replace(link, kind=LinkKind.PAGE)


def vet_direct(url: str, policy: LinkPolicy) -> Link:
    """A link that is taken for a file, whatever its suffix: where a file's own link was redirected to.

    Raises: LinkUnsupported, LinkBlocked.
    """
    parts = _split(url.strip())
    host = canonical_host(parts.hostname or "")
    port = _port(parts)
    _check_host(host, port, policy)
    address = f"[{host}]" if ":" in host else host
    authority = address if parts.port is None else f"{address}:{port}"
    whole = parts._replace(netloc=authority, scheme=parts.scheme.lower()).geturl()
    return Link(whole, host, port, LinkKind.DIRECT)


def media_suffix(path: str) -> str:
    """The suffix of sound or video that a link's path ends in, or nothing."""
    suffix = PurePosixPath(unquote(path)).suffix.lower()
    return suffix if suffix in MEDIA_SUFFIXES else ""


def canonical_host(host: str) -> str:
    """A host as it is looked up: ASCII, lower case, an IP address in its one usual form.

    Raises: LinkUnsupported.
    """
    if ":" in host:
        try:
            return str(IPv6Address(host))
        except ValueError as cause:
            raise LinkUnsupported(detail="host") from cause
    name = _ascii(host)
    number = _ipv4(name)
    if number is not None:
        return str(number)
    if not name or len(name) > 253 or not all(_LABEL.fullmatch(label) for label in name.split(".")):
        raise LinkUnsupported(detail="host")
    return name


def _split(url: str) -> SplitResult:
    if not url or len(url) > _LONGEST or "\\" in url or any(map(_is_unseen, url)):
        raise LinkUnsupported(detail="characters")
    try:
        parts = urlsplit(url)
        has_host = bool(parts.hostname)
    except ValueError as cause:
        raise LinkUnsupported(detail="form") from cause
    if parts.scheme.lower() not in {"http", "https"} or not has_host or "@" in parts.netloc:
        raise LinkUnsupported(detail="scheme, host or user")
    if _SMUGGLED in _unquoted(url):
        raise LinkBlocked(detail="smuggled orders")
    return parts


def _is_unseen(letter: str) -> bool:
    """Control, direction and space characters; a ZWNJ or ZWJ may stand in a Persian address."""
    return unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Zs", "Zl", "Zp"} and letter not in "\u200c\u200d"


def _unquoted(url: str) -> str:
    before = ""
    while before != url:
        before, url = url, unquote(url)
    return url


def _port(parts: SplitResult) -> int:
    try:
        port = parts.port
    except ValueError as cause:
        raise LinkUnsupported(detail="port") from cause
    return port if port is not None else 443 if parts.scheme.lower() == "https" else 80


def _ascii(host: str) -> str:
    if "%" in host:
        raise LinkUnsupported(detail="escapes in the host")
    name = unicodedata.normalize("NFKC", host.translate(_DOTS)).lower().rstrip(".")
    try:
        return name if name.isascii() else name.encode("idna").decode("ascii").lower()
    except UnicodeError as cause:
        raise LinkUnsupported(detail="host") from cause


def _ipv4(name: str) -> IPv4Address | None:
    """The address that a host means which ends in a number; None for names.

    Raises: LinkUnsupported for a number that is no address.
    """
    labels = name.split(".")
    if not _NUMBER.fullmatch(labels[-1]):
        return None
    if len(labels) > 4 or not all(map(_NUMBER.fullmatch, labels)):
        raise LinkUnsupported(detail="host")
    try:
        *firsts, last = map(_number, labels)
    except ValueError as cause:
        raise LinkUnsupported(detail="host") from cause
    if any(first > 255 for first in firsts) or last >= 256 ** (4 - len(firsts)):
        raise LinkUnsupported(detail="host")
    return IPv4Address(sum(first << (8 * (3 - place)) for place, first in enumerate(firsts)) + last)


def _number(label: str) -> int:
    if label[:2] in {"0x", "0X"}:
        return int(label[2:] or "0", 16)
    return int(label, 8) if len(label) > 1 and label[0] == "0" else int(label)


def _check_host(host: str, port: int, policy: LinkPolicy) -> None:
    """Refuses what is seen not to be public; what a name leads to is seen later."""
    address = literal(host)
    if address is not None:
        if not policy.reach.allows(address, port):
            raise LinkBlocked(host, detail="address")
        return
    if policy.allow_private:
        return
    if is_own_name(host):
        raise LinkBlocked(host, detail="a name of one's own network")
    if port not in WEB_PORTS and all(port != endpoint.port for endpoint in policy.exempt):
        raise LinkBlocked(host, detail="port")


def is_own_name(host: str) -> bool:
    """Whether a name, in its one form, is never that of something public."""
    return "." not in host or any(host.endswith(f".{name}") for name in _OWN_NAMES)


def literal(host: str) -> IpAddress | None:
    """The address that a host is, in its one form; None for a name."""
    try:
        return ip_address(host)
    except ValueError:
        return None
