"""Addresses of proxies, which of them leads where, and what is said of one that cannot be used."""

import urllib.request

import pytest

from dabir_core.errors import ProxyWrong
from dabir_core.proxy import Proxies, Proxy, asked_proxies, environment_proxies

HUB = "https://hub.example/api"
NAMES = ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "HTTP_PROXY", "http_proxy", "NO_PROXY", "no_proxy")


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("address", "proxy"),
    [
        ("127.0.0.1:10809", Proxy("http", "127.0.0.1", 10809)),
        ("http://a%40b:c%3Ad@proxy.example", Proxy("http", "proxy.example", 8080, "a@b", "c:d")),
        ("https://proxy.example", Proxy("https", "proxy.example", 443)),
        ("socks5h://[::1]:1080/", Proxy("socks5h", "::1", 1080)),
        ("socks://127.0.0.1:10808/", Proxy("socks5h", "127.0.0.1", 10808)),
        (" SOCKS5://127.0.0.1 ", Proxy("socks5", "127.0.0.1", 1080)),
        ("socks4://127.0.0.1", Proxy("socks4", "127.0.0.1", 1080)),
        (
            "socks4a://پراکسی.example:9",
            Proxy("socks4a", "پراکسی.example", 9),
        ),
    ],
)
def test_addresses_are_read(address: str, proxy: Proxy) -> None:
    assert Proxy.parse(address) == proxy


@pytest.mark.parametrize(
    "address",
    ["", "ftp://a:1", "http://", "http://a:x", "http://[::1", "http://a b:1", "socks5h://:1080", "http://a:99999"],
)
def test_what_is_no_proxy_is_refused_by_the_name_of_where_it_stands(address: str) -> None:
    with pytest.raises(ProxyWrong) as caught:
        Proxy.parse(address, "ALL_PROXY")
    assert caught.value.subject == "ALL_PROXY"


def test_a_password_is_not_shown() -> None:
    assert "secret" not in repr(Proxy.parse("http://a:secret@proxy.example"))
    assert "secret" not in repr(environment_proxies({"ALL_PROXY": "http://a:secret@proxy.example"}))
    with pytest.raises(ProxyWrong) as caught:
        Proxy.parse("ftp://a:secret@proxy.example")
    assert "secret" not in f"{caught.value} {caught.value.detail}"


@pytest.mark.parametrize(
    "address", ["http://a%40b:c%3Ad@proxy.example:8080", "socks5h://[::1]:1080", "https://proxy.example:443"]
)
def test_an_address_is_written_as_it_was_read(address: str) -> None:
    assert Proxy.parse(address).url == address
    assert "@" not in Proxy.parse(address).origin


@pytest.mark.parametrize(
    ("environment", "url", "host"),
    [
        ({"HTTPS_PROXY": "a:1", "ALL_PROXY": "b:1", "HTTP_PROXY": "c:1"}, HUB, "a"),
        ({"HTTPS_PROXY": "a:1", "ALL_PROXY": "b:1", "HTTP_PROXY": "c:1"}, "http://hub.example", "c"),
        ({"ALL_PROXY": "socks://b:1", "HTTP_PROXY": "c:1"}, HUB, "b"),
        ({"all_proxy": "b:1"}, "http://hub.example", "b"),
        ({"HTTPS_PROXY": "a:1", "https_proxy": "d:1"}, HUB, "d"),
    ],
)
def test_the_variable_of_the_targets_scheme_goes_before_the_one_for_all(
    environment: dict[str, str], url: str, host: str
) -> None:
    proxy = environment_proxies(environment).to(url)
    assert proxy is not None
    assert proxy.host == host


@pytest.mark.parametrize("environment", [{}, {"HTTP_PROXY": "c:1"}, {"https_proxy": "", "HTTPS_PROXY": "a:1"}])
def test_where_no_variable_speaks_of_the_target_it_is_reached_straight(environment: dict[str, str]) -> None:
    assert environment_proxies(environment).to(HUB) is None


@pytest.mark.parametrize(
    ("bypassed", "url", "is_straight"),
    [
        ("*", HUB, True),
        ("hub.example", HUB, True),
        ("example", HUB, True),
        (".example", HUB, True),
        ("*.example", HUB, True),
        ("other.example, HUB.example", HUB, True),
        ("ub.example", HUB, False),
        ("hub.example:8443", HUB, False),
        ("hub.example:8443", "https://hub.example:8443/api", True),
        ("localhost,127.0.0.0/8,::1", "http://127.0.0.1:8080", True),
        ("localhost,127.0.0.0/8,::1", "http://[::1]:8080", True),
        ("localhost,127.0.0.0/8,::1", "http://localhost:8080", True),
        ("10.0.0.0/8", "http://11.0.0.1", False),
        ("10.0.0.1", "http://10.0.0.1", True),
        (", ,", HUB, False),
    ],
)
def test_what_is_listed_is_reached_straight(bypassed: str, url: str, is_straight: bool) -> None:
    for name in ("NO_PROXY", "no_proxy"):
        found = environment_proxies({"ALL_PROXY": "http://a:1", name: bypassed}).to(url)
        assert (found is None) is is_straight


def test_a_variable_that_is_wrong_is_told_by_its_name_once_it_is_needed() -> None:
    proxies = environment_proxies({"https_proxy": "gopher://x", "ALL_PROXY": "a:1"})
    assert proxies.to("http://hub.example") == Proxy("http", "a", 1)
    with pytest.raises(ProxyWrong) as caught:
        proxies.to(HUB)
    assert caught.value.subject == "https_proxy"


def test_what_is_no_address_needs_no_proxy() -> None:
    assert environment_proxies({"ALL_PROXY": "a:1"}).to("http://[::1") is None


def test_the_option_goes_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://a:1")
    monkeypatch.setenv("NO_PROXY", "*")
    assert asked_proxies("http://d:2").to(HUB) == Proxy("http", "d", 2)
    assert asked_proxies(None).to(HUB) is None
    for none in ("none", "", " None "):
        assert asked_proxies(none) == Proxies()
    with pytest.raises(ProxyWrong) as caught:
        asked_proxies("gopher://x")
    assert caught.value.subject == "--proxy"


def test_the_systems_settings_are_the_last_to_be_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(urllib.request, "getproxies", lambda: {"https": "http://127.0.0.1:8888", "ftp": "b:1"})
    assert asked_proxies(None).to(HUB) == Proxy("http", "127.0.0.1", 8888)
    assert asked_proxies(None).to("ftp://hub.example") is None
    monkeypatch.setenv("ALL_PROXY", "a:1")
    assert asked_proxies(None).to(HUB) == Proxy("http", "a", 1)
