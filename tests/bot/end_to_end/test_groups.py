"""In groups the bot is silent until asked; admins may have it read everything."""

import time

import pytest

from tests.bot.end_to_end.conftest import World, answered

pytestmark = pytest.mark.long
_LONG_ENOUGH_TO_ANSWER = 3.0


def test_a_note_in_a_group_is_read_when_somebody_asks(world: World) -> None:
    note = world.notes.voice(20)
    ali, sara = world.stranger(), world.stranger()
    group = world.group(sara, bot_is_admin=True)
    voice = ali.sends_voice(note.path, to=group, duration=3)
    world.server.wait_until_handled()
    time.sleep(_LONG_ENOUGH_TO_ANSWER)
    assert group.texts() == []
    sara.says("/transcribe@dabir_test_bot", to=group, reply_to=voice)
    answered(group, voice, note)
    assert len(group.texts()) == 1


def test_privacy_mode_is_enough_for_a_request(world: World) -> None:
    note = world.notes.voice(21)
    ali = world.stranger()
    group = world.group()
    voice = ali.sends_voice(note.path, to=group, duration=3)
    assert voice.update is None
    ali.says("/transcribe", to=group, reply_to=voice)
    answered(group, voice, note)


def test_a_request_without_a_reply_is_told_how(world: World) -> None:
    ali = world.stranger()
    group = world.group()
    ali.says("/transcribe@dabir_test_bot", to=group)
    group.wait(lambda seen: seen[0] if seen else None)


def test_only_admins_change_what_a_group_does(world: World) -> None:
    ali, sara = world.stranger(), world.stranger()
    group = world.group(sara, bot_is_admin=True)
    ali.says("/language en", to=group)
    group.wait_for_text("فقط مدیران")
    sara.says("/settings", to=group)
    group.wait_for_text("زبان گفتار این گروه: فارسی")
    sara.says("/language en", to=group)
    group.wait_for_text("زبان گفتار: انگلیسی")


def test_only_who_asked_or_an_admin_cancels(world: World) -> None:
    note = world.notes.voice(0, sentences=150)
    ali, sara, reza = world.stranger(), world.stranger(), world.stranger()
    group = world.group(sara, bot_is_admin=True)
    voice = ali.sends_voice(note.path, to=group, duration=round(note.seconds))
    ali.says("/transcribe", to=group, reply_to=voice)
    group.wait(lambda seen: next((each for each in seen if "لغو" in each.buttons), None))
    query = reza.presses("لغو", to=group)
    assert notice(world, query)
    assert "لغو شد." not in group.texts()
    sara.presses("لغو", to=group)
    group.wait_for_text("لغو شد.", 20)


def notice(world: World, query: str) -> str:
    """What whoever pressed is told."""
    for _ in range(200):
        for call in world.server.calls("answerCallbackQuery"):
            if call.parameters["callback_query_id"] == query:
                return call.parameters.get("text", "")
        time.sleep(0.05)
    raise AssertionError("the press was never answered")
