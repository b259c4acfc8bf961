"""What the user chose is still chosen at the next start."""

import logging
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray
from pytestqt.qtbot import QtBot

from dabir_desktop.settings import AUTO, Preferences, Settings
from dabir_desktop.theme import Mode


def test_a_choice_is_kept(tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "desktop.ini"
    chosen = Preferences(language="fa", theme=Mode.DARK, spoken=AUTO, model="me--مدل من", beside="txt,srt")
    settings = Settings(path)
    with qtbot.waitSignal(settings.changed):
        settings.keep(chosen)
    assert Settings(path).preferences == chosen


def test_what_is_chosen_already_is_no_change(tmp_path: Path, qtbot: QtBot) -> None:
    settings = Settings(tmp_path / "desktop.ini")
    with qtbot.assertNotEmitted(settings.changed):
        settings.keep(replace(settings.preferences))


@pytest.mark.parametrize("line", ["theme=pink", "spoken=klingon", "language=de"])
def test_a_value_that_is_not_understood_is_its_default_and_is_logged(
    line: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "desktop.ini"
    path.write_text(f"[General]\n{line}\n", encoding="utf-8")
    with caplog.at_level(logging.WARNING):
        preferences = Settings(path).preferences
    assert preferences == Settings(tmp_path / "none.ini").preferences
    assert line.partition("=")[0] in caplog.text
    caplog.clear()


def test_the_place_of_the_window_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "desktop.ini"
    assert Settings(path).geometry().isEmpty()
    Settings(path).keep_geometry(QByteArray(b"\x01\x00\xff"))
    assert Settings(path).geometry() == QByteArray(b"\x01\x00\xff")


def test_ways_folders_and_the_welcome_are_kept(qapp: object, tmp_path: Path) -> None:
    chosen = Preferences(
        mirror="https://hub.example.org",
        proxy="socks5://127.0.0.1:1080",
        models=str(tmp_path / "مدل‌ها"),
        recordings=str(tmp_path / "a b"),
        exports=str(tmp_path),
        is_welcomed=True,
    )
    Settings(tmp_path / "desktop.ini").keep(chosen)
    assert Settings(tmp_path / "desktop.ini").preferences == chosen
