"""Helper processes, started when they are first needed: mending text and reading headers is done by all cores.

They keep their standard error to themselves, for libsndfile's mp3 reader writes there about every damaged file. After
so many tasks a process makes room for a fresh one, since that reader grows by some 100 bytes a file.
"""

import multiprocessing
import os
from collections.abc import Callable, Sequence
from multiprocessing.pool import Pool
from types import TracebackType
from typing import Any, Final, Self, TypeVar

Result = TypeVar("Result")
MANY: Final = 1000
"""Fewer are done by one process: more would not have begun before it was done."""
_EACH: Final = 100
_TASKS: Final = 200
_MOST: Final = 8


class Workers:
    """Runs one function over many arguments, in the arguments' order."""

    def __init__(self) -> None:
        self._pool: Pool | None = None
        self._processes = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def map(self, work: Callable[..., Result], asked: Sequence[tuple[Any, ...]]) -> list[Result]:
        """`work` and what it is asked and gives travel between processes, as pickle writes them."""
        return self._started(len(asked)).starmap(work, asked, chunksize=_EACH)

    def _started(self, count: int) -> Pool:
        processes = 1 if count < MANY else min(os.cpu_count() or 1, _MOST)
        if self._pool is None or processes > self._processes:
            self._stop()
            fresh = multiprocessing.get_context("spawn")  # a fork would copy the locks of other threads
            self._pool = fresh.Pool(processes, initializer=_keep_quiet, maxtasksperchild=_TASKS)
            self._processes = processes
        return self._pool

    def _stop(self) -> None:
        if self._pool is not None:
            self._pool.terminate()
            self._pool.join()
            self._pool = None


def _keep_quiet() -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)
