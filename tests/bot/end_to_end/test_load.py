"""A thousand notes in a minute from two hundred people, with an engine of a stated speed: none lost, and fair turns."""

from pathlib import Path
from typing import Final

import pytest

from tests.bot.bot_process import BotProcess
from tests.bot.crowd import Crowd, WrittenNotes
from tests.bot.person import TelegramServer
from tests.bot.rush import fared, rush

pytestmark = pytest.mark.slow
PACED: Final = (str(Path(__file__).parents[1] / "paced_bot.py"),)


def test_a_thousand_notes_in_a_minute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PACED_SECONDS", "0.5")
    monkeypatch.setenv("PACED_AT_ONCE", "16")
    (tmp_path / "notes").mkdir()
    with (
        TelegramServer.running(tmp_path / "telegram", floods=True) as server,
        BotProcess.running(server, tmp_path / "bot", program=PACED, jobs_per_person="100"),
    ):
        crowd = Crowd(server, WrittenNotes(tmp_path / "notes"), size=0, looks_every=3.0)
        rush(crowd)
        verdict = crowd.settled(400)
        state = server.state()
    told = fared(crowd, verdict)
    print(f"\n{told}")
    assert verdict.lost == verdict.doubled == ()
    assert state.flood_impatient == 0
    assert told.once_longest <= 2 * told.mean
