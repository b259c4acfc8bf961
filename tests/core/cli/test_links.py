"""From flags and environment to a policy; which proxy wins."""

import os
import time
import urllib.request
from pathlib import Path

import pytest

from dabir_core.cli.links import make_policy, remove_forgotten
from dabir_core.errors import OptionError
from dabir_core.fetch import Proxy, Scope

NAMES = ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "HTTP_PROXY", "http_proxy")


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


def test_without_any_proxy_links_go_straight() -> None:
    policy = make_policy(Scope.ANY, None, allow_private=True)
    assert (policy.scope, policy.allow_private, policy.proxy) == (Scope.ANY, True, None)


@pytest.mark.parametrize(
    ("environment", "host"),
    [
        ({"HTTPS_PROXY": "http://a:1", "ALL_PROXY": "http://b:1", "HTTP_PROXY": "http://c:1"}, "a"),
        ({"ALL_PROXY": "socks5h://b:1", "HTTP_PROXY": "http://c:1"}, "b"),
        ({"http_proxy": "http://c:1"}, "c"),
    ],
)
def test_the_environments_proxy_is_taken(
    environment: dict[str, str], host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    proxy = make_policy(Scope.ANY, None, allow_private=False).proxy
    assert proxy is not None
    assert proxy.host == host


def test_the_flag_goes_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://a:1")
    assert make_policy(Scope.ANY, "http://d:2", allow_private=False).proxy == Proxy("http", "d", 2)
    assert make_policy(Scope.ANY, "none", allow_private=False).proxy is None
    assert make_policy(Scope.ANY, "", allow_private=False).proxy is None


def test_the_systems_settings_are_the_last_to_be_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(urllib.request, "getproxies", lambda: {"http": "http://127.0.0.1:8888"})
    assert make_policy(Scope.ANY, None, allow_private=False).proxy == Proxy("http", "127.0.0.1", 8888)


def test_a_proxy_that_is_none_is_told() -> None:
    with pytest.raises(OptionError):
        make_policy(Scope.ANY, "ftp://a:1", allow_private=False)


def test_the_sound_of_runs_that_were_killed_goes_after_a_week(tmp_path: Path) -> None:
    remove_forgotten(tmp_path / "none")
    for name, days in (("old", 8), ("new", 6)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "talk.m4a").touch()
        then = time.time() - days * 86_400
        os.utime(tmp_path / name, (then, then))
    remove_forgotten(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["new"]
