"""Which host a request is for, as Python's HTTP client sends it through a proxy; pure.

`CONNECT host:port`, an absolute address for plain HTTP, or a path with a Host header inside of a tunnel.
Source: RFC 9112 §3.2.
"""

import re
from typing import Final
from urllib.parse import urlsplit

from dabir_core.fetch.addresses import Reach
from dabir_core.fetch.url import canonical_host, is_own_name, literal
from dabir_core.link_errors import FetchError

_REQUEST: Final = re.compile(rb"([A-Z]{3,10}) (\S+) HTTP/1\.[01]\r\n")
_HOST: Final = re.compile(rb"\r\nHost:[ \t]*(\S+)", re.IGNORECASE)


def asked_host(message: bytes) -> tuple[str, int] | None:
    """The host and port of a request's head; None for bytes that are no head."""
    request = _REQUEST.match(message)
    if request is None:
        return None
    method, target = request[1], request[2].decode("latin-1")
    if method == b"CONNECT":
        return _split(f"//{target}", 443)
    if "://" in target:
        return _split(target, 80)
    header = _HOST.search(message)
    return None if header is None else _split(f"//{header[1].decode('latin-1')}", 443)


def may_be_public(host: str, port: int, reach: Reach) -> bool:
    """Whether nothing speaks against it: a name may lead anywhere, which only the proxy knows."""
    try:
        name = canonical_host(host)
    except FetchError:
        return False
    address = literal(name)
    return reach.private or not is_own_name(name) if address is None else reach.allows(address, port)


def _split(target: str, port: int) -> tuple[str, int]:
    try:
        parts = urlsplit(target)
        found = parts.hostname or "", parts.port or port
    except ValueError:
        return "", port
    return found
