"""Helper processes, started when they are first needed: mending text and reading headers is done by all cores.

They keep their standard error to themselves, for libsndfile's mp3 reader writes there about every damaged file, and
they end with the process that started them, however that ends. After so many arguments fresh ones take their place,
since that reader grows by some 100 bytes a file. concurrent.futures is taken since its map ends with an error where a
process is killed, as a system short of memory does; multiprocessing.Pool waits for that one's answer for ever.
"""

import multiprocessing
import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from types import TracebackType
from typing import Any, Final, Self, TypeVar

from dabir_training.errors import HelperLost

Result = TypeVar("Result")
MANY: Final = 1000
"""Fewer are done by one process: more would not have begun before it was done."""
_EACH: Final = 100
_MOST_DONE: Final = 20_000
"""Arguments a process, after which a fresh one takes its place."""
_MOST: Final = 8


class Workers:
    """Runs one function over many arguments, in the arguments' order."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._processes = self._done = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def map(self, work: Callable[..., Result], asked: Sequence[tuple[Any, ...]]) -> list[Result]:
        """`work` and what it is asked and gives travel between processes, as pickle writes them. Raises: HelperLost."""
        pool = self._started(len(asked))
        try:
            return list(pool.map(work, *zip(*asked, strict=True), chunksize=_EACH))
        except BrokenProcessPool as cause:
            self._stop()
            raise HelperLost(str(self._processes)) from cause

    def _started(self, count: int) -> ProcessPoolExecutor:
        processes = 1 if count < MANY else min(os.cpu_count() or 1, _MOST)
        is_worn = self._done >= _MOST_DONE * self._processes
        if self._pool is None or processes > self._processes or is_worn:
            self._stop()
            fresh = multiprocessing.get_context("spawn")  # a fork would copy the locks of other threads
            self._pool = ProcessPoolExecutor(processes, mp_context=fresh, initializer=_begin)
            self._processes, self._done = processes, 0
        self._done += count
        return self._pool

    def _stop(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None


def _begin() -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A process of the executor waits for work for ever where its parent was killed."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)
