"""The real process by its roles: with a webhook, with PostgreSQL and workers of its own, and where it cannot start."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import pytest

from tests.bot.bot_process import BotProcess
from tests.bot.person import MissedDeadline, Person, TelegramServer
from tests.bot.postgres import free_port

DEMO = Path(__file__).parents[2] / "samples" / "demo.ogg"
WORDS = "مادرم کتاب‌ها را به برادرم داد"
"""Of the demo's text."""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[TelegramServer]:
    with TelegramServer.running(tmp_path / "telegram") as server:
        yield server


def is_answered(person: Person) -> None:
    sent = person.sends_voice(DEMO, duration=10)
    person.wait(lambda seen: any(each.reply_to == sent.message_id and WORDS in each.text for each in seen) or None, 60)


@contextmanager
def process_of(server: TelegramServer, folder: Path, role: str, url: str) -> Iterator[BotProcess]:
    """One of several processes on one database."""
    bot = BotProcess(server, folder, {"role": role, "executor": folder.name, "database_url": url})
    bot.start(ready=lambda: '"message": "ready as ' in bot.log())
    yield bot
    assert bot.close() == []


def test_without_a_token_the_operator_is_told_in_both_languages(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DABIR")}
    ended = subprocess.run(
        [sys.executable, "-m", "dabir_bot"], env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert ended.returncode == 2
    assert ended.stderr.count("DABIR_BOT_TOKEN") == 2
    assert "Traceback" not in ended.stderr


def test_a_token_that_telegram_refuses_ends_the_process_with_a_sentence(server: TelegramServer, tmp_path: Path) -> None:
    server.fault("getMe", code=401, description="Unauthorized")
    bot = BotProcess(server, tmp_path / "bot")
    with pytest.raises(MissedDeadline, match="the bot ended with 1"):
        bot.start()
    assert "@BotFather" in bot.log()
    assert "Traceback" not in bot.log()
    assert bot.close() == []


@pytest.mark.long
def test_telegram_may_deliver_by_webhook_and_health_is_told(server: TelegramServer, tmp_path: Path) -> None:
    port, health = free_port(), free_port()
    settings = {
        "webhook_url": f"http://127.0.0.1:{port}/hook",
        "webhook_port": str(port),
        "webhook_secret": "hush-hush",
        "health_port": str(health),
    }
    bot = BotProcess(server, tmp_path / "bot", settings)
    try:
        bot.start(ready=lambda: server.state().webhook is not None)
        is_answered(server.person())
        answer = httpx.get(f"http://127.0.0.1:{health}/healthz", trust_env=False)
        assert answer.json() == {"well": True, "database": True, "telegram": True, "engine": True}
        meters = httpx.get(f"http://127.0.0.1:{health}/metrics", trust_env=False).text
        shown = {
            'dabir_today{count="answers"} 1.0',
            'dabir_answer_seconds_count{kind="voice"} 1.0',
            'dabir_jobs{queue="notes",state="waiting"} 0.0',
            'dabir_well{part="engine"} 1.0',
            "dabir_engine_restarts_total 0.0",
        }
        assert shown <= set(meters.splitlines())
        assert "hush-hush" not in bot.log()
    finally:
        assert bot.close() == []


@pytest.mark.long
def test_a_bot_and_its_workers_share_a_postgres(server: TelegramServer, tmp_path: Path, postgres_url: str) -> None:
    """The bot runs no job itself; when one worker leaves, the other goes on."""
    with ExitStack() as running:
        bot, leaving, staying = [
            running.enter_context(process_of(server, tmp_path / name, role, postgres_url))
            for role, name in (("bot", "bot"), ("worker", "one"), ("worker", "two"))
        ]
        is_answered(server.person(1))
        assert leaving.stop() < 2.5
        is_answered(server.person(2))
        assert "the model demo is loaded" not in bot.log()
        assert "the model demo is loaded" in staying.log()
