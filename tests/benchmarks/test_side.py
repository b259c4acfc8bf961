import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from benchmarks.environments import ROOT, PeerMissing
from benchmarks.side import Side, watched

SERVES = """
import os
from benchmarks.peers.lines import serve
kept = []
def keep(mib):
    kept.append(bytearray(os.urandom(1 << 20) * mib))
    return len(kept)
def fail():
    raise ValueError("no such file")
serve({"keep": keep, "fail": fail, "leave": lambda: os._exit(3)})
"""


@pytest.fixture
def side() -> Iterator[Side]:
    process = subprocess.Popen(
        [sys.executable, "-c", SERVES],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    started = Side("child", process)
    yield started
    started.close()


def test_a_side_answers_and_says_how_much_memory_it_took(side: Side) -> None:
    reply = side.call("keep", mib=64)
    assert reply.gave == 1
    assert 64 << 20 <= reply.memory_bytes < 200 << 20
    assert reply.resident_peak_bytes > reply.memory_bytes
    assert side.call("keep", mib=1).memory_bytes < 32 << 20  # beyond what it had already


def test_a_failed_call_and_a_dead_side_say_why(side: Side) -> None:
    with pytest.raises(PeerMissing, match="child failed in fail: ValueError: no such file"):
        side.call("fail")
    assert side.call("keep", mib=1).gave == 1
    with pytest.raises(PeerMissing, match="child ended with code 3 in leave"):
        side.call("leave")


def test_memory_of_a_process_that_ended_is_nothing() -> None:
    ended = subprocess.Popen([sys.executable, "-c", "pass"])
    ended.wait()
    with watched(ended.pid) as memory:
        pass
    assert memory.grown_bytes == 0
