"""A disk that is full while it is recorded, edited and transcribed: one clear sentence, and nothing is lost."""

import resource
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from dabir_core.record import Session
from dabir_desktop.batch import ItemState
from dabir_desktop.flow import Page
from tests.core.record.scripted_machine import OPENED, ScriptedMachine, device, sound
from tests.desktop.app_driver import TEXT, App

LARGEST_BYTES = 200_000
SECONDS = 20


@contextmanager
def small_files() -> Iterator[None]:
    """No file may grow beyond that, which the system tells as it does a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_BYTES, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def fill(app: App) -> None:
    """The library takes nothing any more; SQLite says what it says of a full disk (SQLITE_FULL)."""
    writer = app.desktop.house.shelf.library._database._writer
    pages = writer.execute("PRAGMA page_count").fetchone()[0]
    writer.execute(f"PRAGMA max_page_count = {pages}")


def make_room(app: App) -> None:
    app.desktop.house.shelf.library._database._writer.execute("PRAGMA max_page_count = 1000000")


def test_a_recording_keeps_what_it_has_and_becomes_text(app: App, qtbot: QtBot) -> None:
    blocks = [sound(100, frames=1600, moment=(number + 1) / 10) for number in range(SECONDS * 10)]
    machine = ScriptedMachine([[device()]], [[OPENED, *blocks]])
    recorder = app.desktop.house.recording.recorder
    recorder._make_session = lambda key, folder: Session(key, folder, machine=machine, settles=False)
    with small_files(), qtbot.waitSignal(recorder.finished, timeout=20_000) as finished:
        app.desktop.house.recording.toggle()
    path: Path = finished.args[0].path
    qtbot.waitUntil(lambda: "disk is full" in app.told())
    assert "what was recorded is kept" in app.told()
    with wave.open(str(path)) as kept:
        assert LARGEST_BYTES - 3200 <= kept.getnframes() * 2 <= LARGEST_BYTES
    qtbot.waitUntil(lambda: path in [job[1] for job in app.workers.only.submitted])
    app.workers.only.finish(app.begun(), TEXT)
    qtbot.waitUntil(lambda: app.page is Page.READING)
    library = app.desktop.house.shelf.library
    assert [(library.sound(item), library.transcript(item)) for item in library.ids()] == [(path, TEXT)]


def test_edits_are_said_once_to_be_unsaved_and_saved_when_there_is_room(app: App, qtbot: QtBot) -> None:
    app.give(app.sound("a.ogg"))
    qtbot.waitUntil(lambda: app.begun() == 1)
    app.workers.only.finish(1, TEXT)
    qtbot.waitUntil(lambda: app.page is Page.READING)
    desk, library, editor = (
        app.desktop.house.shelf.desk,
        app.desktop.house.shelf.library,
        app.desktop.house.reading.page.editor,
    )
    (item,) = library.ids()
    told: list[object] = []
    desk.failed.connect(told.append)
    fill(app)
    for _ in range(3):
        editor.page.textCursor().insertText("متن دراز " * 3000)
        desk.finish()
        qtbot.wait(10)
    assert len(told) == 1
    assert "Check the free space" in app.told()
    assert library.transcript(item) == TEXT
    app.desktop.window.actions_of.back.trigger()
    app.desktop.house.shelf.view.opened.emit(item, None)
    qtbot.waitUntil(lambda: app.page is Page.READING)
    assert editor.transcript().text.count("دراز") == 9000, "the page shows what is not on the disk yet"
    make_room(app)
    with qtbot.waitSignal(desk.changed):
        desk._again.timeout.emit()
    assert library.transcript(item) == editor.transcript()


def test_edits_are_tried_once_more_when_the_window_closes(app: App, qtbot: QtBot) -> None:
    app.give(app.sound("a.ogg"))
    qtbot.waitUntil(lambda: app.begun() == 1)
    app.workers.only.finish(1, TEXT)
    qtbot.waitUntil(lambda: app.page is Page.READING)
    fill(app)
    editor = app.desktop.house.reading.page.editor
    editor.page.textCursor().insertText("متن دراز " * 3000)
    qtbot.waitUntil(lambda: "Check the free space" in app.told())
    written = editor.transcript()
    make_room(app)
    app.restart()
    library = app.desktop.house.shelf.library
    assert [library.transcript(item) for item in library.ids()] == [written]


def unsaved_edit(app: App, qtbot: QtBot) -> None:
    """An edit that the disk has no room for."""
    app.give(app.sound("a.ogg"))
    qtbot.waitUntil(lambda: app.begun() == 1)
    app.workers.only.finish(1, TEXT)
    qtbot.waitUntil(lambda: app.page is Page.READING)
    fill(app)
    app.desktop.house.reading.page.editor.page.textCursor().insertText("متن دراز " * 3000)


def question(app: App) -> QMessageBox:
    (box,) = [each for each in app.desktop.window.findChildren(QMessageBox) if each.isVisible()]
    return box


def press(app: App, words: str) -> None:
    (button,) = [each for each in question(app).buttons() if each.text() == words]
    button.click()


def has_question(app: App) -> bool:
    return any(each.isVisible() for each in app.desktop.window.findChildren(QMessageBox))


def test_edits_that_cannot_be_saved_are_asked_about_before_the_window_closes(app: App, qtbot: QtBot) -> None:
    unsaved_edit(app, qtbot)
    window = app.desktop.window
    for _ in range(2):  # who closes it twice is asked once
        assert not window.close()
    qtbot.waitUntil(lambda: has_question(app))
    assert "could not be saved" in question(app).text()
    assert window.isVisible()
    press(app, "Stay open")
    assert window.isVisible()
    assert not has_question(app)
    assert not window.close()
    qtbot.waitUntil(lambda: has_question(app))
    with qtbot.waitSignal(window.closing):
        press(app, "Close anyway")
    assert not window.isVisible()


def test_an_edit_that_waits_is_saved_and_the_window_closes_by_itself(app: App, qtbot: QtBot) -> None:
    unsaved_edit(app, qtbot)
    window, library = app.desktop.window, app.desktop.house.shelf.library
    qtbot.waitUntil(lambda: "Check the free space" in app.told())
    make_room(app)
    with qtbot.waitSignal(window.closing):
        assert not window.close()
    assert not has_question(app)
    assert [library.transcript(item) for item in library.ids()] == [app.desktop.house.reading.page.editor.transcript()]


def test_the_queue_says_why_and_goes_on_when_it_is_tried_again(app: App, qtbot: QtBot) -> None:
    queue = app.desktop.house.transcribing.queue
    text = replace(TEXT, segments=TEXT.segments * 3000)
    fill(app)
    app.give(app.sound("a.ogg"))
    qtbot.waitUntil(lambda: app.begun() == 1)
    app.workers.only.finish(1, text)
    qtbot.waitUntil(lambda: [item.state for item in queue.items] == [ItemState.FAILED])
    (failed,) = queue.items
    assert failed.error is not None
    assert app.desktop.house.shelf.library.ids() == []
    make_room(app)
    queue.retry(failed.id)
    qtbot.waitUntil(lambda: app.begun() == 2)
    app.workers.only.finish(2, text)
    qtbot.waitUntil(lambda: [item.state for item in queue.items] == [ItemState.DONE])
    assert len(app.desktop.house.shelf.library.ids()) == 1
