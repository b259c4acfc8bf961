"""From flags and environment to a policy for each link."""

import os
import time
from pathlib import Path

import pytest

from dabir_core.cli.links import link_policies, remove_forgotten
from dabir_core.errors import ProxyWrong
from dabir_core.fetch import Scope
from dabir_core.proxy import Proxy

NAMES = ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "HTTP_PROXY", "http_proxy", "NO_PROXY", "no_proxy")
LINK = "https://site.example/a.mp3"


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


def test_without_any_proxy_links_go_straight() -> None:
    policy = link_policies([LINK], Scope.ANY, None, allow_private=True)[LINK]
    assert (policy.scope, policy.allow_private, policy.proxy) == (Scope.ANY, True, None)


def test_each_link_goes_by_the_proxy_that_leads_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "socks://127.0.0.1:1080")
    monkeypatch.setenv("NO_PROXY", "inside.example")
    inside = "http://media.inside.example/b.mp3"
    policies = link_policies([LINK, inside, LINK], Scope.ANY, None, allow_private=False)
    assert {link: policy.proxy for link, policy in policies.items()} == {
        LINK: Proxy("socks5h", "127.0.0.1", 1080),
        inside: None,
    }


def test_a_proxy_that_is_none_is_told() -> None:
    with pytest.raises(ProxyWrong):
        link_policies([LINK], Scope.ANY, "ftp://a:1", allow_private=False)


def test_the_sound_of_runs_that_were_killed_goes_after_a_week(tmp_path: Path) -> None:
    remove_forgotten(tmp_path / "none")
    for name, days in (("old", 8), ("new", 6)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "talk.m4a").touch()
        then = time.time() - days * 86_400
        os.utime(tmp_path / name, (then, then))
    remove_forgotten(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["new"]
