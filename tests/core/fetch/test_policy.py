"""Policies: what is refused when one is made, and what follows from it."""

import pytest

from dabir_core.errors import OptionError, ProxyWrong
from dabir_core.fetch import LinkLimits, LinkPolicy, Scope
from dabir_core.proxy import Proxy


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


def test_a_proxy_that_links_cannot_go_through_is_refused_by_its_variable() -> None:
    with pytest.raises(ProxyWrong) as caught:
        LinkPolicy(proxy=Proxy.parse("https://proxy.example", "HTTPS_PROXY"))
    assert caught.value.subject == "HTTPS_PROXY"
