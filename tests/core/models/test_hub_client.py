"""The ways to a hub and to where it keeps its files: proxies of the environment, of the option, and none."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest

from dabir_core.errors import HubUnreachable, ProxyWrong
from dabir_core.models import Installed, InstallOptions, Retries, install
from tests.core.fetch.proxy import forward_proxy
from tests.core.models.conftest import DEMO_ID
from tests.hub_server import LocalHub

pytestmark = pytest.mark.usefixtures("home")


def options(hub: LocalHub, proxy: str | None = None) -> InstallOptions:
    return InstallOptions(mirror=hub.endpoint, proxy=proxy, retries=Retries(delays=()))


@contextmanager
def speaking(answer: bytes) -> Iterator[int]:
    """A server that says this to everybody; gives its port."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    caller, _ = server.accept()
                except OSError:
                    return
                with caller:
                    caller.recv(1000)
                    caller.sendall(answer)

        threading.Thread(target=serve, daemon=True).start()
        try:
            yield server.getsockname()[1]
        finally:
            server.shutdown(socket.SHUT_RDWR)


@pytest.mark.parametrize("scheme", ["socks", "socks5", "socks5h"])
def test_a_socks_proxy_of_the_environment_is_the_way_for_questions_and_bytes(
    hub: LocalHub, monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    with forward_proxy() as proxy:
        monkeypatch.setenv("ALL_PROXY", f"{scheme}://127.0.0.1:{proxy.port}")
        assert isinstance(install(DEMO_ID, options(hub)), Installed)
    ports = {urlsplit(address).port for address in (hub.endpoint, hub.storage)}
    assert set(proxy.targets) == {("127.0.0.1", port) for port in ports}


def test_a_socks_proxy_is_given_the_hubs_name(hub: LocalHub) -> None:
    with forward_proxy() as proxy:
        far = InstallOptions(
            mirror="http://hub.invalid", proxy=f"socks5h://127.0.0.1:{proxy.port}", retries=Retries(delays=())
        )
        with pytest.raises(HubUnreachable):
            install(DEMO_ID, far)
    assert proxy.targets == [("hub.invalid", 80)]


def test_what_no_proxy_lists_is_reached_straight(hub: LocalHub, monkeypatch: pytest.MonkeyPatch) -> None:
    with forward_proxy() as proxy:
        monkeypatch.setenv("ALL_PROXY", f"socks://127.0.0.1:{proxy.port}")
        monkeypatch.setenv("NO_PROXY", "127.0.0.0/8")
        assert isinstance(install(DEMO_ID, options(hub)), Installed)
    assert proxy.targets == []


def test_the_option_may_say_that_there_is_no_proxy(hub: LocalHub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "gopher://x")
    assert isinstance(install(DEMO_ID, options(hub, "none")), Installed)


@pytest.mark.parametrize("address", ["gopher://x", "socks5://:1080", "socks4://127.0.0.1:1080"])
def test_a_proxy_that_cannot_be_used_is_told_by_its_variable(
    hub: LocalHub, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("ALL_PROXY", address)
    with pytest.raises(ProxyWrong) as caught:
        install(DEMO_ID, options(hub))
    assert caught.value.subject == "ALL_PROXY"
    assert hub.asked == []


@pytest.mark.parametrize("answer", [b"HTTP/1.1 400 Bad Request\r\n\r\n", b"", b"\x05\xff", b"\x05\x00\x05\x01\x00\x01"])
def test_a_proxy_that_speaks_something_else_is_no_way_to_the_hub(hub: LocalHub, answer: bytes) -> None:
    with speaking(answer) as port, pytest.raises(HubUnreachable):
        install(DEMO_ID, options(hub, f"socks5h://127.0.0.1:{port}"))
