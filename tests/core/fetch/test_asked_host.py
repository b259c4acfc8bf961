"""The host of a request, in the three forms in which it reaches a proxy."""

from ipaddress import ip_address

import pytest

from dabir_core.fetch.addresses import Endpoint, Reach
from dabir_core.fetch.asked_host import asked_host, may_be_public


@pytest.mark.parametrize(
    ("message", "target"),
    [
        (b"CONNECT www.youtube.com:443 HTTP/1.1\r\nHost: x\r\n\r\n", ("www.youtube.com", 443)),
        (b"CONNECT [::1]:443 HTTP/1.0\r\n\r\n", ("::1", 443)),
        (b"GET http://10.0.0.1:8080/a HTTP/1.1\r\nHost: a.example\r\n\r\n", ("10.0.0.1", 8080)),
        (b"GET http://a.example/ HTTP/1.1\r\nHost: 10.0.0.1\r\n\r\n", ("a.example", 80)),
        (b"POST /a HTTP/1.1\r\nAccept: */*\r\nHost: 127.0.0.1:8443\r\n\r\n", ("127.0.0.1", 8443)),
        (b"GET http://[::bad/ HTTP/1.1\r\n\r\n", ("", 80)),
        (b"GET /a HTTP/1.1\r\n\r\n", None),
        (b"{json}", None),
    ],
)
def test_the_host_of_a_request(message: bytes, target: tuple[str, int] | None) -> None:
    assert asked_host(message) == target


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "2130706433", "169.254.169.254", "::1", "localhost", "nas", "a.lan", "", "a b"]
)
def test_what_is_seen_to_be_inside_is_not_asked_of_a_proxy(host: str) -> None:
    assert not may_be_public(host, 443, Reach())


def test_names_and_public_addresses_are() -> None:
    assert may_be_public("www.youtube.com", 443, Reach())
    assert may_be_public("8.8.8.8", 443, Reach())
    assert may_be_public("nas", 443, Reach(private=True))
    assert may_be_public("10.0.0.1", 99, Reach(exempt=frozenset({Endpoint(ip_address("10.0.0.1"), 99)})))
