"""What can be done with a text: subtitles, times, English; and cancelling one that is on its way."""

import pytest

from tests.bot.end_to_end.conftest import World, answered
from tests.bot.person import Person, Seen

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def reader(world: World) -> tuple[Person, Seen]:
    note = world.notes.voice(0, sentences=3)
    ali = world.stranger()
    seen = answered(ali, ali.sends_voice(note.path, duration=round(note.seconds)), note)
    return ali, seen


@pytest.mark.parametrize(("kind", "first"), [("srt", "1\n00:00:00,"), ("vtt", "WEBVTT")])
def test_subtitles_come_as_a_file(reader: tuple[Person, Seen], kind: str, first: str) -> None:
    ali, seen = reader
    button = next(value for value in seen.button_values if value.startswith(kind))
    ali.presses(button, message=seen)
    document = ali.wait(lambda all_: next((each for each in all_ if each.document.endswith(f".{kind}")), None))
    assert ali.read_document(document).decode("utf-8-sig").startswith(first)


def test_times_can_be_had(reader: tuple[Person, Seen]) -> None:
    ali, seen = reader
    ali.presses("با زمان", message=seen)
    ali.wait_for_text("[۰:۰۰")


def test_every_press_is_answered(reader: tuple[Person, Seen], world: World) -> None:
    ali, seen = reader
    query = ali.presses("به انگلیسی", message=seen)
    ali.wait(
        lambda _: (
            any(call.parameters["callback_query_id"] == query for call in world.server.calls("answerCallbackQuery"))
            or None
        )
    )


def test_a_long_job_is_cancelled_and_says_so(world: World) -> None:
    note = world.notes.voice(0, sentences=150)
    ali = world.stranger()
    ali.sends_voice(note.path, duration=round(note.seconds))
    ali.wait(lambda seen: next((each for each in seen if "لغو" in each.buttons), None))
    ali.presses("لغو")
    seen = ali.wait_for_text("لغو شد.", 20)
    assert seen.buttons == ()
    assert ali.texts() == ["لغو شد."]
