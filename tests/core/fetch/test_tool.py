"""Whether yt-dlp is here, and how old it is."""

from datetime import date
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

from dabir_core.fetch import LinkPolicy, Scope, fetch, notices, tool
from dabir_core.link_errors import LinkToolMissing
from dabir_core.notices import Notice
from dabir_core.proxy import Proxy
from dabir_core.sentences import sentence
from tests.core.fetch.site import Site, body, policy


@pytest.fixture
def released(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    def version(_name: str) -> str:
        if request.param is None:
            raise PackageNotFoundError
        return str(request.param)

    monkeypatch.setattr(tool, "version", version)


@pytest.mark.parametrize(
    ("released", "today", "told"),
    [
        ("2026.10.26", date(2026, 11, 23), ()),
        ("2026.10.26", date(2026, 12, 25), ()),
        ("2026.10.26", date(2026, 12, 26), (Notice.LINK_TOOL_OLD,)),
        ("2026.8.19.232812.dev0", date(2026, 8, 20), ()),
        (None, date(2026, 8, 20), ()),
    ],
    indirect=["released"],
)
def test_more_than_sixty_days_are_old(released: None, today: date, told: tuple[Notice, ...]) -> None:
    assert notices(LinkPolicy(), today=today) == told


@pytest.mark.parametrize("released", ["2026.11.1"], indirect=True)
def test_a_person_is_told_that_a_proxy_narrows_what_is_taken(released: None) -> None:
    proxy, today = Proxy("http", "127.0.0.1", 10809), date(2026, 11, 2)
    assert notices(LinkPolicy(Scope.ANY, proxy=proxy), today=today) == (Notice.LINKS_BY_PROXY,)
    assert notices(LinkPolicy(Scope.SITES, proxy=proxy), today=today) == ()
    assert notices(LinkPolicy(Scope.ANY), today=today) == ()


@pytest.mark.parametrize("released", [None, "2026.6.9", "unknown"], indirect=True)
def test_without_a_safe_one_sites_are_not_fetched_and_files_are(
    released: None, site: Site, demo: bytes, tmp_path: Path
) -> None:
    with pytest.raises(LinkToolMissing) as caught:
        fetch("https://www.youtube.com/watch?v=aaaaaaaaaaa", policy(site), into=tmp_path)
    assert "pip install" in sentence(caught.value, "en")
    site.pages["/a.ogg"] = body(demo)
    assert fetch(site.url("/a.ogg"), policy(site), into=tmp_path) is not None
