"""Texts of more than one message: split between sentences, and a file beyond that."""

import pytest

from tests.bot.end_to_end.conftest import WORD_ERRORS, World
from tests.bot.person import Seen
from tests.bot.telegram_server.entities import utf16_length

pytestmark = pytest.mark.long


def test_a_text_of_five_thousand_characters_comes_in_two_messages(world: World) -> None:
    note = world.notes.voice(0, sentences=150)
    assert 4096 < utf16_length(note.text) < 8000
    ali = world.stranger()
    ali.sends_voice(note.path, duration=round(note.seconds))

    def whole(seen: list[Seen]) -> list[Seen] | None:
        return seen if note.error_rate(" ".join(each.text for each in seen)) <= WORD_ERRORS else None

    parts = ali.wait(whole, 120)
    assert len(parts) == 2
    assert body_ends_with_a_sentence(parts[0].text)


def test_a_text_of_ten_thousand_characters_comes_as_a_file(world: World) -> None:
    note = world.notes.voice(0, sentences=290)
    assert utf16_length(note.text) > 8000
    ali = world.stranger()
    ali.sends_voice(note.path, duration=round(note.seconds))
    seen = ali.wait(lambda seen: next((each for each in seen if each.document), None), 200)
    assert seen.document.endswith(".txt")
    text = ali.read_document(seen).decode("utf-8-sig")
    assert note.error_rate(text) <= WORD_ERRORS


def body_ends_with_a_sentence(text: str) -> bool:
    return text.rstrip("\u200f\u200e\u2069 \n")[-1] in ".؟!"
