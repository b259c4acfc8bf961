"""Every kind of sound that people send becomes its text, in one message that replies to it."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import pytest

from tests.bot.end_to_end.conftest import World, answered, said_in
from tests.bot.spoken_notes import SpokenNote, SpokenNotes

pytestmark = pytest.mark.long


def as_document(notes: SpokenNotes, number: int) -> SpokenNote:
    note = notes.audio(number, suffix=".m4a")
    renamed = note.path.with_suffix(".bin")
    renamed.write_bytes(note.path.read_bytes())
    return SpokenNote(renamed, note.text, note.seconds)


KINDS: Final[Mapping[str, Callable[[SpokenNotes], SpokenNote]]] = {
    "voice": lambda notes: notes.voice(1),
    "voice of ten seconds": lambda notes: notes.voice(0, sentences=3),
    "audio mp3": lambda notes: notes.audio(2),
    "audio m4a": lambda notes: notes.audio(3, suffix=".m4a"),
    "audio flac": lambda notes: notes.audio(4, suffix=".flac"),
    "video": lambda notes: notes.video(5),
    "video_note": lambda notes: notes.video(6, is_round=True),
    "document wav": lambda notes: notes.audio(7, suffix=".wav"),
    "document webm": lambda notes: notes.audio(8, suffix=".webm"),
    "document of no known name": lambda notes: as_document(notes, 9),
}


@pytest.mark.parametrize("case", KINDS)
def test_every_kind_of_sound_is_read(world: World, case: str) -> None:
    note = KINDS[case](world.notes)
    ali = world.stranger()
    duration = None if case.startswith("document") else round(note.seconds)
    mime_type = f"audio/{note.path.suffix[1:]}" if case.startswith("document") else None
    sent = ali.sends(case.split()[0], path=note.path, duration=duration or 0, mime_type=mime_type)
    answered(ali, sent, note)


def test_a_forwarded_note_is_read(world: World) -> None:
    note = world.notes.voice(10)
    ali, sara = world.stranger(), world.stranger()
    original = ali.sends_voice(note.path, duration=round(note.seconds))
    answered(sara, sara.forwards(original, to=sara), note)
    answered(ali, original, note)


def test_the_first_word_is_a_reaction_and_one_message_that_becomes_the_text(world: World) -> None:
    note = world.notes.voice(11)
    ali = world.stranger()
    sent = ali.sends_voice(note.path, duration=round(note.seconds))
    seen = answered(ali, sent, note)
    assert ali.message(sent.message_id).reactions == ("👀",)
    assert len(seen.revisions) >= 2
    assert len(ali.texts()) == 1


def test_the_same_note_again_is_answered_from_memory(world: World) -> None:
    note = world.notes.voice(12)
    ali = world.stranger()
    first = ali.sends_voice(note.path, duration=round(note.seconds))
    answered(ali, first, note)
    downloads = len(world.server.calls("getFile"))
    answered(ali, ali.forwards(first), note)
    assert len(world.server.calls("getFile")) == downloads


def test_where_nobody_speaks_the_bot_says_so(world: World) -> None:
    ali = world.stranger()
    ali.sends_voice(world.notes.silence(), duration=5)
    ali.wait_for_text("حرفی نشنیدم", 30)


def test_what_is_too_big_is_refused_before_it_is_asked_for(world: World) -> None:
    ali = world.stranger()
    asked = len(world.server.calls("getFile"))
    ali.sends("audio", size=(20 << 20) + 1, duration=600, file_name="big.mp3")
    ali.wait_for_text("۲۰")
    assert len(world.server.calls("getFile")) == asked


def test_what_is_too_long_is_refused_before_it_is_asked_for(world: World) -> None:
    ali = world.stranger()
    asked = len(world.server.calls("getFile"))
    ali.sends("audio", size=1 << 20, duration=5 * 3600, file_name="long.mp3")
    ali.wait(lambda seen: seen[0] if seen else None)
    assert len(world.server.calls("getFile")) == asked


@pytest.mark.parametrize("name", ["essay.pdf", "photo.jpg", "archive.zip"])
def test_a_document_that_holds_no_sound_is_not_downloaded(world: World, name: str) -> None:
    ali = world.stranger()
    asked = len(world.server.calls("getFile"))
    ali.sends("document", size=1000, file_name=name, mime_type="application/octet-stream")
    ali.wait(lambda seen: seen[0] if seen else None)
    assert len(world.server.calls("getFile")) == asked


def test_a_broken_file_is_told_by_its_own_name(world: World, tmp_path: Path) -> None:
    ali = world.stranger()
    broken = tmp_path / "خراب.mp3"
    broken.write_bytes(b"no sound in here" * 100)
    ali.sends("audio", path=broken, duration=3)
    seen = ali.wait_for_text("خراب.mp3", 30)
    assert str(world.bot.folder) not in seen.text


def test_an_album_has_one_list_and_a_text_for_each(world: World) -> None:
    ali = world.stranger()
    notes = [world.notes.audio(number) for number in (13, 14, 15)]
    album = ali.sends_album([("audio", note.path) for note in notes], album="a1")
    for sent, note in zip(album, notes, strict=True):
        said_in(ali, sent, note)
    lists = ali.wait(lambda seen: [each for each in seen if all(note.path.name in each.text for note in notes)] or None)
    assert len(lists) == 1
    assert len(ali.of_bot()) == 4


def test_a_cut_download_is_tried_again(world: World) -> None:
    note = world.notes.voice(16)
    ali = world.stranger()
    world.server.fault("download", truncate=True, times=2)
    answered(ali, ali.sends_voice(note.path, duration=3), note)
