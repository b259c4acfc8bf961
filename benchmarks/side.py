"""The parent's handle of a side: a process that answers one call at a time (`peers.lines`), and what it costs.

All sides run on the same cores, in processes that start with the same environment variables, and wait while another
one is called.
"""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from benchmarks.environments import BENCH, ROOT, PeerMissing, python_of

OURS = "dabir"
SCRIPTS = {
    "faster-whisper": "faster_whisper",
    "transformers": "transformers",
    "openai-whisper": "openai_whisper",
    "whisper.cpp": "whisper_cpp",
}
"""The peers, and the name of their script and requirements."""

CAPS: Mapping[str, Mapping[str, str]] = {
    "AVX2 and VNNI": {
        "ONEDNN_MAX_CPU_ISA": "AVX2_VNNI",
        "MKL_ENABLE_INSTRUCTIONS": "AVX2_E1",
        "CT2_FORCE_CPU_ISA": "AVX2",
        "DABIR_HOME": str(BENCH / "home-avx2-vnni"),
    },
    "AVX2": {
        "ONEDNN_MAX_CPU_ISA": "AVX2",
        "MKL_ENABLE_INSTRUCTIONS": "AVX2",
        "CT2_FORCE_CPU_ISA": "AVX2",
        "DABIR_HOME": str(BENCH / "home-avx2"),
    },
}
"""What keeps oneDNN (in OpenVINO and CTranslate2), MKL and CTranslate2's own kernels from AVX-512: laptops' cases.

The first are laptops since 2021, whose AVX2 has products of integers; the second are older ones. Not all is capped: the
OpenVINO plugin's own MVN kernels stay with AVX-512 (seen in the compiled graphs), its products, attention and
convolutions do not. CTranslate2's oneDNN says what it obeys under ONEDNN_VERBOSE. Each has a home of its own, so that
no batch is sized by what the whole machine's steps cost.
"""

_SAMPLING_SECONDS = 0.02
_KIB = 1024


@dataclass(frozen=True, slots=True)
class Reply:
    """What a call gave and took; memory is anonymous, beyond what the process had when the call began."""

    gave: Any
    wall_s: float
    processor_s: float
    memory_bytes: int
    resident_peak_bytes: int


class Side:
    """A started child; `close` ends it."""

    def __init__(self, name: str, child: "subprocess.Popen[str]") -> None:
        self.name = name
        self._child = child

    @classmethod
    def start(cls, name: str, *, threads: int, variables: Mapping[str, str] | None = None) -> Self:
        """Starts a side on the first `threads` cores.

        Raises: PeerMissing.
        """
        command = [sys.executable, "-m", "benchmarks.peers.ours"] if name == OURS else _peer_command(SCRIPTS[name])
        settings = (
            os.environ
            | {"OMP_NUM_THREADS": str(threads), "HF_HUB_OFFLINE": "1", "DABIR_HOME": str(BENCH / "home")}
            | dict(variables or {})
        )
        log = BENCH / "logs" / f"{name}.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8") as noise:
            child = subprocess.Popen(
                command, cwd=ROOT, env=settings, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=noise
            )
        os.sched_setaffinity(child.pid, sorted(os.sched_getaffinity(0))[:threads])
        return cls(name, child)

    def call(self, job: str, **arguments: object) -> Reply:
        """Makes one call and waits for it.

        Raises: PeerMissing if it failed there.
        """
        stdin, stdout = self._child.stdin, self._child.stdout
        assert stdin is not None and stdout is not None, "started with pipes"
        with watched(self._child.pid) as memory:
            stdin.write(json.dumps({"call": job, "with": arguments}, ensure_ascii=False) + "\n")
            stdin.flush()
            line = stdout.readline()
        if not line:
            raise PeerMissing(f"{self.name} ended with code {self._child.wait()} in {job}")
        reply = json.loads(line)
        if "failed" in reply:
            raise PeerMissing(f"{self.name} failed in {job}: {reply['failed']}")
        return Reply(
            reply["gave"], reply["wall_s"], reply["processor_s"], memory.grown_bytes, memory.resident_peak_bytes
        )

    def close(self) -> None:
        """Ends the process; calling it again changes nothing."""
        if self._child.stdin is not None:
            self._child.stdin.close()
        try:
            self._child.wait(5.0)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()
        if self._child.stdout is not None:
            self._child.stdout.close()


class Memory:
    """The anonymous memory of a process while it works, looked at fifty times a second."""

    def __init__(self, pid: int) -> None:
        self._status = Path(f"/proc/{pid}/status")
        self._before = self._bytes("RssAnon")
        self._most = self._before
        self.resident_peak_bytes = 0

    @property
    def grown_bytes(self) -> int:
        """The most there was, beyond what there was at first."""
        return self._most - self._before

    def look(self) -> None:
        """Looks once."""
        self._most = max(self._most, self._bytes("RssAnon"))
        self.resident_peak_bytes = self._bytes("VmHWM")

    def _bytes(self, field: str) -> int:
        try:
            lines = self._status.read_text(encoding="ascii").splitlines()
        except OSError:  # it ended
            return 0
        return next((int(line.split()[1]) * _KIB for line in lines if line.startswith(f"{field}:")), 0)


@contextmanager
def watched(pid: int) -> Iterator[Memory]:
    """Watches a process's memory inside the block."""
    memory, is_over = Memory(pid), threading.Event()

    def watch() -> None:
        while not is_over.wait(_SAMPLING_SECONDS):
            memory.look()

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield memory
    finally:
        is_over.set()
        watcher.join()
        memory.look()


@contextmanager
def sides(*names: str, threads: int, variables: Mapping[str, str] | None = None) -> Iterator[list[Side]]:
    """Starts several sides with the same settings and ends them."""
    started: list[Side] = []
    try:
        for name in names:
            started.append(Side.start(name, threads=threads, variables=variables))
        yield started
    finally:
        for side in started:
            side.close()


def _peer_command(script: str) -> list[str]:
    return [str(python_of(script)), str(ROOT / "benchmarks" / "peers" / f"{script}_side.py")]
