"""Notes are what they claim: distinct, of the length told, and readable in every format."""

from pathlib import Path

import av
import pytest

from tests.bot.spoken_notes import SpokenNote, SpokenNotes


@pytest.fixture(scope="module")
def notes(tmp_path_factory: pytest.TempPathFactory) -> SpokenNotes:
    return SpokenNotes(tmp_path_factory.mktemp("notes"))


def kinds_of_streams(path: Path) -> list[str]:
    with av.open(str(path)) as container:
        return sorted(stream.type for stream in container.streams)


def length_of(path: Path) -> float:
    with av.open(str(path)) as container:
        assert container.duration is not None
        return container.duration / 1_000_000


def test_a_hundred_notes_say_a_hundred_things(notes: SpokenNotes) -> None:
    assert len({notes.text(number) for number in range(100)}) == 100


def test_three_sentences_last_about_ten_seconds(notes: SpokenNotes) -> None:
    note = notes.voice(3, sentences=3)
    assert 8 <= note.seconds <= 18
    assert length_of(note.path) == pytest.approx(note.seconds, abs=0.2)


@pytest.mark.parametrize("suffix", [".mp3", ".m4a", ".wav", ".flac", ".webm"])
def test_audio_holds_the_whole_sound(notes: SpokenNotes, suffix: str) -> None:
    note = notes.audio(1, suffix=suffix)
    assert note.path.suffix == suffix
    assert kinds_of_streams(note.path) == ["audio"]
    assert length_of(note.path) == pytest.approx(note.seconds, abs=0.2)


@pytest.mark.parametrize("is_round", [False, True])
def test_video_holds_the_whole_sound(notes: SpokenNotes, is_round: bool) -> None:
    note = notes.video(1, is_round=is_round)
    assert kinds_of_streams(note.path) == ["audio", "video"]
    assert length_of(note.path) == pytest.approx(note.seconds, abs=0.3)


def test_error_rate_overlooks_punctuation_and_direction_marks() -> None:
    note = SpokenNote(Path("-"), "سلام، من آمدم.", 1.0)
    assert note.error_rate("\u200fسلام من آمدم") == 0.0
    assert note.error_rate("سلام من") == pytest.approx(1 / 3)
    assert note.error_rate("") == 1.0
