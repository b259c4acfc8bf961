"""Links through a proxy at 127.0.0.1, as they go where networks are blocked."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from dabir_core.fetch import Fetched, Scope, fetch
from dabir_core.fetch.fetching import Fetcher
from dabir_core.link_errors import FetchError, LinkBlocked, LinkNotListed, LinkUnreachable
from dabir_core.progress import CancelToken
from dabir_core.proxy import Proxy
from tests.core.fetch.names import Names, life_with
from tests.core.fetch.proxy import ForwardProxy, forward_proxy
from tests.core.fetch.site import INTERNAL, PUBLIC, Site, body, policy, redirect


@pytest.fixture
def proxy() -> Iterator[ForwardProxy]:
    with forward_proxy() as running:
        yield running


def by_name(link: str, names: Names, site: Site, proxy: ForwardProxy, folder: Path) -> Fetched | None:
    proxied = replace(policy(site), proxy=Proxy("http", "127.0.0.1", proxy.port))
    fetcher = Fetcher(proxied, folder, life=life_with(names))
    return fetcher.fetch(link, progress=lambda _: None, cancel=CancelToken())


@pytest.mark.parametrize("scheme", ["http", "socks5h"])
def test_a_media_file_comes_through_the_proxy_and_no_other_way(
    scheme: str, site: Site, proxy: ForwardProxy, demo: bytes, tmp_path: Path
) -> None:
    site.pages |= {"/a.mp3": redirect(site.url("/b.mp3")), "/b.mp3": body(demo)}
    proxied = replace(policy(site), proxy=Proxy(scheme, "127.0.0.1", proxy.port))
    found = fetch(site.url("/a.mp3"), proxied, into=tmp_path)
    assert found is not None
    assert found.path.read_bytes() == demo
    assert proxy.targets == [(PUBLIC, site.port)] * 2
    assert site.connections == 2


@pytest.mark.long
def test_the_proxy_is_given_the_address_that_was_judged_and_never_a_name(
    site: Site, proxy: ForwardProxy, demo: bytes, tmp_path: Path
) -> None:
    site.pages["/a.mp3"] = body(demo)
    names = {"a.example": ((PUBLIC,), (INTERNAL,))}
    found = by_name(f"http://a.example:{site.port}/a.mp3", names, site, proxy, tmp_path)
    assert found is not None
    assert proxy.targets == [(PUBLIC, site.port)]


@pytest.mark.long
def test_a_name_that_leads_inside_is_not_asked_of_the_proxy(
    sites: tuple[Site, Site], proxy: ForwardProxy, tmp_path: Path
) -> None:
    public, internal = sites
    with pytest.raises(LinkBlocked):
        by_name(f"http://a.example:{public.port}/a.mp3", {"a.example": ((INTERNAL,),)}, public, proxy, tmp_path)
    public.pages["/b.mp3"] = redirect(internal.url("/in.mp3"))
    with pytest.raises(LinkBlocked):
        by_name(public.url("/b.mp3"), {}, public, proxy, tmp_path)
    assert internal.connections == 0


def test_a_page_is_not_fetched_through_a_proxy(site: Site, proxy: ForwardProxy, tmp_path: Path) -> None:
    proxied = replace(policy(site, Scope.ANY), proxy=Proxy("http", "127.0.0.1", proxy.port))
    with pytest.raises(LinkNotListed):
        fetch(site.url("/talk"), proxied, into=tmp_path)
    assert (proxy.targets, site.connections) == ([], 0)


@pytest.mark.long
def test_a_listed_site_is_asked_of_the_proxy_by_its_name(site: Site, proxy: ForwardProxy, tmp_path: Path) -> None:
    proxied = replace(policy(site, patience=1.0), proxy=Proxy("http", "127.0.0.1", proxy.port))
    with pytest.raises(FetchError):
        fetch("https://www.aparat.com/v/abcde", proxied, into=tmp_path)
    assert {host for host, _ in proxy.targets} == {"www.aparat.com"}


@pytest.mark.long
def test_a_proxy_that_is_not_there_is_told(site: Site, tmp_path: Path) -> None:
    with forward_proxy() as gone:
        port = gone.port
    with pytest.raises(LinkUnreachable):
        fetch(site.url("/a.mp3"), replace(policy(site), proxy=Proxy("http", "127.0.0.1", port)), into=tmp_path)
    with pytest.raises(LinkUnreachable):
        fetch(site.url("/a.mp3"), replace(policy(site), proxy=Proxy("http", "no-such.invalid", port)), into=tmp_path)
    assert site.connections == 0
