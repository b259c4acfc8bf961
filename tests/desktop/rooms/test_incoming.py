"""The folder that is watched follows the settings."""

from dataclasses import replace
from pathlib import Path

from pytestqt.qtbot import QtBot

from dabir_desktop.rooms.incoming import Incoming
from dabir_desktop.settings import Settings


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
