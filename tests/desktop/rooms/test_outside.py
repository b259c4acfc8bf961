"""The key of every window follows the settings, and the settings show what became of it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from dabir_desktop.global_keys import Holding
from dabir_desktop.i18n import Interface
from dabir_desktop.rooms import outside
from dabir_desktop.rooms.outside import Outside
from dabir_desktop.settings import Settings
from dabir_desktop.shortcuts import GlobalShortcut
from dabir_desktop.views.settings import SettingsDialog
from tests.desktop.hand_key import HandWay
from tests.desktop.hand_work import HandWork


@pytest.fixture
def way(monkeypatch: pytest.MonkeyPatch) -> HandWay:
    way = HandWay()
    monkeypatch.setattr(outside, "GlobalShortcut", lambda parent: GlobalShortcut(parent, way=way))
    return way


@pytest.fixture
def settings(qapp: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("DABIR_HOME", str(tmp_path))
    return Settings(tmp_path / "desktop.ini")


@pytest.fixture
def dialog(english: Interface, settings: Settings, qtbot: QtBot) -> Iterator[SettingsDialog]:
    window = QWidget()
    qtbot.addWidget(window)
    dialog = SettingsDialog(english, settings, work=HandWork(), parent=window)
    yield dialog
    dialog.close()


def test_a_key_that_was_chosen_is_asked_for_at_the_start(settings: Settings, way: HandWay, qtbot: QtBot) -> None:
    settings.keep(replace(settings.preferences, record_key="Ctrl+F9"))
    room = Outside(settings)
    with qtbot.waitSignal(room.pressed):
        way.keys[0].press()
    room.close()
    assert way.keys[0].is_closed


def test_it_is_chosen_and_left_in_the_settings(
    settings: Settings, way: HandWay, dialog: SettingsDialog, qtbot: QtBot
) -> None:
    room = Outside(settings)
    room.show_on(dialog)
    row = dialog.shortcuts.outside
    assert not row.wanted.isChecked()
    row.wanted.click()
    assert settings.preferences.record_key == "Ctrl+Alt+R"
    with qtbot.waitSignal(room.shortcut.changed):
        way.keys[0].tell(Holding.TAKEN)
    assert "Another program" in row.state.text()
    qtbot.keyClick(row.key, Qt.Key.Key_F7, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert settings.preferences.record_key == "Ctrl+Shift+F7"
    with qtbot.waitSignal(room.shortcut.changed):
        way.keys[1].tell(Holding.HELD)
    assert "every window" in row.state.text()
    row.wanted.click()
    assert settings.preferences.record_key == ""
    assert [key.is_closed for key in way.keys] == [True, True]


def test_where_there_is_no_way_the_row_says_so_and_nothing_can_be_chosen(
    settings: Settings, dialog: SettingsDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.platform", "win32")
    Outside(settings).show_on(dialog)
    row = dialog.shortcuts.outside
    assert not row.isEnabled()
    assert "cannot take" in row.state.text()
