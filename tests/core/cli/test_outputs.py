import os
import time
from pathlib import Path

import pytest

from dabir_core.cli.outputs import make_folder, output_file, parse_kinds, stems
from dabir_core.errors import OptionError, OutputError
from dabir_core.formats import Kind


def test_kinds_keep_their_order_and_come_once() -> None:
    assert parse_kinds("srt, TXT,srt,") == (Kind.SRT, Kind.TXT)


def test_an_unknown_kind_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(OptionError) as caught:
        parse_kinds("txt,doc")
    assert "doc" in caught.value.subject
    assert "srt" in caught.value.subject


def test_files_lie_beside_their_recording() -> None:
    assert stems([Path("a/note.ogg")], None) == {Path("a/note.ogg"): Path("a/note")}


def test_files_lie_in_the_folder_that_was_named() -> None:
    assert stems([Path("a/note.ogg")], Path("out")) == {Path("a/note.ogg"): Path("out/note")}


def test_what_was_fetched_leaves_its_text_in_the_current_folder() -> None:
    fetched = Path("cache/links/x/talk.m4a")
    assert stems([Path("a/note.ogg"), fetched], None, fetched=[fetched]) == {
        Path("a/note.ogg"): Path("a/note"),
        fetched: Path("talk"),
    }
    assert stems([fetched], Path("out"), fetched=[fetched]) == {fetched: Path("out/talk")}


def test_two_recordings_never_share_a_file() -> None:
    sources = [Path("a/note.ogg"), Path("a/note.mp3"), Path("b/note.ogg"), Path("a/other.ogg")]
    assert stems(sources, Path("out")) == {
        Path("a/note.ogg"): Path("out/note.ogg"),
        Path("a/note.mp3"): Path("out/note.mp3"),
        Path("b/note.ogg"): Path("out/note.ogg-2"),
        Path("a/other.ogg"): Path("out/other"),
    }


def test_a_partial_transcript_never_replaces_a_whole_one() -> None:
    assert output_file(Path("out/note.v2"), Kind.SRT) == Path("out/note.v2.srt")
    assert output_file(Path("out/note.v2"), Kind.SRT, partial=True) == Path("out/note.v2.partial.srt")


def test_thousands_of_recordings_of_one_name_are_numbered_at_once() -> None:
    sources = [Path(f"day{day}/audio.ogg") for day in range(5000)]
    began = time.process_time()
    placed = stems(sources, Path("out"))
    assert time.process_time() - began < 2.0, "trying every number for every file took most of a minute"
    assert placed[sources[-1]] == Path("out/audio.ogg-5000")
    assert len(set(placed.values())) == 5000


def test_a_folder_is_made_with_those_above_it(tmp_path: Path) -> None:
    make_folder(tmp_path / "a" / "b")
    make_folder(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").is_dir()


@pytest.mark.parametrize("name", ["note.txt", "note.txt/texts", "a" * 300, "nul\0l"])
def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "note.txt").touch()
    with pytest.raises(OutputError) as caught:
        make_folder(tmp_path / name)
    assert caught.value.subject == str(tmp_path / name)


def test_a_folder_closed_to_us_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK)  # root may write everywhere
    with pytest.raises(OutputError):
        make_folder(tmp_path)
