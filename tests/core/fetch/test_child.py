"""The fetching process: it ends with its parent, and nothing that it is fed fills the memory or the disk."""

import errno
import os
import signal
import subprocess
import sys
import time
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
from dabir_core.link_errors import FetchError, LinkTooBig, LinkUnreachable
from dabir_core.proxy import Proxy
from tests.core.fetch.site import Site, Visit, body, policy

PARENT = """
import sys
from pathlib import Path
from dabir_core.fetch import fetch
from tests.core.fetch.site import Site, policy

if __name__ == "__main__":
    site = Site("127.0.0.2", int(sys.argv[1]))
    fetch(site.url("/a.ogg"), policy(site), into=Path(sys.argv[2]), progress=lambda _: print("here", flush=True))
"""


def waiting(visit: Visit) -> None:
    visit.answer(200, b"OggS" * 999, {"Content-Length": "9999999", "Content-Type": "audio/ogg"})
    time.sleep(60)


def ended(process: psutil.Process) -> bool:
    try:
        return bool(process.status() == psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return True


def test_the_process_ends_when_its_parent_is_killed(site: Site, tmp_path: Path) -> None:
    site.pages["/a.ogg"] = waiting
    script = tmp_path / "parent.py"
    script.write_text(PARENT, encoding="utf-8")
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    command = [sys.executable, str(script), str(site.port), str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"here\n"
        children = psutil.Process(parent.pid).children(recursive=True)
        assert children
        parent.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline and not all(map(ended, children)):
        time.sleep(0.05)
    assert all(map(ended, children))


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
    with pytest.raises(LinkTooBig):
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
