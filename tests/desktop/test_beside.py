from pathlib import Path

import pytest

from dabir_core import Segment, Transcript
from dabir_core.errors import OutputError
from dabir_core.formats import Kind
from dabir_desktop.beside import free_paths, write_beside

TRANSCRIPT = Transcript((Segment(0.0, 1.0, "سلام", "fa"),), 1.0, "fa", 1.0, "demo")


def names(paths: tuple[Path, ...]) -> list[str]:
    return [path.name for path in paths]


def test_files_are_called_after_the_recording(tmp_path: Path) -> None:
    paths = write_beside(TRANSCRIPT, tmp_path / "جلسه.mp3", kinds=(Kind.TXT, Kind.SRT))
    assert names(paths) == ["جلسه.txt", "جلسه.srt"]
    assert paths[0].read_text(encoding="utf-8").strip() == "سلام"


def test_nothing_of_a_persons_is_written_over(tmp_path: Path) -> None:
    source = tmp_path / "talk.mp3"
    own = tmp_path / "talk.srt"
    own.write_text("made by hand", encoding="utf-8")
    assert names(write_beside(TRANSCRIPT, source, kinds=(Kind.TXT, Kind.SRT))) == ["talk.mp3.txt", "talk.mp3.srt"]
    assert names(write_beside(TRANSCRIPT, source, kinds=(Kind.TXT, Kind.SRT))) == ["talk.mp3-2.txt", "talk.mp3-2.srt"]
    assert names(write_beside(TRANSCRIPT, source, kinds=(Kind.TXT,))) == ["talk.txt"]
    assert own.read_text(encoding="utf-8") == "made by hand"


def test_a_recording_that_is_called_like_a_transcript_is_not_written_over(tmp_path: Path) -> None:
    assert names(free_paths(tmp_path / "odd.txt", (Kind.TXT,))) == ["odd.txt.txt"]


def test_a_folder_that_is_gone_is_an_output_error(tmp_path: Path) -> None:
    with pytest.raises(OutputError):
        write_beside(TRANSCRIPT, tmp_path / "gone" / "a.mp3", kinds=(Kind.TXT,))
