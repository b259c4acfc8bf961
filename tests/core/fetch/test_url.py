"""What a link is, by its letters alone; hosts by the tables of the URL standard's tests."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dabir_core.fetch.policy import LinkPolicy, Scope
from dabir_core.fetch.url import LinkKind, canonical_host, is_link, media_suffix, vet
from dabir_core.link_errors import FetchError, LinkBlocked, LinkNotListed, LinksOff, LinkUnsupported
from dabir_core.proxy import Proxy

ANY, SITES = LinkPolicy(Scope.ANY), LinkPolicy()


@pytest.mark.parametrize("text", ["https://a.example/x", "HTTP://a", "file:///etc/passwd", " https://a.example "])
def test_a_link_has_a_scheme_and_slashes(text: str) -> None:
    assert is_link(text)


@pytest.mark.parametrize("text", ["note.ogg", "C:\\a.mp3", "C:/a.mp3", "a:b.ogg", "./http/x", "گفت‌وگو.mp3", ""])
def test_files_are_no_links(text: str) -> None:
    assert not is_link(text)


@pytest.mark.parametrize(
    ("host", "canonical"),
    [
        ("EXAMPLE.com", "example.com"),
        ("example.com.", "example.com"),
        ("faß.example", "fass.example"),
        ("ایران.example", "xn--mgba3a4f16a.example"),
        ("a。b．c｡d.example", "a.b.c.d.example"),
        ("0x7F.1", "127.0.0.1"),
        ("2130706433", "127.0.0.1"),
        ("017700000001", "127.0.0.1"),
        ("0xffffffff", "255.255.255.255"),
        ("1.2.3", "1.2.0.3"),
        ("0", "0.0.0.0"),
        ("①②⑦.1", "127.0.0.1"),
        ("0:0:0:0:0:ffff:7f00:1", "::ffff:7f00:1"),
        ("2606:4700::0:1111", "2606:4700::1111"),
    ],
)
def test_hosts_have_one_form(host: str, canonical: str) -> None:
    assert canonical_host(host) == canonical


@pytest.mark.parametrize(
    "host",
    [
        "",
        ".",
        "a..b",
        "256.1.1.1",
        "1.2.3.4.5",
        "0x100000000",
        "1.2.3.256",
        "09",
        "a b",
        "a%41.example",
        "-",
        "x" * 64,
        "::g",
    ],
)
def test_hosts_that_nobody_has_are_refused(host: str) -> None:
    with pytest.raises(LinkUnsupported):
        canonical_host(host)


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://www.youtube.com/watch?v=x", LinkKind.SITE),
        ("https://youtu.be/x", LinkKind.SITE),
        ("https://www.aparat.com/v/x", LinkKind.SITE),
        ("https://telewebion.ir/episode/0x1", LinkKind.SITE),
        ("https://a.example/b/%D8%A7.MP3?x=1#y", LinkKind.DIRECT),
        ("https://a.example/b", LinkKind.PAGE),
        ("https://youtube.com.a.example/", LinkKind.PAGE),
        ("https://notyoutube.com/", LinkKind.PAGE),
    ],
)
def test_what_a_link_is(url: str, kind: LinkKind) -> None:
    link = vet(url, ANY)
    assert link.kind is kind
    assert bool(link.extractors) == (kind is LinkKind.SITE)


def test_a_server_takes_listed_sites_and_media_files() -> None:
    assert vet("https://vimeo.com/1", SITES).extractors
    assert vet("https://a.example/a.mp3", SITES).kind is LinkKind.DIRECT
    for url in ("https://a.example/", "https://a.example/a.m3u8", "https://a.example/a.mp3.html"):
        with pytest.raises(LinkNotListed):
            vet(url, SITES)


def test_through_a_proxy_a_person_has_a_servers_policy() -> None:
    proxied = LinkPolicy(Scope.ANY, proxy=Proxy.parse("http://127.0.0.1:10809"))
    assert vet("https://youtu.be/x", proxied).kind is LinkKind.SITE
    with pytest.raises(LinkNotListed):
        vet("https://a.example/", proxied)


def test_nothing_is_taken_where_links_are_off() -> None:
    with pytest.raises(LinksOff):
        vet("https://youtu.be/x", LinkPolicy(Scope.OFF))


def test_a_persian_address_stays_as_it_is() -> None:
    assert vet("https://a.example/گفت‌وگو.mp3", ANY).url == "https://a.example/گفت‌وگو.mp3"


def test_a_strange_port_is_refused() -> None:
    with pytest.raises(LinkBlocked):
        vet("https://a.example:6379/a.mp3", ANY)
    assert vet("https://a.example:8443/a.mp3", ANY).port == 8443


def test_a_person_may_allow_names_and_addresses_of_the_own_network() -> None:
    own = LinkPolicy(Scope.ANY, allow_private=True)
    assert vet("http://nas:5000/a.mp3", own).host == "nas"
    assert vet("http://192.168.1.5:32400/a.mp3", own).host == "192.168.1.5"
    with pytest.raises(LinkBlocked):
        vet("http://169.254.169.254/a.mp3", own)


@given(st.text(max_size=60) | st.builds("http://{}".format, st.text(max_size=60)))
def test_any_text_is_a_link_or_refused(text: str) -> None:
    try:
        link = vet(text, ANY)
    except FetchError:
        return
    assert link.url.startswith(("http://", "https://"))
    assert link.host.isascii()


@pytest.mark.parametrize(
    ("path", "suffix"), [("/a/b.MP3", ".mp3"), ("/a%2Eogg", ".ogg"), ("/a.html", ""), ("/mp3", "")]
)
def test_a_suffix_is_that_of_the_paths_end(path: str, suffix: str) -> None:
    assert media_suffix(path) == suffix
