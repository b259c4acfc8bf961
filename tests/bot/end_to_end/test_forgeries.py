"""People who ask for what is not theirs: made-up buttons, others' commands, floods. Nobody else is worse off for it."""

import time
from collections.abc import Iterator
from typing import Any, Final

import pytest

from tests.bot.bot_process import BotProcess
from tests.bot.end_to_end.conftest import World, answered
from tests.bot.person import Chat, Person, Seen, Sent, TelegramServer
from tests.bot.silence import stray_lines, told_by
from tests.bot.spoken_notes import SpokenNotes

pytestmark = pytest.mark.long
OPERATOR: Final = 900


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory, notes: SpokenNotes) -> Iterator[World]:
    """A bot with an operator, and five jobs for each person."""
    with (
        TelegramServer.running(tmp_path_factory.mktemp("telegram")) as server,
        BotProcess.running(
            server, tmp_path_factory.mktemp("bot"), admins=str(OPERATOR), jobs_per_person="5", minutes_per_day="60"
        ) as bot,
    ):
        yield World(server, bot, notes)


def forges(person: Person, message: Seen | Sent, value: str, *, chat: Chat | None = None) -> None:
    """Presses a button that was never there: a client may send any bytes for any message that it sees."""
    where = chat or person
    seen = where.message(message.message_id)
    sender = {"id": person.chat, "is_bot": False, "first_name": "Forger", "language_code": "fa"}
    query: dict[str, Any] = {"id": f"{time.monotonic_ns()}", "from": sender, "chat_instance": "1"}
    person.server.order("raw", update={"callback_query": query | {"message": seen.body, "data": value}})


def talks(person: Person) -> Seen:
    """Anything of the bot's in somebody's private chat."""
    person.says("/start")
    return person.wait(lambda seen: seen[0] if seen else None, 60)


def test_buttons_of_another_chat_do_nothing(guarded: World) -> None:
    note, secret = guarded.notes.voice(50, sentences=15), guarded.notes.voice(51)
    sara, mallory = guarded.stranger(), guarded.stranger()
    told = answered(sara, sara.sends_voice(secret.path, duration=3), secret)
    waiting = sara.sends_voice(note.path, duration=round(note.seconds))
    status = sara.wait(lambda seen: next((each for each in seen if "stop" in "".join(each.button_values)), None), 60)
    mine = talks(mallory)
    answers = [value.partition(":")[2] for value in told.button_values]
    for value in (*status.button_values, *told.button_values, *(f"times:{each}" for each in answers)):
        forges(mallory, mine, value)
    forges(mallory, mine, f"forget:{sara.chat}")
    forges(mallory, mine, f"ban:{sara.chat}")
    forges(mallory, mine, f"allow:{mallory.chat}")
    for suffix in (".greet", ".answer", ".stop"):
        forges(mallory, mine, status.button_values[0] + suffix)
    answered(sara, waiting, note, seconds=90)
    guarded.server.wait_until_handled(30)
    assert [seen for seen in mallory.of_bot() if seen.document or secret.error_rate(seen.text) < 0.8] == []
    assert secret.error_rate(sara.message(told.message_id).text.partition("\n\n")[0]) == 0.0


NONSENSE: Final = (
    "",
    ":",
    "stop",
    "stop:",
    "stop:\x00",
    "stop:' OR 1=1 --",
    "stops:\x00",
    "stops:" + "9" * 58,
    "srt:" + "9" * 60,
    "srt:-1",
    "srt:۱",
    "srt:1.0",
    "vtt:\ud83d",
    "en:" + "1" * 61,
    "times:0x1",
    "lang:",
    "lang:xx",
    "lang:../..",
    "speaks:xx",
    "set:__class__",
    "forget:",
    "forget:0",
    "allow:" + "9" * 58,
    "ban:x",
    "unknown:1",
    "\U0001f4a5" * 16,
)


@pytest.mark.parametrize("sender", ["stranger", "operator"])
def test_nonsense_behind_a_button_harms_nobody(guarded: World, sender: str) -> None:
    note = guarded.notes.voice(52)
    mallory = guarded.stranger() if sender == "stranger" else guarded.server.person(OPERATOR)
    mine = talks(mallory)
    for value in NONSENSE:
        forges(mallory, mine, value)
    answered(mallory, mallory.sends_voice(note.path, duration=3), note)
    assert "set aside" not in guarded.bot.log()


