"""A thousand notes in a minute from two hundred people, with an engine of a stated speed: none lost, and fair turns.

One person sends a hundred of them, a hundred people one each, the others eight each. The pace of 25 calls a second that
the bot keeps towards Telegram is what limits: each note needs two.
"""

import random
import statistics
import time
from pathlib import Path
from typing import Final

import pytest

from tests.bot.bot_process import BotProcess
from tests.bot.crowd import Crowd, Verdict, WrittenNotes
from tests.bot.person import TelegramServer

pytestmark = pytest.mark.slow
PACED: Final = (str(Path(__file__).parents[1] / "paced_bot.py"),)
MANY, ONCE = range(1), range(1, 101)
SENDERS: Final = [0] * 100 + [*ONCE] + [101 + number % 99 for number in range(800)]
SECONDS: Final = 60.0


def memory(bot: BotProcess) -> int:
    return sum(process.memory_info().rss for process in bot.processes())


def sends_evenly(crowd: Crowd) -> None:
    senders = list(SENDERS)
    random.Random(6).shuffle(senders)
    begun = time.monotonic()
    for place, sender in enumerate(senders):
        time.sleep(max(0.0, begun + SECONDS * place / len(senders) - time.monotonic()))
        crowd.one_sends(sender + 1)


def test_a_thousand_notes_in_a_minute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PACED_SECONDS", "0.5")
    monkeypatch.setenv("PACED_AT_ONCE", "16")
    (tmp_path / "notes").mkdir()
    with (
        TelegramServer.running(tmp_path / "telegram", floods=True) as server,
        BotProcess.running(server, tmp_path / "bot", program=PACED, jobs_per_person="100") as bot,
    ):
        crowd = Crowd(server, WrittenNotes(tmp_path / "notes"), size=0, looks_every=3.0)
        before = memory(bot)
        sends_evenly(crowd)
        verdict = crowd.settled(400)
        grown = memory(bot) - before
        state = server.state()
    told(verdict, crowd, grown=grown)
    assert verdict.lost == verdict.doubled == ()
    assert state.flood_impatient == 0
    assert statistics.fmean(waits_of(verdict, crowd, ONCE)) <= 2 * statistics.fmean(verdict.waits)


def waits_of(verdict: Verdict, crowd: Crowd, senders: range) -> list[float]:
    people = {number + 1 for number in senders}
    pairs = zip(crowd.waiting, verdict.waits, strict=True)
    return [wait for waiting, wait in pairs if waiting.sent.chat in people]


def told(verdict: Verdict, crowd: Crowd, *, grown: int) -> None:
    once, many = waits_of(verdict, crowd, ONCE), waits_of(verdict, crowd, MANY)
    print(
        f"\nlost {len(verdict.lost)}, doubled {len(verdict.doubled)}, littered {len(verdict.littered)}; "
        f"mean {statistics.fmean(verdict.waits):.1f} s; once {statistics.fmean(once):.1f} s, at most {max(once):.1f}; "
        f"of a hundred {statistics.fmean(many):.1f} s; memory grew {grown / 1e6:.0f} MB"
    )
