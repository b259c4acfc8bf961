"""Folders of jobs on a real disk."""

from pathlib import Path

import pytest

from dabir_bot.sound_folders import SoundFolders
from dabir_core.errors import OutputError


def test_a_job_has_a_folder_that_only_we_may_look_into(tmp_path: Path) -> None:
    folders = SoundFolders(tmp_path / "sounds")
    assert folders.make("1.0").stat().st_mode & 0o077 == 0
    assert (tmp_path / "sounds").stat().st_mode & 0o077 == 0


def test_making_it_again_keeps_what_is_there(tmp_path: Path) -> None:
    folders = SoundFolders(tmp_path)
    folders.make("1.0")
    folders.whole("1.0").write_bytes(b"x")
    folders.make("1.0")
    assert folders.whole("1.0").read_bytes() == b"x"


def test_two_jobs_share_no_folder(tmp_path: Path) -> None:
    folders = SoundFolders(tmp_path)
    assert folders.make("1.0") != folders.make("1.1")


def test_removing_takes_all_in_it_and_is_no_error_twice(tmp_path: Path) -> None:
    folders = SoundFolders(tmp_path)
    (folders.make("1.0") / "left").write_bytes(b"x")
    folders.remove("1.0")
    folders.remove("1.0")
    assert list(tmp_path.iterdir()) == []


def test_a_sweep_removes_what_dead_jobs_left_and_nothing_else(tmp_path: Path) -> None:
    folders = SoundFolders(tmp_path)
    for job in ("1.0", "2.0", "3.0"):
        folders.make(job)
    folders.sweep(frozenset({"2.0"}))
    assert [entry.name for entry in tmp_path.iterdir()] == ["2.0"]


def test_a_sweep_before_the_first_job_finds_nothing(tmp_path: Path) -> None:
    SoundFolders(tmp_path / "none").sweep(frozenset())
    assert not (tmp_path / "none").exists()


def test_a_place_that_takes_no_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputError):
        SoundFolders(tmp_path / "file").make("1.0")
