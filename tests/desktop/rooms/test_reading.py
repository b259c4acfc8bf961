"""Where exports are offered to go."""

from pathlib import Path

import pytest
from PySide6.QtCore import QStandardPaths

from dabir_core.paths import data_folder
from dabir_desktop.rooms.reading import export_stem

TITLE = "جلسه ۲: برنامه"


@pytest.fixture(autouse=True)
def documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DABIR_HOME", str(tmp_path / "home"))
    place = tmp_path / "Documents"
    place.mkdir()
    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda _place: str(place))
    return place


def test_beside_a_file_of_the_persons_own(tmp_path: Path) -> None:
    sound = tmp_path / "ضبط‌ها" / "a.b.mp3"
    assert export_stem(sound, TITLE, folder=None) == sound.parent / "a.b"


def test_what_lies_among_the_apps_own_files_goes_to_the_documents_by_its_title(documents: Path) -> None:
    sound = data_folder() / "library" / "sounds" / "17.ogg"
    assert export_stem(sound, TITLE, folder=None) == documents / "جلسه ۲ برنامه"


def test_a_folder_that_is_chosen_goes_first(tmp_path: Path) -> None:
    chosen = tmp_path / "out"
    assert export_stem(tmp_path / "a.mp3", TITLE, folder=chosen) == chosen / "a"
    assert export_stem(data_folder() / "links" / "1.m4a", TITLE, folder=chosen) == chosen / "جلسه ۲ برنامه"
