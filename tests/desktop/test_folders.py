"""Chosen folders."""

import os
from pathlib import Path

import pytest

from dabir_core.paths import models_folder, recordings_folder
from dabir_desktop.folders import MODELS_VARIABLE, exports_place, point_at_models, recordings_place
from dabir_desktop.settings import Preferences


def test_core_looks_for_models_where_it_is_pointed_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DABIR_HOME", str(tmp_path))
    monkeypatch.setenv(MODELS_VARIABLE, "before")
    point_at_models(str(tmp_path / "disk"))
    assert models_folder() == tmp_path / "disk"
    point_at_models("")
    assert models_folder() == tmp_path / "models"
    assert MODELS_VARIABLE not in os.environ


def test_recordings_and_exports_go_where_they_are_wanted(tmp_path: Path) -> None:
    assert recordings_place(Preferences()) == recordings_folder()
    assert exports_place(Preferences()) is None
    chosen = Preferences(recordings=str(tmp_path), exports=str(tmp_path / "out"))
    assert recordings_place(chosen) == tmp_path
    assert exports_place(chosen) == tmp_path / "out"
