from pathlib import Path

import pytest

from dabir_training.fitting.checkpoints import checkpoints, is_whole, step_of
from dabir_training.fitting.mirror import Mirror, restore
from tests.training.fitting.test_checkpoints import sealed


def mirrored(here: Path, there: Path | None, *, keep: int = 2) -> None:
    mirror = Mirror(here, there)
    mirror.update(keep=keep, besides=())
    mirror.close()


def test_mirror_has_the_newest_checkpoints_and_the_records(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    for step in (1, 2, 3):
        sealed(here, step)
    (here / "metrics.jsonl").write_text('{"step": 3}\n', encoding="utf-8")
    (here / "metrics.png").write_bytes(b"\x89PNG")
    mirrored(here, there)
    assert [step_of(path) for path in checkpoints(there)] == [2, 3]
    assert all(is_whole(path) for path in checkpoints(there))
    assert (there / "metrics.jsonl").read_text(encoding="utf-8") == '{"step": 3}\n'
    assert (there / "metrics.png").read_bytes() == b"\x89PNG"


def test_mirror_that_cannot_be_written_is_told_of_and_ends_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    sealed(tmp_path / "here", 1)
    (tmp_path / "there").write_text("a file where the folder should be", encoding="utf-8")
    mirrored(tmp_path / "here", tmp_path / "there")
    assert "the mirror was not brought up to date" in caplog.text
    caplog.clear()


def test_without_a_second_folder_nothing_happens(tmp_path: Path) -> None:
    sealed(tmp_path / "here", 1)
    mirrored(tmp_path / "here", None)
    assert [path.name for path in tmp_path.iterdir()] == ["here"]


def test_what_is_gone_comes_back_from_the_mirror(tmp_path: Path) -> None:
    there = tmp_path / "there"
    for step in (1, 2):
        sealed(there, step)
    (there / "metrics.jsonl").write_text('{"step": 2}\n', encoding="utf-8")
    here = tmp_path / "here"
    assert restore(here, there) == here / "checkpoint-2"
    assert [step_of(path) for path in checkpoints(here)] == [1, 2]
    assert (here / "metrics.jsonl").exists()


def test_newer_of_both_is_taken(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    sealed(here, 5)
    sealed(there, 4)
    assert restore(here, there) == here / "checkpoint-5"
    sealed(there, 6)
    assert restore(here, there) == here / "checkpoint-6"


def test_damaged_checkpoint_of_the_mirror_does_not_come_back(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    sealed(there, 1)
    (sealed(there, 2) / "weights").write_bytes(b"cut")
    assert restore(here, there) == here / "checkpoint-1"
    assert [step_of(path) for path in checkpoints(here)] == [1]
    caplog.clear()


def test_nothing_anywhere_is_nothing(tmp_path: Path) -> None:
    assert restore(tmp_path / "here", tmp_path / "there") is None
    assert restore(tmp_path / "here", None) is None
