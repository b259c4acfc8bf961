"""What becomes of a recording: the library at once, its text as soon as it can be."""

import shutil
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from dabir_core.errors import NoMicrophone
from dabir_core.options import Urgency
from dabir_core.paths import recordings_folder
from dabir_core.record import Recording, Session
from dabir_desktop.flow import Page
from dabir_desktop.library import ItemId, Kind, LibraryClosed, NewItem
from tests.desktop.app_driver import DEMO, TEXT, App


def recorded(name: str = "a.ogg") -> Recording:
    recordings_folder().mkdir(parents=True, exist_ok=True)
    path = recordings_folder() / name
    shutil.copy(DEMO, path)
    return Recording(path, 27.0, (), "Microphone", datetime(2026, 11, 23, 9, 30).astimezone())


def test_a_recording_is_in_the_library_before_its_text_and_goes_before_files(app: App, qtbot: QtBot) -> None:
    library, recording = app.desktop.house.shelf.library, app.desktop.house.recording
    app.desktop.house.course.take(app.desktop.house.course.flow.recorded())
    with qtbot.waitSignal(app.desktop.house.shelf.desk.added):
        recording.recorder.finished.emit(recorded())
    (item,) = library.items(library.ids())
    assert (item.kind, item.has_text) == (Kind.RECORDING, False)
    qtbot.waitUntil(lambda: app.begun() == 1)
    options = app.workers.only.submitted[0][2]
    assert options is not None
    assert options.urgency is Urgency.NOTE
    app.workers.only.finish(1, TEXT)
    qtbot.waitUntil(lambda: app.page is Page.READING)
    assert library.ids() == [item.id]
    assert library.transcript(item.id) == TEXT


def test_without_a_microphone_it_says_so_and_the_page_is_left(app: App) -> None:
    app.desktop.house.course.take(app.desktop.house.course.flow.recorded())
    app.desktop.house.recording.recorder.failed.emit(NoMicrophone())
    assert app.page is Page.IDLE
    assert "microphone" in app.told()


def test_what_was_cut_short_is_in_the_library_before_it_is_settled_and_gets_its_text(
    app: App, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled: list[tuple[Recording, int]] = []
    sound, recording, library = recorded(), app.desktop.house.recording, app.desktop.house.shelf.library
    monkeypatch.setattr(recording.recovery, "settle", lambda each: settled.append((each, len(library.ids()))))
    recording.recovery.transcribe_asked.emit(sound)
    qtbot.waitUntil(lambda: app.begun() == 1)
    assert settled == [(sound, 1)]
    app.workers.only.finish(1, TEXT)
    qtbot.waitUntil(lambda: app.page is Page.READING)
    assert [library.transcript(item) for item in library.ids()] == [TEXT]


def test_what_the_library_does_not_take_is_offered_again(
    app: App, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_new: NewItem) -> ItemId:
        raise LibraryClosed("library")

    settled: list[Recording] = []
    monkeypatch.setattr(app.desktop.house.recording.recovery, "settle", settled.append)
    monkeypatch.setattr(app.desktop.house.shelf.library, "add", refuse)
    app.desktop.house.recording.recorder.finished.emit(recorded())
    qtbot.waitUntil(lambda: "neither read nor written" in app.told())
    assert settled == []


def test_another_folder_holds_from_the_next_recording_on(app: App, tmp_path: Path) -> None:
    made: list[Path] = []

    def refuse(_device: str | None, folder: Path) -> Session:
        made.append(folder)
        raise NoMicrophone

    recorder, settings = app.desktop.house.recording.recorder, app.desktop.settings
    recorder._make_session = refuse
    recorder.start()
    settings.keep(replace(settings.preferences, recordings=str(tmp_path / "other")))
    recorder.start()
    assert made == [recordings_folder(), tmp_path / "other"]


def test_what_was_cut_short_can_be_kept_without_a_text(app: App, qtbot: QtBot) -> None:
    with qtbot.waitSignal(app.desktop.house.shelf.desk.added):
        app.desktop.house.recording.recovery.kept.emit(recorded())
    assert app.begun() == 0


def test_a_recording_that_runs_while_the_window_closes_is_in_the_library(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = recorded()
    monkeypatch.setattr(app.desktop.house.recording.recorder, "end", lambda: sound)
    app.restart()
    library = app.desktop.house.shelf.library
    assert [library.sound(item) for item in library.ids()] == [sound.path]
