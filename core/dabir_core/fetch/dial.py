"""A connection to a host that was looked up and found reachable, straight or through the proxy.

The proxy is given an address, never a name: so the guard's rules hold behind it too, whatever the name leads to there.
Only where private addresses are allowed may the proxy look the name up, which helps where the own network lies about
names.
"""

import http.client
import socket
from base64 import b64encode
from ipaddress import ip_address
from typing import TYPE_CHECKING

from dabir_core.fetch.policy import LinkPolicy
from dabir_core.fetch.tool import require_tool
from dabir_core.link_errors import LinkBlocked, LinkUnreachable
from dabir_core.proxy import Proxy
from dabir_core.units import Seconds

if TYPE_CHECKING:
    from yt_dlp.socks import sockssocket


def dial(host: str, port: int, policy: LinkPolicy) -> socket.socket:
    """An open TCP connection.

    Raises: LinkBlocked if no address of the host may be reached, LinkUnreachable.
    """
    patience = policy.limits.patience
    try:
        if policy.proxy is None:
            return _straight(_reachable(host, port, policy), port, patience)
        target = host if policy.allow_private else _reachable(host, port, policy)[0]
        if policy.proxy.scheme == "http":
            return _tunnel(policy.proxy, target, port, patience=patience)
        opened: socket.socket = _socks(policy.proxy, target, port, patience=patience)
    except OSError as cause:
        raise LinkUnreachable(host, detail=str(cause)) from cause
    return opened


def _reachable(host: str, port: int, policy: LinkPolicy) -> list[str]:
    """The host's addresses, if all of them may be reached: one that may not means that somebody plays tricks."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not all(policy.reach.allows(ip_address(address), port) for address in addresses):
        raise LinkBlocked(host, detail="looked up")
    return addresses


def _straight(addresses: list[str], port: int, patience: Seconds) -> socket.socket:
    failure = OSError("no address")
    for address in addresses:
        try:
            return socket.create_connection((address, port), patience)
        except OSError as cause:
            failure = cause
    raise failure


def _tunnel(proxy: Proxy, target: str, port: int, *, patience: Seconds) -> socket.socket:
    """Source: RFC 9110 §9.3.6, CONNECT."""
    connection = http.client.HTTPConnection(proxy.host, proxy.port, timeout=patience)
    headers = {}
    if proxy.username:
        words = b64encode(f"{proxy.username}:{proxy.password}".encode()).decode()
        headers["Proxy-Authorization"] = f"Basic {words}"
    connection.set_tunnel(f"[{target}]" if ":" in target else target, port, headers)
    connection.connect()
    opened = connection.sock
    assert isinstance(opened, socket.socket)
    return opened


def _socks(proxy: Proxy, target: str, port: int, *, patience: Seconds) -> "sockssocket":
    require_tool()
    from yt_dlp.socks import ProxyType, sockssocket

    kind = {"socks4": ProxyType.SOCKS4, "socks4a": ProxyType.SOCKS4A}.get(proxy.scheme, ProxyType.SOCKS5)
    family, *_, address = socket.getaddrinfo(proxy.host, proxy.port, type=socket.SOCK_STREAM)[0]
    opened = sockssocket(family, socket.SOCK_STREAM)
    try:
        opened.settimeout(patience)
        opened.setproxy(kind, address[0], proxy.port, True, proxy.username or None, proxy.password or None)
        opened.connect((target, port))
    except BaseException:
        opened.close()
        raise
    return opened
