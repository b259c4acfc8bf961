"""What comes by itself is transcribed and says nothing of what is there already; what a hand gives is answered."""

from dataclasses import replace

from pytestqt.qtbot import QtBot

from dabir_desktop.flow import Page
from dabir_desktop.watched_files import watched_file
from tests.desktop.app_driver import TEXT, App


def test_what_came_while_the_app_was_closed_is_transcribed_at_its_next_start(app: App, qtbot: QtBot) -> None:
    inbox = app.folder / "inbox"
    inbox.mkdir()
    app.sound("inbox/before.ogg")
    app.desktop.settings.keep(replace(app.desktop.settings.preferences, watched=str(inbox)))
    qtbot.waitUntil(watched_file().exists)
    app.end()
    meanwhile = app.sound("inbox/meanwhile.ogg", tail=b"another")
    app.workers.started.clear()
    app.start()
    qtbot.waitUntil(lambda: app.begun() == 1, timeout=20000)
    assert app.workers.only.submitted[0][1] == meanwhile
    assert app.page is Page.IDLE, "nobody is led away"


def test_a_file_that_comes_by_itself_once_more_is_no_news(app: App, qtbot: QtBot) -> None:
    note = app.sound("note.ogg")
    app.desktop.house.incoming.arrived.emit((note,))
    qtbot.waitUntil(lambda: app.begun() == 1)
    app.workers.only.finish(1, TEXT)
    with qtbot.waitSignal(app.desktop.house.transcribing.queue.repeated):
        app.desktop.house.incoming.arrived.emit((note,))
    qtbot.wait(50)
    assert "transcribed before" not in app.told()
    app.give(note)
    qtbot.waitUntil(lambda: "transcribed before" in app.told())
    assert app.begun() == 1
