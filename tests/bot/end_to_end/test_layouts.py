"""The same bot in its other layouts: a local Bot API server, a webhook, PostgreSQL with a bot and two workers."""

import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.bot.bot_process import BotProcess
from tests.bot.crowd import Crowd
from tests.bot.end_to_end.conftest import answered
from tests.bot.person import TelegramServer, wait_for
from tests.bot.postgres import free_port
from tests.bot.spoken_notes import SpokenNote, SpokenNotes

pytestmark = pytest.mark.long
SECRET = "a-word-that-only-telegram-knows"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[TelegramServer]:
    with TelegramServer.running(tmp_path / "telegram") as server:
        yield server


def large(note: SpokenNote, folder: Path) -> SpokenNote:
    """The note at the beginning of 25 MiB of sound."""
    path = folder / "large.wav"
    arguments = ["-ar", "48000", "-ac", "2", "-af", f"apad=whole_dur={25 * (1 << 20) / 192_000:.1f}"]
    subprocess.run(["ffmpeg", "-v", "error", "-i", str(note.path), *arguments, str(path)], check=True, timeout=60)
    assert path.stat().st_size > 24 << 20
    return SpokenNote(path, note.text, note.seconds)


def test_a_local_server_gives_25_megabytes_in_place(tmp_path: Path, notes: SpokenNotes) -> None:
    note = large(notes.voice(50), tmp_path)
    with (
        TelegramServer.running(tmp_path / "telegram", local=True) as server,
        BotProcess.running(server, tmp_path / "bot", is_local="true") as bot,
    ):
        ali = server.person()
        answered(ali, ali.sends("audio", path=note.path, duration=137), note)
        assert note.path.exists()
        assert [
            path for path in (bot.folder / "bot").rglob("*") if path.is_file() and path.stat().st_size > 1 << 20
        ] == []


def test_a_webhook_serves_as_polling_does(server: TelegramServer, tmp_path: Path, notes: SpokenNotes) -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}/telegram"
    settings = {"webhook_url": url, "webhook_port": str(port), "webhook_secret": SECRET}
    bot = BotProcess(server, tmp_path / "bot", settings)
    try:
        bot.start(ready=lambda: server.state().webhook is not None)
        ali, note = server.person(), notes.voice(51)
        answered(ali, ali.sends_voice(note.path, duration=3), note)
        bot.kill()
        second = notes.voice(52)
        sent = ali.sends_voice(second.path, duration=3)
        assert server.state().pending == 1
        bot.start(ready=bot.is_ready)
        answered(ali, sent, second)
    finally:
        assert bot.close() == []
    assert SECRET not in bot.log()


@pytest.mark.slow  # `test_fleet_killed` has the same among random kills
def test_dead_workers_jobs_are_taken_over(
    server: TelegramServer, tmp_path: Path, notes: SpokenNotes, postgres_url: str
) -> None:
    crowd = Crowd(server, notes, 10, sentences=6)
    shared = {"database_url": postgres_url}
    bot = BotProcess(server, tmp_path / "bot", {**shared, "role": "bot", "executor": "bot"})
    workers = [
        BotProcess(server, tmp_path / name, {**shared, "role": "worker", "executor": name}) for name in ("one", "two")
    ]
    with ExitStack() as closing:
        for process in (bot, *workers):
            closing.callback(process.close)
        bot.start()
        for worker in workers:
            worker.start(ready=worker.is_ready)
        crowd.sends(40)
        wait_for(lambda: len(crowd.verdict().lost) <= 36 or None, 40, missed=lambda: bot.log() + workers[0].log())
        workers[0].kill()
        bot.kill()
        bot.start()
        verdict = crowd.settled(90)
    assert verdict.lost == ()
    assert len(verdict.doubled) <= 1
