"""What a running bot holds: memory, open files, sockets and threads of its processes, looked at from outside (psutil).

The bot's own process and its engine's are told apart, since each may grow by itself; what comes and goes beside them,
such as decoders, is not looked at. Growth compares medians of stretches of time, so that no single moment decides.
"""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import psutil

from tests.bot.bot_process import BotProcess

_MEGABYTE: Final = 1e6


@dataclass(frozen=True, slots=True)
class Vitals:
    """One look; `at` counts seconds from any moment. `engine_megabytes` is 0 where the engine is no process."""

    at: float
    bot_megabytes: float
    engine_megabytes: float
    files: int
    sockets: int
    threads: int
    processor_seconds: float


def vitals_of(bot: BotProcess, *, clock: Callable[[], float] = time.monotonic) -> Vitals:
    """How things are now. Raises: psutil.Error where the bot ended."""
    assert bot.process is not None, "started"
    main = psutil.Process(bot.process.pid)
    children = main.children()
    engine = max(children, key=lambda child: child.memory_info().rss, default=None)
    processes = [main, *([engine] if engine else [])]
    sockets = sum(len(each.net_connections()) for each in processes)
    times = [each.cpu_times() for each in processes]
    return Vitals(
        at=clock(),
        bot_megabytes=main.memory_info().rss / _MEGABYTE,
        engine_megabytes=engine.memory_info().rss / _MEGABYTE if engine else 0.0,
        files=sum(each.num_fds() for each in processes) - sockets,
        sockets=sockets,
        threads=sum(each.num_threads() for each in processes),
        processor_seconds=sum(each.user + each.system for each in times),
    )


def growth(values: Sequence[float], *, warm_up: float = 0.2) -> float:
    """The median of the last quarter after warming up as a share of the first quarter's; 0.05 is 5 % more.

    Args:  warm_up: the share of the values, from the beginning, that does not count.
    """
    warm = values[int(len(values) * warm_up) :]
    quarter = max(1, len(warm) // 4)
    before, after = statistics.median(warm[:quarter]), statistics.median(warm[-quarter:])
    return after / before - 1.0
