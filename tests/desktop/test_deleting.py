"""Deleting all that is ours, and nothing else."""

from pathlib import Path

import pytest

from dabir_core.paths import cache_folder, data_folder, models_folder, recordings_folder
from dabir_desktop.deleting import delete_all


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DABIR_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("DABIR_MODELS", raising=False)
    for place, count in (
        (recordings_folder() / "a.wav", 300),
        (data_folder() / "library" / "library.sqlite3", 50),
        (data_folder() / "desktop.ini", 7),
        (models_folder() / "owner--model" / "config.json", 2000),
        (models_folder() / ".partial" / "other" / "config.json", 10),
        (cache_folder() / "graphs" / "g.bin", 90),
    ):
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(b"0" * count)
    return tmp_path / "home"


def test_all_is_deleted_but_models(home: Path) -> None:
    delete_all(with_models=False)
    assert [path.name for path in home.iterdir()] == ["models"]
    assert (models_folder() / "owner--model" / "config.json").exists()


def test_models_are_deleted_too_if_wanted(home: Path) -> None:
    delete_all(with_models=True)
    assert [path for path in home.rglob("*") if path.is_file()] == []


def test_strangers_files_in_a_chosen_models_folder_are_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shared = tmp_path / "shared"
    monkeypatch.setenv("DABIR_MODELS", str(shared))
    for name in ("owner--model/config.json", "holiday/photo.jpg", "notes.txt"):
        (shared / name).parent.mkdir(parents=True, exist_ok=True)
        (shared / name).write_text("1", encoding="utf-8")
    delete_all(with_models=True)
    assert sorted(path.name for path in shared.iterdir()) == ["holiday", "notes.txt"]


def test_what_is_gone_already_is_no_trouble(home: Path) -> None:
    delete_all(with_models=True)
    delete_all(with_models=True)
    assert not cache_folder().exists()
