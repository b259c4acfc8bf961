"""Deleting all that is ours, and nothing else."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from dabir_core.paths import cache_folder, data_folder, models_folder, recordings_folder
from dabir_core.record import logbook
from dabir_core.record.logbook import Entry, Owner, State
from dabir_core.record.wave_file import WaveFormat
from dabir_desktop.deleting import delete_all
from dabir_desktop.library import Keep, Kind, Library, NewItem, library_file


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DABIR_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("DABIR_MODELS", raising=False)
    for place, count in (
        (recordings_folder() / "a.wav", 300),
        (data_folder() / "library" / "sounds", 50),
        (data_folder() / "desktop.ini", 7),
        (models_folder() / "owner--model" / "config.json", 2000),
        (models_folder() / ".partial" / "other" / "config.json", 10),
        (cache_folder() / "graphs" / "g.bin", 90),
    ):
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(b"0" * count)
    return tmp_path / "home"


def recorded(folder: Path, name: str, state: State = State.FINISHED) -> Path:
    """A sound with our entry beside it."""
    folder.mkdir(exist_ok=True)
    began = datetime(2026, 11, 23, tzinfo=UTC)
    logbook.write(folder, Entry(name, state, "Mic", WaveFormat(16_000, 1), began, Owner.ourselves()))
    (folder / name).write_bytes(b"sound")
    return folder / name


def test_all_is_deleted_but_models(home: Path) -> None:
    delete_all(recordings=recordings_folder(), with_models=False)
    assert [path.name for path in home.iterdir()] == ["models"]
    assert (models_folder() / "owner--model" / "config.json").exists()


def test_models_are_deleted_too_if_wanted(home: Path) -> None:
    delete_all(recordings=recordings_folder(), with_models=True)
    assert [path for path in home.rglob("*") if path.is_file()] == []


def test_strangers_files_in_a_chosen_models_folder_are_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shared = tmp_path / "shared"
    monkeypatch.setenv("DABIR_MODELS", str(shared))
    for name in ("owner--model/config.json", "holiday/photo.jpg", "notes.txt"):
        (shared / name).parent.mkdir(parents=True, exist_ok=True)
        (shared / name).write_text("1", encoding="utf-8")
    delete_all(recordings=recordings_folder(), with_models=True)
    assert sorted(path.name for path in shared.iterdir()) == ["holiday", "notes.txt"]


def test_what_is_gone_already_is_no_trouble(home: Path) -> None:
    delete_all(recordings=recordings_folder(), with_models=True)
    delete_all(recordings=recordings_folder(), with_models=True)
    assert not cache_folder().exists()


def test_of_chosen_folders_only_what_we_recorded_goes(home: Path, tmp_path: Path) -> None:
    chosen, former = tmp_path / "chosen", tmp_path / "former"
    known = recorded(former, "known.wav")
    unknown = recorded(chosen, "unknown.wav", State.WHOLE)
    theirs = [chosen / "song.wav", chosen / "notes.txt", former / "song.wav", chosen / "odd.recording"]
    for path in theirs:
        path.write_bytes(b"theirs")
    with Library(library_file()) as library:
        library.add(NewItem("ours", known, Kind.RECORDING, Keep.OURS))
        library.add(NewItem("theirs", former / "song.wav", Kind.FILE, Keep.THEIRS))
    delete_all(recordings=chosen, with_models=False)
    assert not known.exists()
    assert not unknown.exists()
    assert sorted([*chosen.iterdir(), *former.iterdir()]) == sorted(theirs)
    assert [path.name for path in home.iterdir()] == ["models"]


def test_what_another_program_records_now_is_left(tmp_path: Path) -> None:
    running = recorded(tmp_path / "chosen", "running.wav", State.RECORDING)
    delete_all(recordings=tmp_path / "chosen", with_models=False)
    assert running.exists()


def test_a_library_that_cannot_be_read_keeps_nothing_else_from_going(
    home: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    library_file().write_bytes(b"no database" * 1000)
    unknown = recorded(tmp_path / "chosen", "unknown.wav")
    delete_all(recordings=tmp_path / "chosen", with_models=False)
    assert not unknown.exists()
    assert [path.name for path in home.iterdir()] == ["models"]
    caplog.clear()
