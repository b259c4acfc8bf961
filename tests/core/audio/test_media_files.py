from pathlib import Path

import pytest

from dabir_core.audio import media_files


def touch(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    return path


def test_a_named_file_is_taken_whatever_its_suffix(tmp_path: Path) -> None:
    note = touch(tmp_path / "note.dat")
    assert media_files([note]) == (note,)


def test_a_missing_file_is_left_for_the_decoder_to_refuse(tmp_path: Path) -> None:
    assert media_files([tmp_path / "gone.ogg"]) == (tmp_path / "gone.ogg",)


def test_a_folder_gives_its_media_by_name_and_depth(tmp_path: Path) -> None:
    second = touch(tmp_path / "b.MP3")
    first = touch(tmp_path / "a" / "z.ogg")
    touch(tmp_path / "notes.txt")
    touch(tmp_path / ".trash" / "old.ogg")
    touch(tmp_path / ".hidden.ogg")
    assert media_files([tmp_path]) == (first, second)


def test_a_file_meant_twice_comes_once(tmp_path: Path) -> None:
    note = touch(tmp_path / "note.ogg")
    assert media_files([note, tmp_path, note]) == (note,)


def test_a_hidden_folder_that_is_named_outright_is_read(tmp_path: Path) -> None:
    note = touch(tmp_path / ".recordings" / "note.ogg")
    assert media_files([tmp_path / ".recordings"]) == (note,)


def test_a_file_meant_twice_in_two_ways_comes_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    note = touch(tmp_path / "note.ogg")
    assert media_files([Path("note.ogg"), note]) == (Path("note.ogg"),)


def test_a_name_too_long_is_left_for_the_decoder_to_refuse() -> None:
    name = Path("a" * 300 + ".ogg")
    assert media_files([name]) == (name,)
