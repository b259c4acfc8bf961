"""What in a message can become text. Messages are those that Telegram's library parses from JSON."""

from typing import Any

import pytest
from telegram import Message

from dabir_bot.orders import SoundKind
from dabir_bot.sounds import MOST_LINKS, links_in, sound_in, sounds_in


@pytest.fixture(autouse=True)
def _durations_are_timedeltas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


def message(**content: Any) -> Message:
    body = {"message_id": 1, "date": 1, "chat": {"id": 5, "type": "private", "first_name": "x"}, **content}
    return Message.de_json(body, None)


def file(**described: Any) -> dict[str, Any]:
    return {"file_id": "f", "file_unique_id": "u", **described}


@pytest.mark.parametrize(
    ("name", "mime_type", "is_sound"),
    [
        ("a.mp3", "audio/mpeg", True),
        ("a.bin", "video/x-matroska", True),
        ("a.OPUS", "application/octet-stream", True),
        ("a.ogg", None, True),
        ("a.pdf", "application/pdf", False),
        ("a", "application/octet-stream", False),
        (None, None, False),
    ],
)
def test_a_document_is_sound_by_its_type_or_its_suffix(name: str | None, mime_type: str | None, is_sound: bool) -> None:
    document = file(**{key: value for key, value in (("file_name", name), ("mime_type", mime_type)) if value})

    assert (sound_in(message(document=document)) is not None) is is_sound


def test_a_moving_picture_is_no_sound_though_it_comes_with_a_document() -> None:
    picture = file(width=1, height=1, duration=1, mime_type="video/mp4")

    assert sound_in(message(animation=picture, document=file(mime_type="video/mp4"))) is None


def test_a_files_caption_adds_no_links() -> None:
    caption = {"caption": "https://example.org", "caption_entities": [{"type": "url", "offset": 0, "length": 19}]}

    assert [sound.kind for sound in sounds_in(message(voice=file(duration=1), **caption))] == [SoundKind.VOICE]


def test_links_are_each_taken_once_in_their_order_hidden_ones_too() -> None:
    text = "example.org/a http://b.example/ here example.org/a"
    entities = [
        {"type": "text_link", "offset": 32, "length": 4, "url": "https://c.example/x"},
        {"type": "url", "offset": 0, "length": 13},
        {"type": "url", "offset": 14, "length": 17},
        {"type": "url", "offset": 37, "length": 13},
    ]

    found = links_in(message(text=text, entities=entities))

    assert found == ("https://example.org/a", "http://b.example/", "https://c.example/x")


def test_what_is_no_link_of_the_web_is_passed_over() -> None:
    text = "tg://user?id=1 ftp://example.org/a"
    entities = [{"type": "url", "offset": 0, "length": 14}, {"type": "url", "offset": 15, "length": 19}]

    assert links_in(message(text=text, entities=entities)) == ()


def test_a_list_of_links_is_not_taken_whole() -> None:
    text = " ".join(f"a{at}.example" for at in range(9))
    entities = [{"type": "url", "offset": 11 * at, "length": 10} for at in range(9)]

    assert len(links_in(message(text=text, entities=entities))) == MOST_LINKS


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("note\u202e3pm.exe.mp3", "note3pm.exe.mp3"),
        ("a\x00b\n\x1b[31mc.mp3", "ab[31mc.mp3"),
        ("half \ud83d.mp3", "half ?.mp3"),
        ("\u2066a\u2069\u2028b.mp3", "ab.mp3"),
        ("می\u200cروم.mp3", "می\u200cروم.mp3"),
    ],
)
def test_a_name_has_nothing_that_breaks_or_turns_its_line(name: str, kept: str) -> None:
    sound = sound_in(message(audio=file(duration=1, file_name=name)))
    assert sound is not None
    assert sound.name == kept


def test_a_link_has_no_half_of_a_letter() -> None:
    entity = {"type": "text_link", "offset": 0, "length": 1, "url": "https://x.example/\ud83d.mp3"}
    assert links_in(message(text="a", entities=[entity])) == ("https://x.example/?.mp3",)
