"""The harness sees what a bot does and leaves behind."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.bot.bot_process import BotProcess
from tests.bot.person import MissedDeadline, TelegramServer

STAND_IN: Final = (str(Path(__file__).parent / "stand_in_bot.py"),)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TelegramServer]:
    with TelegramServer.running(tmp_path_factory.mktemp("telegram")) as server:
        yield server


def test_a_bot_answers_is_killed_and_answers_again(server: TelegramServer, tmp_path: Path) -> None:
    ali = server.person(1)
    with BotProcess.running(server, tmp_path, program=STAND_IN) as bot:
        ali.says("یک")
        ali.wait_for_text("یک")
        bot.kill()
        assert not bot.is_alive
        ali.says("دو")
        assert not server.state().is_polled
        bot.start()
        ali.wait_for_text("دو")
        assert len(bot.processes()) == 2


def test_the_time_that_a_stop_takes_is_told(server: TelegramServer, tmp_path: Path) -> None:
    with BotProcess.running(server, tmp_path, program=STAND_IN, sleepy="0.7") as bot:
        assert 0.7 <= bot.stop() < 10


def test_orphans_are_named_and_ended(server: TelegramServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.bot.bot_process._ORPHANS_SECONDS", 0.3)
    bot = BotProcess(server, tmp_path, {"orphan": "1"}, program=STAND_IN)
    bot.start()
    bot.kill()
    (orphan,) = bot.close()
    assert "time.sleep(600)" in orphan
    assert bot.close() == []


def test_a_bot_that_ends_at_the_start_is_told_with_its_log(server: TelegramServer, tmp_path: Path) -> None:
    bot = BotProcess(server, tmp_path, program=("-c", "raise SystemExit('no token here')"))
    with pytest.raises(MissedDeadline, match="no token here"):
        bot.start()
    assert bot.close() == []
