"""Faults of Telegram, the network, the disk and the clock: the bot recovers by itself, and every text arrives.

The engine is one of a stated speed, so that what is waited for is the fault.
"""

import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import psutil
import pytest

from tests.bot.bot_process import BotProcess
from tests.bot.crowd import Crowd, WrittenNotes
from tests.bot.person import TelegramServer, wait_for
from tests.bot.silence import stray_lines, told_by

pytestmark = pytest.mark.long
ROOM: Final = Path(__file__).parents[1]
PACED, JUMPING = (str(ROOM / "paced_bot.py"),), (str(ROOM / "jumping_bot.py"),)
DAY: Final = 86_400
NAMES: Final = ("Person ", "یک", "/file/bot", "getFile?", "note-")
"""What no line of the log may hold: people's names, their words, Telegram's addresses with the token, files."""

Faults = Sequence[Mapping[str, Any]]

API: Final[Mapping[str, Faults]] = {
    "429": [{"method": "*", "retry_after": 1, "times": 6}],
    "429 on edits": [{"method": "editMessageText", "retry_after": 2, "times": 3}],
    "500": [{"method": "*", "code": 500, "description": "Internal Server Error", "times": 6}],
    "502 as a page": [{"method": "*", "drop": True, "times": 6}],
    "cut": [{"method": "*", "cut": True, "times": 6}],
    "taken, then cut": [{"method": "editMessageText", "cut": True, "after": True, "times": 3}],
    "unauthorized in passing": [{"method": "editMessageText", "code": 401, "description": "Unauthorized", "times": 2}],
    "not found in passing": [{"method": "editMessageText", "code": 404, "description": "Not Found", "times": 2}],
    "slow": [{"method": "*", "delay": 1.0, "times": 12}],
}
FILES: Final[Mapping[str, Faults]] = {
    "truncated": [{"method": "download", "truncate": True, "times": 2}],
    "not found at first": [{"method": "download", "code": 404, "times": 1}],
    "500": [{"method": "download", "code": 500, "times": 2}],
    "cut": [{"method": "download", "cut": True, "times": 2}],
    "slow": [{"method": "download", "delay": 2.0, "times": 3}],
    "away": [{"method": "getFile", "code": 400, "description": "Bad Request: temporarily unavailable", "times": 1}],
}
PATIENT: Final[Mapping[str, Faults]] = {
    "429 for a minute": [{"method": "editMessageText", "retry_after": 60, "times": 3}],
    "no answer": [{"method": "*", "delay": 50.0, "times": 6}],
    "a minute away": [{"method": "*", "drop": True, "times": 60}],
}


def one_of_each(faults: Mapping[str, Faults]) -> Faults:
    """All kinds, one after the other."""
    return [fault for kind in faults.values() for fault in kind]


def every(faults: Mapping[str, Faults], mark: pytest.MarkDecorator) -> list[Any]:
    return [pytest.param(kind, id=name, marks=mark) for name, kind in faults.items()]


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> WrittenNotes:
    """Half a second for each note."""
    monkeypatch.setenv("PACED_SECONDS", "0.5")
    monkeypatch.setenv("PACED_AT_ONCE", "8")
    (tmp_path / "notes").mkdir()
    return WrittenNotes(tmp_path / "notes")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[TelegramServer]:
    with TelegramServer.running(tmp_path / "telegram") as server:
        yield server


@pytest.fixture
def bot(server: TelegramServer, quick: WrittenNotes, tmp_path: Path) -> Iterator[BotProcess]:
    with BotProcess.running(server, tmp_path / "bot", program=PACED) as bot:
        yield bot
    assert (told_by(bot, *NAMES), stray_lines(bot)) == ([], [])


def crowd_of(server: TelegramServer, notes: WrittenNotes) -> Crowd:
    return Crowd(server, notes, size=3)


@pytest.mark.parametrize(
    "faults",
    [
        pytest.param(one_of_each(API), id="api"),
        pytest.param(one_of_each(FILES), id="files"),
        *every(API, pytest.mark.slow),
        *every(FILES, pytest.mark.slow),
        *every(PATIENT, pytest.mark.slow),
    ],
)
def test_every_text_arrives_once(server: TelegramServer, bot: BotProcess, quick: WrittenNotes, faults: Faults) -> None:
    crowd = crowd_of(server, quick)
    for fault in faults:
        server.fault(**fault)
    crowd.sends(6)
    verdict = crowd.settled(240)
    assert verdict.lost == ()
    assert len(verdict.doubled) <= 1
    server.heal()


