"""Jobs whose processes are killed: nothing is lost, and the living take over from the dead."""

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dabir_bot.orders import Order
from tests.bot.job_fakes import DeedLog, order

_PATIENCE = 40.0


class JobProcess:
    """A running `job_process`; what it stored is known here, as the inbox of the bot would know it."""

    def __init__(self, url: str, folder: Path, *, who: str, role: str = "all") -> None:
        self.stored: set[str] = set()
        command = [sys.executable, "-m", "tests.bot.job_process", url, str(folder), who, role]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ}
        )
        self._is_up = threading.Event()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def wait_up(self) -> None:
        assert self._is_up.wait(_PATIENCE), "it does not start"

    def submit(self, *orders: Order) -> None:
        assert self._process.stdin is not None
        for known in orders:
            self._process.stdin.write(json.dumps(known.to_json()) + "\n")
        self._process.stdin.flush()

    def kill(self, how: signal.Signals = signal.SIGKILL) -> None:
        self._process.send_signal(how)
        self._process.wait(_PATIENCE)
        self._close()

    def freeze(self) -> None:
        self._process.send_signal(signal.SIGSTOP)

    def end(self) -> float:
        """Asks it to stop. Returns how long that took."""
        assert self._process.stdin is not None
        begun = time.monotonic()
        self._process.stdin.close()
        assert self._process.wait(_PATIENCE) == 0
        took = time.monotonic() - begun
        self._close()
        return took

    def _close(self) -> None:
        self._reader.join(_PATIENCE)
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            try:
                pipe.close()
            except BrokenPipeError:
                continue

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            word, _, job = line.strip().partition(" ")
            if word == "up":
                self._is_up.set()
            elif word == "stored":
                self.stored.add(job)


Starts = Callable[..., JobProcess]


@pytest.fixture
def start(database_url: str, tmp_path: Path) -> Iterator[Starts]:
    """Starts processes on one database; those that still live at the end of the test are killed."""
    started: list[JobProcess] = []

    def begin(who: str = "a", role: str = "all") -> JobProcess:
        process = JobProcess(database_url, tmp_path, who=who, role=role)
        started.append(process)
        process.wait_up()
        return process

    yield begin
    for process in started:
        if process._process.poll() is None:
            process.kill()


def until(is_so: Callable[[], bool], *, seconds: float = _PATIENCE) -> float:
    begun = time.monotonic()
    while not is_so():
        assert time.monotonic() - begun < seconds, "it takes too long"
        time.sleep(0.02)
    return time.monotonic() - begun


@pytest.mark.long
def test_no_job_is_lost_where_its_process_is_killed_again_and_again(start: Starts, tmp_path: Path) -> None:
    log, dice = DeedLog(tmp_path / "deeds.jsonl"), random.Random(6)
    orders = [order(update, person=1 + update % 5) for update in range(1, 31)]
    names = {f"{known.update}.0" for known in orders}
    stored: set[str] = set()
    for _ in range(5):
        process = start()
        process.submit(*(known for known in orders if f"{known.update}.0" not in stored))
        time.sleep(dice.uniform(0.2, 1.2))
        process.kill()
        stored |= process.stored
    process = start()
    process.submit(*(known for known in orders if f"{known.update}.0" not in stored))
    until(lambda: set(log.of("told")) == names)
    time.sleep(0.5)
    process.end()
    # Telling again what was told just before the kill is an edit of the same message to the same text.
    assert {(deed.job, deed.words) for deed in log.all() if deed.deed == "told"} == {
        (name, f"متن {name}") for name in names
    }
    assert not log.of("failed")


@pytest.mark.long
def test_the_living_take_over_the_jobs_of_a_process_that_died_for_good(start: Starts, tmp_path: Path) -> None:
    log = DeedLog(tmp_path / "deeds.jsonl")
    first = start("a")
    first.submit(*(order(update, person=update) for update in range(1, 13)))
    until(lambda: len(log.of("begun")) >= 4)
    first.kill()
    second = start("b")
    second.submit(*(order(update, person=update) for update in range(1, 13)))
    took = until(lambda: len(set(log.of("told"))) == 12)
    second.end()
    assert took < 30
    assert set(log.of("told")) == {f"{update}.0" for update in range(1, 13)}


@pytest.mark.long
def test_a_stop_with_jobs_under_way_takes_less_than_two_seconds_and_loses_none(start: Starts, tmp_path: Path) -> None:
    log = DeedLog(tmp_path / "deeds.jsonl")
    first = start("a")
    first.submit(*(order(update, person=update) for update in range(1, 25)))
    until(lambda: len(log.of("begun")) >= 12)
    took = first.end()
    again = start("a")
    until(lambda: len(set(log.of("told"))) == 24)
    again.end()
    assert took < 2.5, "with the interpreter's own end"
    assert sum(log.count("told").values()) == 24
    assert not log.of("cancelled") and not log.of("failed")
