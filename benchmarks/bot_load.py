"""A thousand notes in a minute, several times: who waits how long, whether the bot grows, how late its loop is.

`python -m benchmarks.bot_load [--rounds 3] [--engine paced|demo] [--at-once]` runs the real `dabir-bot` against the
tests' Bot API server with flood control. The paced engine takes half a second for a note, sixteen at a time, so that
what is measured is the bot; the demo model makes text of ten seconds of speech. `--at-once` sends all notes as fast as
they can be sent: how many a minute get through.
"""

import argparse
import json
import os
import tempfile
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import tests.bot.paced_bot
from benchmarks.bot_vitals import Vitals, vitals_of
from tests.bot.bot_process import BotProcess
from tests.bot.crowd import Crowd, Notes, WrittenNotes
from tests.bot.loop_lag import lags
from tests.bot.person import TelegramServer
from tests.bot.rush import Fared, fared, rush
from tests.bot.spoken_notes import SpokenNote, SpokenNotes

_PACED: Final[Mapping[str, str]] = {"PACED_SECONDS": "0.5", "PACED_AT_ONCE": "16"}
_PROGRAM: Final = (tests.bot.paced_bot.__file__,)
_SETTLES: Final = 400.0
_DIFFERENT_NOTES: Final = 60


class FewNotes:
    """Ten seconds of speech each, made beforehand; they come again and again."""

    def __init__(self, folder: Path) -> None:
        notes = SpokenNotes(folder)
        self._made = [notes.voice(number, sentences=3) for number in range(_DIFFERENT_NOTES)]

    def voice(self, number: int = 0, *, sentences: int = 1) -> SpokenNote:  # noqa: ARG002 — obeys `Notes`
        """The note of that number."""
        return self._made[number % len(self._made)]


@dataclass(frozen=True, slots=True)
class Round:
    """One rush, and the bot after it; lag in milliseconds."""

    fared: Fared
    vitals: Vitals
    lag_worst_ms: float
    lag_median_ms: float
    calls_per_second: float

    def line(self) -> str:
        """All of it, for people."""
        told, after = self.fared, self.vitals
        return (
            f"lost {told.lost}, doubled {told.doubled}; {60 * 1000 / told.took:.0f} notes/min; "
            f"wait: mean {told.mean:.1f} s, p95 {told.p95:.1f}, one-note people {told.once_mean:.1f} "
            f"(at most {told.once_longest:.1f}), sender of 100 {told.many_mean:.1f}; "
            f"{self.calls_per_second:.1f} calls/s; loop lag: median second's worst {self.lag_median_ms:.0f} ms, "
            f"worst {self.lag_worst_ms:.0f} ms; bot {after.bot_megabytes:.0f} MB, engine "
            f"{after.engine_megabytes:.0f} MB, {after.files} files, {after.sockets} sockets, {after.threads} threads"
        )


def one_round(server: TelegramServer, bot: BotProcess, notes: Notes, *, seconds: float) -> Round:
    """Sends, waits for the last text, looks."""
    server.order("clear")
    crowd = Crowd(server, notes, size=0, looks_every=3.0)
    before, begun = server.state().sequence, time.time()
    rush(crowd, seconds=seconds)
    told = fared(crowd, crowd.settled(_SETTLES))
    late = sorted(1000 * lag for lag in lags(Path(os.environ["LAG_FILE"]), since=begun))
    return Round(
        told,
        vitals_of(bot),
        lag_worst_ms=late[-1],
        lag_median_ms=late[len(late) // 2],
        calls_per_second=(server.state().sequence - before) / told.took,
    )


def run(folder: Path, *, rounds: int, engine: str, seconds: float) -> list[Round]:
    """All rounds with one bot."""
    sounds = folder / "sounds"
    sounds.mkdir(parents=True, exist_ok=True)
    os.environ["LAG_FILE"] = str(folder / "lag")
    os.environ |= _PACED if engine == "paced" else {}
    notes: Notes = WrittenNotes(sounds) if engine == "paced" else FewNotes(sounds)
    told = []
    with (
        TelegramServer.running(folder / "telegram", floods=True) as server,
        BotProcess.running(server, folder / "bot", program=_PROGRAM, jobs_per_person="100", minutes_per_day="0") as bot,
    ):
        for _ in range(rounds):
            told.append(one_round(server, bot, notes, seconds=seconds))
            print(told[-1].line(), flush=True)
    return told


def main() -> None:
    """Prints a line for each round."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bot_load", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--engine", choices=["paced", "demo"], default="paced")
    parser.add_argument("--at-once", action="store_true", help="all notes as fast as they can be sent")
    parser.add_argument("--json", type=Path, help="where the figures go")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        told = run(Path(folder), rounds=asked.rounds, engine=asked.engine, seconds=0.0 if asked.at_once else 60.0)
    if asked.json:
        asked.json.write_text(json.dumps([asdict(each) for each in told], indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
