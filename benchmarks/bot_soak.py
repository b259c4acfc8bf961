"""Hours of mixed traffic: does the bot grow, leak handles, or lose anything?

`python -m benchmarks.bot_soak --hours 2 [--folder FOLDER]` runs the real `dabir-bot` with the demo checkpoint against
the tests' Bot API server. Some visitors come at once, each with the next wish as soon as the last is fulfilled
(`bot_visits`): that is the load that the machine can take. Now and then Telegram errs. The report, `soak.json` in the
folder, is written anew each minute, so that it can be read and the run be stopped (SIGINT, SIGTERM) at any time.
"""

import argparse
import itertools
import json
import random
import signal
import threading
import time
import traceback
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

import httpx

from benchmarks.bot_visits import Material, Visitor
from benchmarks.bot_vitals import Vitals, growth, vitals_of
from tests.bot.bot_process import BotProcess
from tests.bot.person import MissedDeadline, TelegramServer

_LOOKS_EVERY: Final = 30.0
_REPORTS_EVERY: Final = 60.0
_TROUBLE_EVERY: Final = 20.0
_GROWN_AFTER: Final = 0.05
"""More than this share is growth."""
_MOST_MISSED: Final = 50
"""Missed visits that the report describes; all are counted."""
_TROUBLE: Final[Sequence[tuple[str, Mapping[str, Any]]]] = (
    ("sendMessage", {"retry_after": 2}),
    ("editMessageText", {"retry_after": 2}),
    ("editMessageText", {"code": 500, "description": "Internal Server Error"}),
    ("sendMessage", {"code": 502, "drop": True}),
    ("getUpdates", {"cut": True}),
    ("getUpdates", {"code": 500, "description": "Internal Server Error"}),
    ("getFile", {"code": 500, "description": "Internal Server Error"}),
    ("download", {"truncate": True}),
    ("download", {"cut": True}),
    ("setMessageReaction", {"delay": 3.0}),
    ("*", {"delay": 3.0, "times": 5}),
)


@dataclass
class Soak:
    """One run; visitors' threads write into it."""

    begun: float = field(default_factory=time.monotonic)
    over: threading.Event = field(default_factory=threading.Event)
    done: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)
    looks: list[Vitals] = field(default_factory=list)
    troubles: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def seconds(self) -> float:
        """How long it has been running."""
        return time.monotonic() - self.begun

    def lives(self, visitor: Visitor) -> None:
        """One visitor's thread."""
        while not self.over.is_set():
            try:
                name = visitor.visits()
            except (MissedDeadline, AssertionError, StopIteration, httpx.HTTPError):
                if not self.over.is_set():
                    self._miss(traceback.format_exc(limit=-3))
                continue
            with self._lock:
                self.done[name] += 1

    def _miss(self, how: str) -> None:
        with self._lock:
            self.done["missed"] += 1
            if len(self.missed) < _MOST_MISSED:
                self.missed.append(f"{self.seconds:.0f} s: {how}")

    def report(self) -> dict[str, Any]:
        """All of it, as JSON has it."""
        grown = {
            name: growth([getattr(look, name) for look in self.looks])
            for name in ("bot_megabytes", "engine_megabytes", "files", "sockets", "threads")
            if len(self.looks) >= 10
        }
        return {
            "hours": self.seconds / 3600,
            "visits": dict(self.done),
            "visits_per_minute": 60 * (self.done.total() - self.done["missed"]) / self.seconds,
            "troubles": self.troubles,
            "growth": grown,
            "is_flat": all(share <= _GROWN_AFTER for name, share in grown.items() if name.endswith("megabytes")),
            "missed": self.missed,
            "looks": [asdict(look) for look in self.looks],
        }


def run(folder: Path, *, hours: float, visitors: int, seed: int) -> Soak:
    """Runs until the time is over or somebody stops it."""
    material = Material.made(folder / "sounds")
    numbers = itertools.count(1)
    with (
        TelegramServer.running(folder / "telegram", floods=True) as server,
        BotProcess.running(server, folder / "bot", minutes_per_day="0") as bot,
        ThreadPoolExecutor(visitors) as threads,
    ):
        soak = Soak()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: soak.over.set())
        for each in range(visitors):
            chance = random.Random(seed + each)
            threads.submit(soak.lives, Visitor(server, material, chance, lambda: next(numbers)))
        try:
            _watch(soak, server, bot, folder=folder, seconds=hours * 3600)
        finally:
            soak.over.set()
    return soak


def _watch(soak: Soak, server: TelegramServer, bot: BotProcess, *, folder: Path, seconds: float) -> None:
    """Looks, troubles and writes the report, each in its own time."""
    chance = random.Random(0)
    looked = reported = troubled = 0.0
    while not soak.over.wait(1.0) and soak.seconds < seconds and bot.is_alive:
        now = soak.seconds
        if now - looked >= _LOOKS_EVERY:
            soak.looks.append(vitals_of(bot))
            looked = now
        if now - troubled >= _TROUBLE_EVERY:
            method, trouble = chance.choice(_TROUBLE)
            server.fault(method, **trouble)
            soak.troubles += 1
            troubled = now
        if now - reported >= _REPORTS_EVERY:
            write(soak, folder)
            reported = now


def write(soak: Soak, folder: Path) -> None:
    """The report as it is now."""
    path = folder / "soak.json"
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps(soak.report(), ensure_ascii=False, indent=1), encoding="utf-8")
    fresh.replace(path)


def main() -> None:
    """Reads the arguments, runs, and prints what came of it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bot_soak", description=__doc__)
    parser.add_argument("--hours", type=float, default=2.0)
    parser.add_argument("--folder", type=Path, default=Path(".bench/bot_soak"))
    parser.add_argument("--visitors", type=int, default=4, help="how many come at once")
    parser.add_argument("--seed", type=int, default=6)
    asked = parser.parse_args()
    soak = run(asked.folder.absolute(), hours=asked.hours, visitors=asked.visitors, seed=asked.seed)
    write(soak, asked.folder)
    report = soak.report()
    print(json.dumps({name: value for name, value in report.items() if name not in {"looks", "missed"}}, indent=1))


if __name__ == "__main__":
    main()
