from pathlib import Path

import pytest

from dabir_core.cli.outputs import output_file, parse_kinds, stems
from dabir_core.errors import OptionError
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
