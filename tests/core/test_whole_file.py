from pathlib import Path

import pytest

from dabir_core.whole_file import write_whole


def test_what_was_there_is_replaced_by_the_very_text(tmp_path: Path) -> None:
    path = tmp_path / "نام.json"
    path.write_text("older and longer", encoding="utf-8")
    write_whole(path, "یک\nدو\n")
    assert path.read_bytes() == "یک\nدو\n".encode()
    assert list(tmp_path.iterdir()) == [path]


def test_a_full_disk_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_number: int) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "a.json"
    write_whole(path, "older")
    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_whole(path, "newer")
    assert path.read_text(encoding="utf-8") == "older"
    assert list(tmp_path.iterdir()) == [path]


def test_two_who_write_at_once_do_not_meet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.json"

    def interrupted(_number: int) -> None:
        monkeypatch.undo()
        write_whole(path, "the other")

    monkeypatch.setattr("os.fsync", interrupted)
    write_whole(path, "ours")
    assert path.read_text(encoding="utf-8") == "ours"
    assert list(tmp_path.iterdir()) == [path]
