"""The HTTP client that asks a hub: each request by the way that leads to its host, each connection remembered.

httpx2 reads the environment's proxies in its own way, knows no `socks://` and raises what no caller expects where a
SOCKS proxy speaks nonsense; so it is told the way instead (`dabir_core.proxy`), and its environment is not asked. A
SOCKS proxy is always given names, also as socks5. Source: httpx2 documentation, «Custom transports»; httpcore2 2.16,
`_sync/socks_proxy.py`.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, cast

from dabir_core.errors import ProxyWrong
from dabir_core.models.wires import Wires
from dabir_core.proxy import Proxies, Proxy

if TYPE_CHECKING:
    import httpx2

SCHEMES: Final = frozenset({"http", "https", "socks5", "socks5h"})
"""Proxies that httpx2 can use."""


def hub_client(
    proxies: Proxies, wires: Wires, *, headers: Mapping[str, str], timeout: "httpx2.Timeout"
) -> "httpx2.Client":
    """A client that follows redirects; its connections are those of `wires`. Raises, when it asks: ProxyWrong."""
    import httpx2

    ways = cast("httpx2.BaseTransport", _Ways(proxies, wires))
    return httpx2.Client(headers=headers, timeout=timeout, transport=ways, follow_redirects=True)


def require_usable(proxy: Proxy | None) -> None:
    """Raises: ProxyWrong for a proxy that httpx2 cannot use."""
    if proxy is not None and proxy.scheme not in SCHEMES:
        raise ProxyWrong(proxy.source, detail=f"{proxy.scheme} is not for the hub")


class _Ways:
    """Obeys httpx2's BaseTransport; one transport for each proxy that is needed, and one for no proxy."""

    def __init__(self, proxies: Proxies, wires: Wires) -> None:
        self._proxies, self._wires = proxies, wires
        self._opened: dict[Proxy | None, httpx2.HTTPTransport] = {}

    def handle_request(self, request: "httpx2.Request") -> "httpx2.Response":
        """See BaseTransport. Raises: ProxyWrong."""
        import httpx2
        from socksio import ProtocolError

        proxy = self._proxies.to(str(request.url))
        if proxy not in self._opened:
            self._opened[proxy] = _transport(proxy)
        request.extensions = {**request.extensions, "trace": self._wires.trace}
        try:
            return self._opened[proxy].handle_request(request)
        except ProtocolError as cause:
            raise httpx2.ProxyError(str(cause), request=request) from cause

    def close(self) -> None:
        """See BaseTransport."""
        for transport in self._opened.values():
            transport.close()
        self._wires.close()


def _transport(proxy: Proxy | None) -> "httpx2.HTTPTransport":
    import httpx2

    require_usable(proxy)
    if proxy is None:
        return httpx2.HTTPTransport()
    user = (proxy.username, proxy.password) if proxy.username else None
    try:
        return httpx2.HTTPTransport(proxy=httpx2.Proxy(proxy.origin, auth=user))
    except (ValueError, httpx2.InvalidURL) as cause:
        raise ProxyWrong(proxy.source, detail=type(cause).__name__) from cause