def test_telegram_may_be_away_at_the_start(server: TelegramServer, quick: WrittenNotes, tmp_path: Path) -> None:
    server.fault("*", drop=True, times=None)
    bot = BotProcess(server, tmp_path / "bot", program=PACED)
    crowd = crowd_of(server, quick)
    crowd.sends(3)
    try:
        bot.start(ready=lambda: "telegram cannot be reached" in bot.log())
        server.heal()
        assert crowd.settled(60).lost == ()
    finally:
        assert bot.close() == []


def test_of_two_instances_with_one_token_each_says_so_and_nothing_is_lost(
    server: TelegramServer, bot: BotProcess, quick: WrittenNotes, tmp_path: Path
) -> None:
    crowd = crowd_of(server, quick)
    with BotProcess.running(server, tmp_path / "second", program=PACED) as second:
        crowd.sends(3)
        wait_for(lambda: "another instance polls" in bot.log() + second.log() or None, 60)
        second.stop()
    crowd.sends(3)
    assert crowd.settled(60).lost == ()


@pytest.mark.parametrize("seconds", [4.0, pytest.param(40.0, marks=pytest.mark.slow)])
def test_a_database_that_somebody_holds_is_waited_for(
    server: TelegramServer, bot: BotProcess, quick: WrittenNotes, seconds: float
) -> None:
    """Nobody waits for a lock longer than 15 s at a time."""
    crowd = crowd_of(server, quick)
    crowd.sends(3)
    with closing(sqlite3.connect(bot.folder / "bot" / "bot.sqlite3", timeout=60, isolation_level=None)) as held:
        held.execute("BEGIN IMMEDIATE")
        crowd.sends(3)
        time.sleep(seconds)
        held.execute("ROLLBACK")
    assert crowd.settled(90).lost == ()


def test_a_disk_that_is_full_for_a_while_loses_nothing(
    server: TelegramServer, quick: WrittenNotes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No file of the process may grow beyond what its log has room for: to a program, that is a full disk."""
    monkeypatch.setenv("PACED_SECONDS", "3")
    crowd = crowd_of(server, quick)
    with BotProcess.running(server, tmp_path / "bot", program=PACED) as bot:
        assert bot.process is not None
        process = psutil.Process(bot.process.pid)
        _, hard = process.rlimit(psutil.RLIMIT_FSIZE)
        crowd.sends(3)
        wait_for(lambda: len(server.calls("sendMessage")) == 3 or None, 60)
        process.rlimit(psutil.RLIMIT_FSIZE, (60_000, hard))
        crowd.sends(3)
        wait_for(lambda: "could not be fetched (DatabaseClosed)" in bot.log() or None, 60, missed=bot.log)
        time.sleep(4)  # those under way end now
        process.rlimit(psutil.RLIMIT_FSIZE, (hard, hard))
        assert crowd.settled(90).lost == ()


def test_a_clock_that_jumps_and_ids_that_start_anew(
    server: TelegramServer, quick: WrittenNotes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ahead = tmp_path / "ahead"
    monkeypatch.setenv("JUMP_FILE", str(ahead))
    crowd = crowd_of(server, quick)
    ahead.write_text("0", encoding="utf-8")
    with BotProcess.running(server, tmp_path / "bot", program=JUMPING) as bot:
        crowd.sends(3)
        for days, first_id in ((8, 1000), (-30, 500), (0, 700_100_000), (-1, 100), (40, 7)):
            server.wait_until_handled(60)  # Telegram starts ids anew after a silence, never in the middle
            server.order("switch", next_update_id=first_id)
            (tmp_path / "new").write_text(str(days * DAY), encoding="utf-8")
            (tmp_path / "new").replace(ahead)
            crowd.sends(2)
            assert crowd.settled(60).lost == ()
        verdict = crowd.settled(1)
    assert (verdict.lost, verdict.doubled) == ((), ())
    assert told_by(bot, *NAMES) == []
