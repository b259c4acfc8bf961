"""Trouble on the way: the bot recovers by itself, loses nothing, and says nothing twice."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.bot_process import BotProcess
from tests.bot.end_to_end.conftest import World, answered
from tests.bot.person import TelegramServer, wait_for
from tests.bot.spoken_notes import SpokenNotes

pytestmark = pytest.mark.long


@pytest.fixture
def fresh(tmp_path: Path, notes: SpokenNotes) -> Iterator[World]:
    """A server and a bot of the test's own."""
    with (
        TelegramServer.running(tmp_path / "telegram") as server,
        BotProcess.running(server, tmp_path / "bot") as bot,
    ):
        yield World(server, bot, notes)


def test_a_stop_takes_two_seconds_with_jobs_running_and_nothing_is_lost(fresh: World) -> None:
    notes = [fresh.notes.voice(number, sentences=20) for number in range(4)]
    ali = fresh.stranger()
    sent = [ali.sends_voice(note.path, duration=round(note.seconds)) for note in notes]
    ali.wait(lambda seen: True if len(seen) == 4 else None)
    assert fresh.bot.stop() <= 2.0
    fresh.bot.start()
    for each, note in zip(sent, notes, strict=True):
        answered(ali, each, note, seconds=60)
    assert len(ali.texts()) == 4


@pytest.mark.slow  # `test_kills` has the same with many notes
def test_kill_9_in_mid_job_loses_nothing(fresh: World) -> None:
    notes = [fresh.notes.voice(number, sentences=6) for number in range(8)]
    people = [fresh.stranger() for _ in range(4)]
    sent = []
    for number, note in enumerate(notes):
        person = people[number % 4]
        sent.append((person, person.sends_voice(note.path, duration=round(note.seconds)), note))
    for pause in (0.3, 1.0, 1.5):
        time.sleep(pause)
        fresh.bot.kill()
        fresh.bot.start()
    for person, each, note in sent:
        answered(person, each, note, seconds=60)


def test_a_poison_update_is_set_aside(fresh: World) -> None:
    note = fresh.notes.voice(1)
    ali = fresh.stranger()
    fresh.server.order("raw", update={"message": {"message_id": "no", "date": {}, "chat": 7}})
    fresh.server.order("raw", update={"message": [1, 2]})
    answered(ali, ali.sends_voice(note.path, duration=3), note)
    assert fresh.server.state().pending == 0


def test_an_outage_is_sat_out(fresh: World) -> None:
    note = fresh.notes.voice(2)
    ali = fresh.stranger()
    fresh.server.fault("*", drop=True, times=None)
    sent = ali.sends_voice(note.path, duration=3)
    time.sleep(3)
    fresh.server.heal()
    answered(ali, sent, note)


def test_lost_answers_of_telegram_double_no_text(fresh: World) -> None:
    note = fresh.notes.voice(3)
    ali = fresh.stranger()
    fresh.server.fault("editMessageText", cut=True, after=True, times=2)
    answered(ali, ali.sends_voice(note.path, duration=3), note)
    assert len(ali.texts()) == 1


def test_a_flood_of_refusals_delays_the_text_and_loses_none(fresh: World) -> None:
    note = fresh.notes.voice(4)
    ali = fresh.stranger()
    fresh.server.fault("editMessageText", retry_after=2, times=2)
    answered(ali, ali.sends_voice(note.path, duration=3), note)
    refused = [call for call in fresh.server.calls("editMessageText") if call.status == 429]
    assert len(refused) == 2


def test_many_notes_of_one_person_never_flood(fresh: World) -> None:
    fresh.server.order("switch", floods=True)
    notes = [fresh.notes.voice(number) for number in range(12)]
    ali = fresh.stranger()
    sent = [ali.sends_voice(note.path, duration=3) for note in notes]
    for each, note in zip(sent, notes, strict=True):
        answered(ali, each, note, seconds=90)
    assert fresh.server.state().flood_impatient == 0


def test_the_status_message_that_was_deleted_is_sent_anew(fresh: World) -> None:
    note = fresh.notes.voice(0, sentences=40)
    ali = fresh.stranger()
    sent = ali.sends_voice(note.path, duration=round(note.seconds))
    status = ali.wait(lambda seen: seen[0] if seen else None)
    ali.deletes(status.message_id)
    answered(ali, sent, note, seconds=60)


def test_a_chat_that_blocks_the_bot_ends_its_job_quietly(fresh: World) -> None:
    note = fresh.notes.voice(0, sentences=10)
    ali, sara = fresh.stranger(), fresh.stranger()
    ali.sends_voice(note.path, duration=round(note.seconds))
    ali.wait(lambda seen: seen or None)
    ali.shuts_out_bot()
    short = fresh.notes.voice(5)
    answered(sara, sara.sends_voice(short.path, duration=3), short)


def test_a_second_instance_on_the_same_files_is_refused(fresh: World) -> None:
    second = BotProcess(fresh.server, fresh.bot.folder, fresh.bot.settings)
    try:
        with pytest.raises(AssertionError, match="bot ended"):
            second.start(ready=lambda: False)
    finally:
        assert second.close() == []
    wait_for(lambda: fresh.server.state().is_polled or None, 20)
    ali = fresh.stranger()
    note = fresh.notes.voice(6)
    answered(ali, ali.sends_voice(note.path, duration=3), note)
