from pathlib import Path

import pytest

from dabir_training.fitting.checkpoints import (
    checkpoint_folder,
    checkpoints,
    copy_checkpoint,
    half_folder,
    is_whole,
    newest_whole,
    rotate,
    seal,
    set_aside,
    step_of,
)


def sealed(folder: Path, step: int) -> Path:
    half = half_folder(folder, step)
    (half / "inner").mkdir(parents=True)
    (half / "weights").write_bytes(bytes(range(256)) * 40)
    (half / "inner/state").write_text(f"step {step}", encoding="utf-8")
    seal(half, checkpoint_folder(folder, step))
    return checkpoint_folder(folder, step)


def test_sealed_checkpoint_is_whole_and_its_half_is_gone(tmp_path: Path) -> None:
    assert is_whole(sealed(tmp_path, 3))
    assert [path.name for path in tmp_path.iterdir()] == ["checkpoint-3"]


def test_newest_is_by_step_and_not_by_name(tmp_path: Path) -> None:
    for step in (100, 20, 3):
        sealed(tmp_path, step)
    assert [step_of(path) for path in checkpoints(tmp_path)] == [3, 20, 100]
    assert newest_whole(tmp_path) == tmp_path / "checkpoint-100"


@pytest.mark.parametrize("damage", ["cut", "changed", "gone", "unsealed", "seal cut"])
def test_damaged_checkpoint_is_never_chosen(tmp_path: Path, damage: str, caplog: pytest.LogCaptureFixture) -> None:
    good, bad = sealed(tmp_path, 1), sealed(tmp_path, 2)
    weights, seal_file = bad / "weights", bad / "whole.json"
    content = weights.read_bytes()
    if damage == "cut":
        weights.write_bytes(content[:-1])
    elif damage == "changed":
        weights.write_bytes(content[:-1] + b"?")
    elif damage == "gone":
        (bad / "inner/state").unlink()
    elif damage == "unsealed":
        seal_file.unlink()
    else:
        seal_file.write_bytes(seal_file.read_bytes()[:20])
    assert newest_whole(tmp_path) == good
    assert "checkpoint-2 is not whole" in caplog.text
    caplog.clear()


def test_checkpoint_that_was_being_written_is_none(tmp_path: Path) -> None:
    half = half_folder(tmp_path, 5)
    half.mkdir()
    (half / "weights").write_bytes(b"half of them")
    assert newest_whole(tmp_path) is None
    assert newest_whole(tmp_path / "nowhere") is None


def test_newest_and_best_stay_and_leftovers_go(tmp_path: Path) -> None:
    for step in range(1, 7):
        sealed(tmp_path, step)
    half_folder(tmp_path, 9).mkdir()
    rotate(tmp_path, keep=2, besides=(3,))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["checkpoint-3", "checkpoint-5", "checkpoint-6"]


def test_copy_is_whole(tmp_path: Path) -> None:
    copy = copy_checkpoint(sealed(tmp_path / "here", 4), tmp_path / "there")
    assert copy == tmp_path / "there/checkpoint-4"
    assert is_whole(copy)


def test_what_is_damaged_is_not_copied(tmp_path: Path) -> None:
    checkpoint = sealed(tmp_path / "here", 4)
    (checkpoint / "weights").write_bytes(b"other")
    with pytest.raises(OSError, match="does not hold"):
        copy_checkpoint(checkpoint, tmp_path / "there")
    assert checkpoints(tmp_path / "there") == []


def test_step_written_again_takes_the_place_of_the_first(tmp_path: Path) -> None:
    sealed(tmp_path, 4)
    assert is_whole(sealed(tmp_path, 4))


def test_folder_is_set_aside_under_the_first_free_name(tmp_path: Path) -> None:
    folder = tmp_path / "checkpoints"
    assert set_aside(folder) is None
    for number in (1, 2):
        sealed(folder, number)
        assert set_aside(folder) == tmp_path / f"checkpoints-{number}"
    assert not folder.exists()
