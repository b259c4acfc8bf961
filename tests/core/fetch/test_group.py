"""A site's script runs in a process of the process that fetches: both are watched together, and end together."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from dabir_core.fetch import fetching, group
from dabir_core.fetch.fetching import Fetcher
from dabir_core.link_errors import LinkMemory, LinkNoAudio, LinkTimeout
from dabir_core.progress import CancelToken
from tests.core.fetch.processes import assert_ended, life_with_script
from tests.core.fetch.site import Site, policy

BEGIN = f"""#!{sys.executable} -S
import os, signal, subprocess, sys, time
from pathlib import Path

def note(*pids):
    Path(__file__).with_name("pids.new").write_text(" ".join(map(str, pids)))
    Path(__file__).with_name("pids.new").rename(Path(__file__).with_name("pids"))
"""
ENDLESS = """
signal.signal(signal.SIGTERM, signal.SIG_IGN)
note(os.getpid(), subprocess.Popen([sys.executable, "-S", "-c", "import time; time.sleep(60)"]).pid)
while True:
    time.sleep(0.001)
"""
EATS = """
note(os.getpid())
held = [b"x" * 10_000_000 for _ in range(36)]
time.sleep(60)
"""
"""360 MB."""
HEAP = "const held = []; for (;;) held.push(new Array(1e6).fill(0.5))"
BUFFERS = "const held = []; for (;;) held.push(new Uint8Array(5e7).fill(1))"


def run(script: str, site: Site, folder: Path, *, runtime: Path | None = None, deadline: float = 30.0) -> None:
    (folder / "into").mkdir()
    fetcher = Fetcher(policy(site, deadline=deadline), folder / "into", life=life_with_script(script, runtime))
    try:
        fetcher.fetch(site.url("/page"), progress=lambda _: None, cancel=CancelToken())
    finally:
        assert list((folder / "into").iterdir()) == []


def stand_in(folder: Path, program: str) -> Path:
    path = folder / "deno"
    path.write_text(BEGIN + program, encoding="utf-8")
    path.chmod(0o755)
    return path


def assert_all_ended(folder: Path) -> None:
    pids = [int(pid) for pid in (folder / "pids").read_text(encoding="utf-8").split()]
    assert pids
    assert_ended(psutil.Process(pid) for pid in pids if psutil.pid_exists(pid))


@pytest.mark.long
def test_a_script_that_never_ends_ends_at_the_deadline_with_all_that_it_started(site: Site, tmp_path: Path) -> None:
    began = time.monotonic()
    with pytest.raises(LinkTimeout):
        run("", site, tmp_path, runtime=stand_in(tmp_path, ENDLESS), deadline=8.0)
    assert time.monotonic() - began < 20.0
    assert_all_ended(tmp_path)


def test_a_script_that_holds_too_much_together_with_the_process_that_fetches_is_told(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "MOST_MEMORY_BYTES", 390_000_000)
    with pytest.raises(LinkMemory) as caught:
        run("", site, tmp_path, runtime=stand_in(tmp_path, EATS))
    assert caught.value.subject == site.host
    assert_all_ended(tmp_path)


def test_a_script_in_deno_that_fills_its_heap_ends_deno_alone(site: Site, tmp_path: Path) -> None:
    with pytest.raises(LinkNoAudio, match=r"it ended with -\d"):
        run(HEAP, site, tmp_path)


@pytest.mark.long
def test_a_script_in_deno_that_fills_the_memory_beside_its_heap_is_told(site: Site, tmp_path: Path) -> None:
    with pytest.raises(LinkMemory):
        run(BUFFERS, site, tmp_path)


def test_a_group_and_a_tree_are_the_processes_that_were_started() -> None:
    program = "import subprocess, sys; subprocess.run([sys.executable, '-S', '-c', 'input()'])"
    with subprocess.Popen([sys.executable, "-S", "-c", program], stdin=subprocess.PIPE, process_group=0) as started:
        deadline = time.monotonic() + 10
        while len(group.in_tree(started.pid)) < 2 and time.monotonic() < deadline:
            time.sleep(0.02)
        in_tree = {process.pid for process in group.in_tree(started.pid)}
        assert len(in_tree) == 2
        assert {process.pid for process in group.in_group(started.pid)} == in_tree
        each = [psutil.Process(pid).memory_info().rss for pid in in_tree]
        assert min(each) > 1_000_000
        assert group.resident_bytes(started.pid) == pytest.approx(sum(each), rel=0.5)
        group.kill(started.pid)
        assert started.wait(timeout=10) == -signal.SIGKILL
    deadline = time.monotonic() + 10.0
    while group.resident_bytes(started.pid) and time.monotonic() < deadline:
        time.sleep(0.02)  # the other one was killed at the same time, and nobody here waits for it
    assert group.resident_bytes(started.pid) == 0
    assert group.in_tree(started.pid) == []
    group.kill(started.pid)
