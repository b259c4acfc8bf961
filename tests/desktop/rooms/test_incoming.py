"""The folder that is watched follows the settings."""

from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from dabir_desktop.rooms.incoming import Incoming
from dabir_desktop.settings import Settings
from dabir_desktop.watched_files import watched_file


@pytest.fixture(autouse=True)
def _a_home_of_our_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DABIR_HOME", str(tmp_path / "home"))


def test_a_folder_is_watched_from_when_it_is_chosen(qtbot: QtBot, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "before.ogg").write_bytes(b"sound")
    settings = Settings(tmp_path / "desktop.ini")
    incoming = Incoming(settings)
    settings.keep(replace(settings.preferences, watched=str(inbox)))
    qtbot.wait(200)  # it looks once at what is there
    with qtbot.waitSignal(incoming.arrived, timeout=20000) as arrived:
        (inbox / "after.ogg").write_bytes(b"sound")
    assert arrived.args == [(inbox / "after.ogg",)]
    incoming.close()


def test_nothing_is_watched_that_was_not_chosen(qtbot: QtBot, tmp_path: Path) -> None:
    incoming = Incoming(Settings(tmp_path / "desktop.ini"))
    with qtbot.assertNotEmitted(incoming.arrived, wait=50):
        incoming.close()


def test_the_next_start_takes_what_came_meanwhile(qtbot: QtBot, tmp_path: Path) -> None:
    inbox, file = tmp_path / "inbox", tmp_path / "desktop.ini"
    inbox.mkdir()
    (inbox / "before.ogg").write_bytes(b"sound")
    settings = Settings(file)
    first = Incoming(settings)
    settings.keep(replace(settings.preferences, watched=str(inbox)))
    qtbot.waitUntil(watched_file().exists)
    first.close()
    (inbox / "meanwhile.ogg").write_bytes(b"sound")
    second = Incoming(Settings(file))
    with qtbot.waitSignal(second.arrived, timeout=20000) as arrived:
        pass
    assert arrived.args == [(inbox / "meanwhile.ogg",)]
    second.close()


def test_a_folder_that_is_chosen_again_begins_anew(qtbot: QtBot, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    settings = Settings(tmp_path / "desktop.ini")
    incoming = Incoming(settings)
    settings.keep(replace(settings.preferences, watched=str(inbox)))
    qtbot.waitUntil(watched_file().exists)
    settings.keep(replace(settings.preferences, watched=""))
    assert not watched_file().exists()
    (inbox / "between.ogg").write_bytes(b"sound")
    settings.keep(replace(settings.preferences, watched=str(inbox)))
    qtbot.waitUntil(watched_file().exists)
    assert "between.ogg" in watched_file().read_text(encoding="utf-8")  # known, not new
    incoming.close()
