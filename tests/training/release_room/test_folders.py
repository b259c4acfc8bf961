from pathlib import Path

import pytest

from dabir_training.release.folders import written_aside


def test_folder_takes_its_place_whole(tmp_path: Path) -> None:
    target = tmp_path / "release"
    target.mkdir()
    (target / "old").touch()

    with written_aside(target) as staged:
        (staged / "new").touch()
        assert [path.name for path in target.iterdir()] == ["old"]

    assert [path.name for path in target.iterdir()] == ["new"]
    assert list(tmp_path.iterdir()) == [target]


def test_what_fails_leaves_the_last_one_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "release"
    target.mkdir()
    (target / "old").touch()

    with pytest.raises(OSError, match="full"), written_aside(target):
        raise OSError("full")

    assert [path.name for path in target.iterdir()] == ["old"]
    assert list(tmp_path.iterdir()) == [target]


def test_leftovers_of_one_that_was_ended_go(tmp_path: Path) -> None:
    (tmp_path / ".release-1234abcd.part").mkdir()

    with written_aside(tmp_path / "release"):
        pass

    assert [path.name for path in tmp_path.iterdir()] == ["release"]