def test_only_the_one_who_asked_and_admins_stop_a_job_in_a_group(guarded: World) -> None:
    note = guarded.notes.voice(53, sentences=15)
    sara, mallory, admin = guarded.stranger(), guarded.stranger(), guarded.stranger()
    group = guarded.group(admin, bot_is_admin=True)
    sent = sara.sends_voice(note.path, to=group, duration=round(note.seconds))
    sara.says("/transcribe", to=group, reply_to=sent)
    status = group.wait(lambda seen: next((each for each in seen if "stop" in "".join(each.button_values)), None), 60)
    mallory.presses(status.button_values[0], message=status, to=group)
    forges(mallory, status, status.button_values[0], chat=group)
    answered(group, sent, note, seconds=90)


def test_nobody_makes_the_bot_forget_another(guarded: World) -> None:
    note = guarded.notes.voice(54)
    sara, mallory = guarded.stranger(), guarded.stranger()
    group = guarded.group(bot_is_admin=True)
    told = answered(sara, sara.sends_voice(note.path, duration=3), note)
    sara.says("/forget", to=group)
    asked = group.wait(lambda seen: seen[0] if seen else None, 60)
    mallory.presses(asked.button_values[0], message=asked, to=group)
    sara.presses(next(value for value in told.button_values if value.startswith("srt:")), message=told)
    sara.wait(lambda seen: next((each for each in seen if each.document), None), 60)


@pytest.mark.parametrize("is_forwarded", [False, True])
def test_only_operators_ban_and_only_with_their_own_words(guarded: World, is_forwarded: bool) -> None:
    note = guarded.notes.voice(55)
    sara = guarded.stranger()
    sender = guarded.server.person(OPERATOR) if is_forwarded else guarded.stranger()
    before = len(sender.texts())
    sender.says(f"/ban {sara.chat}", forward=is_forwarded)
    sender.wait(lambda seen: len(seen) > before or None, 60)
    answered(sara, sara.sends_voice(note.path, duration=3), note)


def test_a_flood_of_words_holds_nobody_up_and_is_not_answered_in_kind(guarded: World) -> None:
    note = guarded.notes.voice(56)
    guarded.server.order("switch", floods=True)
    sara, mallory = guarded.stranger(), guarded.stranger()
    for number in range(200):
        mallory.says(f"سلام {number}")
    answered(sara, sara.sends_voice(note.path, duration=3), note, seconds=60)
    guarded.server.wait_until_handled(60)
    assert len(mallory.texts()) <= 60
    assert guarded.server.state().flood_impatient == 0
    guarded.server.order("switch", floods=False)


def test_a_flood_of_notes_is_told_of_its_limit(guarded: World) -> None:
    mallory = guarded.stranger()
    long = guarded.notes.voice(57, sentences=20)
    for _ in range(12):
        mallory.sends_voice(long.path, duration=round(long.seconds))
    refused = mallory.wait(lambda seen: [each for each in seen if "۵" in each.text and not each.buttons] or None, 60)
    assert refused
    for seen in mallory.of_bot():
        if "stop" in "".join(seen.button_values):
            mallory.presses(seen.button_values[0], message=seen)


def test_a_bot_that_is_thrown_out_in_mid_job_works_on_for_others(guarded: World) -> None:
    note, long = guarded.notes.voice(58), guarded.notes.voice(59, sentences=15)
    sara = guarded.stranger()
    group = guarded.group(sara, bot_is_admin=True)
    guarded.server.order("join", chat=group.chat, person=sara.chat, status="administrator")
    sent = sara.sends_voice(long.path, to=group, duration=round(long.seconds))
    sara.says("/transcribe", to=group, reply_to=sent)
    group.wait(lambda seen: next((each for each in seen if each.buttons), None), 60)
    group.shuts_out_bot()
    guarded.server.order("join", chat=group.chat, person=sara.chat, status="kicked")
    answered(sara, sara.sends_voice(note.path, duration=3), note)
    group.shuts_out_bot(closed=False)
    guarded.server.order("join", chat=group.chat, person=sara.chat, status="administrator")
    again = sara.sends_voice(note.path, to=group, duration=3)
    sara.says("/transcribe", to=group, reply_to=again)
    answered(group, again, note)


def test_the_log_has_no_word_of_all_that(guarded: World) -> None:
    spoken = [guarded.notes.text(number, sentences=15 if number in (50, 53, 59) else 1) for number in (50, 51, 52, 56)]
    assert told_by(guarded.bot, "Forger", "Person ", "سلام", "OR 1=1", "__class__", *spoken) == []
    assert stray_lines(guarded.bot) == []
    assert "set aside" not in guarded.bot.log()
