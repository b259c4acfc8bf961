"""Commands answer in the person's language, and say what they should."""

import pytest

from tests.bot.end_to_end.conftest import World, answered

pytestmark = pytest.mark.long
PERSIAN, LATIN = range(0x600, 0x700), range(0x41, 0x7B)


def share_of_persian(text: str) -> float:
    persian, latin = (sum(ord(letter) in letters for letter in text) for letters in (PERSIAN, LATIN))
    return persian / (persian + latin)


@pytest.mark.parametrize("command", ["/start", "/help", "/privacy", "/language", "/settings"])
@pytest.mark.parametrize(("language", "is_persian"), [("fa", True), ("en", False), ("de", False)])
def test_commands_speak_the_persons_language(world: World, command: str, language: str, is_persian: bool) -> None:
    ali = world.stranger(language=language)
    ali.says(command)
    (seen, *_) = ali.wait(lambda seen: seen or None)
    assert (share_of_persian(seen.text) > 0.5) is is_persian


def test_an_english_speaker_is_told_in_english(world: World) -> None:
    ali = world.stranger(language="en")
    ali.sends_voice(world.notes.silence(), duration=5)
    ali.wait_for_text("I heard no speech", 30)


def test_the_spoken_language_can_be_chosen(world: World) -> None:
    note = world.notes.voice(30)
    ali = world.stranger()
    ali.says("/language auto")
    ali.wait(lambda seen: seen or None)
    sent = ali.sends_voice(note.path, duration=3)
    answered(ali, sent, note)


def test_unknown_commands_and_plain_texts_get_one_kind_answer(world: World) -> None:
    ali = world.stranger()
    ali.says("سلام، خوبی؟")
    ali.wait(lambda seen: seen or None)


def test_the_commands_are_told_to_telegram_in_both_languages(world: World) -> None:
    told = world.server.state().commands
    names = [{command["command"] for command in commands} for commands in told.values()]
    assert names
    assert all({"help", "transcribe", "language", "settings", "privacy", "forget"} <= each for each in names if each)


def test_an_inside_link_is_refused(world: World) -> None:
    ali = world.stranger()
    ali.says(f"{world.server.url}/file/bot1:a/voice/file_1.ogg")
    ali.wait_for_text("مجاز نیست", 30)
