"""Policies: what is refused when one is made, and what follows from it."""

import pytest

from dabir_core.errors import OptionError
from dabir_core.fetch import LinkLimits, LinkPolicy, Proxy, Scope


@pytest.mark.parametrize("field", ["most_bytes", "longest", "deadline", "patience"])
def test_a_limit_of_nothing_is_refused(field: str) -> None:
    with pytest.raises(OptionError):
        LinkLimits(**{field: 0})


def test_the_default_is_that_of_a_server() -> None:
    policy = LinkPolicy()
    assert (policy.scope, policy.allow_private, policy.exempt) == (Scope.SITES, False, frozenset())


@pytest.mark.parametrize(
    ("scope", "through_proxy"), [(Scope.ANY, Scope.SITES), (Scope.SITES, Scope.SITES), (Scope.OFF, Scope.OFF)]
)
def test_a_proxy_never_widens_a_policy(scope: Scope, through_proxy: Scope) -> None:
    assert LinkPolicy(scope).scope_in_force is scope
    assert LinkPolicy(scope, proxy=Proxy("http", "127.0.0.1", 10809)).scope_in_force is through_proxy


@pytest.mark.parametrize(
    ("url", "proxy"),
    [
        ("127.0.0.1:10809", Proxy("http", "127.0.0.1", 10809)),
        ("http://a%40b:c%3Ad@proxy.example", Proxy("http", "proxy.example", 8080, "a@b", "c:d")),
        ("socks5h://[::1]:1080/", Proxy("socks5h", "::1", 1080)),
        ("socks://127.0.0.1:10808/", Proxy("socks5h", "127.0.0.1", 10808)),
        ("SOCKS5://127.0.0.1", Proxy("socks5", "127.0.0.1", 1080)),
    ],
)
def test_proxies_are_read(url: str, proxy: Proxy) -> None:
    assert Proxy.parse(url) == proxy


@pytest.mark.parametrize("url", ["", "ftp://a:1", "http://", "http://a:x", "http://[::1"])
def test_what_is_no_proxy_is_refused(url: str) -> None:
    with pytest.raises(OptionError):
        Proxy.parse(url)


def test_a_proxys_password_is_not_shown() -> None:
    assert "secret" not in repr(Proxy.parse("http://a:secret@proxy.example"))
