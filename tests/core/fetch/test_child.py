"""The fetching process: it ends with its parent, and nothing that it is fed fills the memory or the disk."""

import errno
import signal
import zlib
from pathlib import Path

import psutil
import pytest

from dabir_core.errors import DabirError, OutputError
from dabir_core.fetch import Scope, fetch, fetching
from dabir_core.fetch.addresses import Endpoint, Reach
from dabir_core.fetch.child import reach_of, true_reason
from dabir_core.fetch.guard import Guard
from dabir_core.fetch.messages import FetchOrder
from dabir_core.fetch.policy import LinkPolicy
from dabir_core.fetch.tally import PAGES_BYTES, Tally
from dabir_core.fetch.url import vet
from dabir_core.link_errors import FetchError, LinkMemory, LinkTooBig, LinkUnreachable
from dabir_core.proxy import Proxy
from tests.core.fetch.processes import assert_ended, fetching_parent
from tests.core.fetch.site import Site, Visit, body, policy


def test_the_process_ends_when_its_parent_is_killed(site: Site, tmp_path: Path) -> None:
    with fetching_parent(site, tmp_path) as parent:
        children = psutil.Process(parent.pid).children(recursive=True)
        assert children
        parent.send_signal(signal.SIGKILL)
    assert_ended(children)


@pytest.mark.parametrize("scope", [Scope.ANY, Scope.SITES])
def test_no_process_is_left_after_a_fetch(scope: Scope, site: Site, demo: bytes, tmp_path: Path) -> None:
    before = set(psutil.Process().children(recursive=True))
    site.pages["/a.ogg"] = body(demo)
    for path in ("/a.ogg", "/b.ogg"):
        try:
            fetch(site.url(path), policy(site, scope), into=tmp_path)
        except FetchError:
            assert path == "/b.ogg"
    left = set(psutil.Process().children(recursive=True)) - before
    assert {process for process in left if "dabir" in " ".join(process.cmdline())} == set()


@pytest.mark.long
def test_a_page_without_an_end_is_stopped(site: Site, tmp_path: Path) -> None:
    def page(visit: Visit) -> None:
        visit.answer(200, b"<html>", {"Content-Type": "text/html", "Content-Length": ""})
        while True:
            visit.wfile.write(b" " * (1 << 20))

    site.pages["/a"] = page
    with pytest.raises(LinkTooBig):
        fetch(site.url("/a"), policy(site, most_bytes=1_000_000), into=tmp_path)
    assert PAGES_BYTES < fetching.MOST_MEMORY_BYTES


@pytest.mark.long
def test_a_page_that_unpacks_to_more_than_the_memory_is_stopped(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "MOST_MEMORY_BYTES", 400_000_000)
    packer = zlib.compressobj(1, wbits=31)
    packed = b"".join(packer.compress(b"<html>" + b" " * (1 << 24)) for _ in range(64)) + packer.flush()
    assert len(packed) < 10_000_000
    site.pages["/a"] = body(packed, "text/html", Content_Encoding="gzip")
    with pytest.raises(LinkMemory):
        fetch(site.url("/a"), policy(site, deadline=30.0), into=tmp_path)


def test_the_proxy_is_reached_at_its_exact_address_and_port_alone() -> None:
    reach = reach_of(LinkPolicy(proxy=Proxy("http", "127.0.0.1", 10809), allow_private=True))
    (endpoint,) = reach.exempt
    assert (str(endpoint.address), endpoint.port) == ("127.0.0.1", 10809)
    assert reach.allows(endpoint.address, 10809)
    assert not reach.allows(endpoint.address, 80)
    assert endpoint == Endpoint(endpoint.address, 10809)


@pytest.mark.parametrize(
    ("number", "kind"), [(errno.ENOSPC, OutputError), (errno.EFBIG, LinkTooBig), (errno.ECONNRESET, LinkUnreachable)]
)
def test_a_full_disk_is_told_whatever_a_library_makes_of_it(
    number: int, kind: type[DabirError], tmp_path: Path
) -> None:
    error = LinkUnreachable("a.example")
    error.__cause__ = OSError(number, "x")
    order = FetchOrder(vet("https://a.example/a.mp3", LinkPolicy()), LinkPolicy(), tmp_path)
    assert type(true_reason(error, order, Guard(Reach()), Tally(1000, lambda _: None))) is kind
