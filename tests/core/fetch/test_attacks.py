"""Attacks by link on what only this machine and its network may reach (SSRF), by both policies with the guard.

Of all of them not one connection may come to the internal site. A control at the end opens the gate, and the same
attacks arrive: so they are real, and it is the guard that holds them off.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from dabir_core.fetch import LinkPolicy, Scope, fetch
from dabir_core.fetch.fetching import Fetcher
from dabir_core.link_errors import FetchError, LinkBlocked
from dabir_core.progress import CancelToken
from tests.core.fetch.attacks import LINKS, NAMES, SERVED, lure, page
from tests.core.fetch.names import Names, life_with
from tests.core.fetch.site import PUBLIC, Page, Site, body, policy, redirect, two_sites

SCOPES = (Scope.ANY, Scope.SITES)


@pytest.fixture(scope="module")
def lasting_sites() -> Iterator[tuple[Site, Site]]:
    """The same two for all of what is refused before anything is asked of them."""
    with two_sites() as pair:
        yield pair


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("link", LINKS)
def test_no_address_of_ones_own_can_be_written(
    link: str, scope: Scope, lasting_sites: tuple[Site, Site], tmp_path: Path
) -> None:
    public, internal = lasting_sites
    with pytest.raises(FetchError):
        fetch(link.format(port=internal.port), policy(public, scope, patience=0.5), into=tmp_path)
    assert (internal.connections, public.connections) == (0, 0)


@pytest.mark.long
@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("served", SERVED.values(), ids=SERVED)
def test_nothing_that_a_site_serves_leads_inside(
    served: Callable[[str], Page], scope: Scope, sites: tuple[Site, Site], tmp_path: Path
) -> None:
    public, internal = sites
    lure(public, served, internal)
    for path in ("/lure", "/lure.mp3"):
        with pytest.raises(FetchError):
            fetch(public.url(path), policy(public, scope, patience=1.0), into=tmp_path)
    assert internal.connections == 0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.long
@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize(("link", "names"), NAMES.values(), ids=NAMES)
def test_no_name_leads_inside(
    link: str, names: Names, scope: Scope, sites: tuple[Site, Site], demo: bytes, tmp_path: Path
) -> None:
    public, internal = sites
    public.pages |= {"/lure": page('<video src="/v.mp4"></video>'), "/v.mp4": body(demo, "video/mp4")}
    fetcher = Fetcher(policy(public, scope, patience=1.0), tmp_path, life=life_with(names))
    with pytest.raises(FetchError):
        fetcher.fetch(link.format(port=public.port), progress=lambda _: None, cancel=CancelToken())
    assert internal.connections == 0


@pytest.mark.long
def test_a_redirect_that_is_refused_is_told_as_such(sites: tuple[Site, Site], tmp_path: Path) -> None:
    public, internal = sites
    for path in ("/a.mp3", "/a"):
        public.pages[path] = redirect(internal.url("/in.mp3"))
        with pytest.raises(LinkBlocked) as refusal:
            fetch(public.url(path), policy(public), into=tmp_path)
        assert refusal.value.subject == PUBLIC, "what it leads to is not for whoever sent it"


NOT_FOLLOWED = ("redirect to zero", "feed", "XSPF", "file in a playlist", "redirect to a file")
"""What yt-dlp or the policy refuses by itself, even with the gate open."""


@pytest.mark.long
@pytest.mark.parametrize("name", [name for name in SERVED if name not in NOT_FOLLOWED])
def test_the_same_attacks_arrive_where_private_addresses_are_allowed(
    name: str, sites: tuple[Site, Site], tmp_path: Path
) -> None:
    public, internal = sites
    lure(public, SERVED[name], internal)
    open_gate: LinkPolicy = replace(policy(public, patience=1.0), allow_private=True)
    with pytest.raises(FetchError):
        fetch(public.url("/lure"), open_gate, into=tmp_path)
    assert internal.connections > 0
