import shutil
from pathlib import Path

import pytest

from dabir_core.errors import DiskFull
from dabir_core.models.sizes import existing_folder, require_room, room_bytes


def test_room_is_needed_for_the_graphs_of_large_weights_only() -> None:
    assert room_bytes(100_000_000) == 100_000_000 + 64_000_000
    assert room_bytes(1_000_000_000) == 1_000_000_000 + 750_000_000 + 64_000_000
    assert room_bytes(1_000_000_000, keeps_graphs=False) == 1_000_000_000 + 64_000_000


@pytest.mark.parametrize(("free", "is_enough"), [(763_999_999, False), (764_000_000, True)])
def test_what_is_there_already_needs_no_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, *, is_enough: bool
) -> None:
    class Usage:
        pass

    Usage.free = free  # type: ignore[attr-defined]
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage)
    folder = tmp_path / "not" / "yet"
    # of weights of 800 MB 700 MB are there: 100 MB, 600 MB of graphs, 64 MB to spare
    if is_enough:
        require_room(folder, 100_000_000, weights_bytes=800_000_000, graphs=tmp_path)
    else:
        with pytest.raises(DiskFull) as caught:
            require_room(folder, 100_000_000, weights_bytes=800_000_000, graphs=tmp_path)
        assert caught.value.subject == "764 MB"


def test_a_disk_that_says_nothing_refuses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def silent(_: Path) -> None:
        raise OSError("not supported")

    monkeypatch.setattr(shutil, "disk_usage", silent)
    require_room(tmp_path, 10**18, weights_bytes=10**18, graphs=tmp_path)


def test_the_nearest_folder_that_is_there(tmp_path: Path) -> None:
    assert existing_folder(tmp_path / "a" / "b") == tmp_path
