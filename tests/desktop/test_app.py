"""The whole app with a fake worker: dropped, transcribed, kept, read, mended, and still there after a restart."""

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from dabir_core.asr import Restarted
from dabir_core.errors import NotMedia
from dabir_core.transcript import Segment, Word
from dabir_desktop.arguments import Arguments
from dabir_desktop.batch import ItemState
from dabir_desktop.flow import Page
from dabir_desktop.library import Keep, Kind, NewItem, Spot, export_item
from dabir_desktop.model_work import ModelWork
from dabir_desktop.settings import Settings, settings_file
from dabir_desktop.theme import Mode
from dabir_desktop.views.first_run import FirstRun
from dabir_desktop.word_places import WordPlace
from tests.desktop.app_driver import TEXT, App
from tests.desktop.spoken import spoken
from tests.desktop.work_room import transcript


def has_begun(app: App, count: int) -> bool:
    return app.begun() == count


def read(app: App, qtbot: QtBot, path: Path) -> None:
    """Has a file transcribed, and waits until its text is open."""
    count = app.begun()
    app.give(path)
    qtbot.waitUntil(lambda: app.begun() > count)
    app.workers.only.finish(app.begun(), TEXT)
    qtbot.waitUntil(lambda: app.page is Page.READING)


def test_a_dropped_file_becomes_a_text_that_is_open_and_kept(app: App, qtbot: QtBot) -> None:
    assert app.page is Page.IDLE
    read(app, qtbot, app.sound("جلسهٔ ۳.ogg"))
    assert app.desktop.house.reading.page.editor.transcript() == TEXT
    (item,) = app.desktop.house.shelf.library.items(app.desktop.house.shelf.library.ids())
    assert item.title == "جلسهٔ ۳.ogg"
    assert "جلسهٔ ۳.ogg" in app.told()


def test_several_files_stay_on_the_page_of_work_until_one_is_chosen(app: App, qtbot: QtBot) -> None:
    app.give(app.sound("a.ogg"), app.sound("b.ogg", tail=b"other"))
    for job in (1, 2):
        qtbot.waitUntil(partial(has_begun, app, job))
        app.workers.only.finish(job, transcript(f"متن {job}"))
    queue = app.desktop.house.transcribing.queue
    qtbot.waitUntil(lambda: [item.state for item in queue.items] == [ItemState.DONE, ItemState.DONE])
    assert app.page is Page.WORKING
    app.desktop.house.transcribing.page.opened.emit(queue.items[1].id)
    qtbot.waitUntil(lambda: app.page is Page.READING)
    assert app.desktop.house.reading.page.editor.transcript().text == "متن 2"


def test_each_edit_is_in_the_library_at_once(app: App, qtbot: QtBot) -> None:
    read(app, qtbot, app.sound("a.ogg"))
    (item,) = app.desktop.house.shelf.library.ids()
    page = app.desktop.house.reading.page.editor.page
    with qtbot.waitSignal(app.desktop.house.shelf.desk.changed):
        page.textCursor().insertText("و ")
    kept = app.desktop.house.shelf.library.transcript(item)
    assert kept is not None
    assert kept.segments[0].text == "و سلام، حال شما؟"


def test_after_a_restart_the_work_goes_on_and_nobody_is_led_away(app: App, qtbot: QtBot) -> None:
    app.give(app.sound("a.ogg"))
    qtbot.waitUntil(lambda: app.begun() == 1)
    app.restart()
    qtbot.waitUntil(lambda: app.begun() == 1)
    assert [app.page, app.desktop.house.course.flow.waiting] == [Page.IDLE, 1]
    app.desktop.window.actions_of.queue.trigger()
    assert [app.page, app.desktop.house.course.flow.waiting] == [Page.WORKING, 1]
    app.workers.only.finish(1, TEXT)
    qtbot.waitUntil(lambda: app.page is Page.READING)


def test_what_was_read_is_opened_again_from_the_library_at_its_second(app: App, qtbot: QtBot) -> None:
    read(app, qtbot, app.sound("a.ogg"))
    app.desktop.window.actions_of.back.trigger()
    assert app.page is Page.IDLE
    (item,) = app.desktop.house.shelf.library.ids()
    app.desktop.house.shelf.view.opened.emit(item, Spot(TEXT.segments[1].start))
    qtbot.waitUntil(lambda: app.page is Page.READING)
    assert app.desktop.house.reading.page.player.playback.position == pytest.approx(TEXT.segments[1].start)


def test_a_hit_opens_its_text_at_the_very_word(app: App, qtbot: QtBot) -> None:
    app.give(app.sound("a.ogg"))
    qtbot.waitUntil(lambda: app.begun() == 1)
    app.workers.only.finish(1, spoken("یک دو سه", "چهار می\u200cروم شش"))  # from 0 s, and from 2.5 s
    qtbot.waitUntil(lambda: app.page is Page.READING)
    app.desktop.window.actions_of.back.trigger()
    shelf, page = app.desktop.house.shelf.view, app.desktop.house.reading.page
    shelf.field.setText("میروم")
    qtbot.waitUntil(lambda: shelf.hit_list.model().rowCount() == 1)
    QTest.keyClick(shelf.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: app.page is Page.READING)
    assert page.player.playback.position == pytest.approx(3.0)
    assert (page.editor.page.place.segment, page.editor.page.place.sign) == (1, 5)
    assert page.editor.page.marks.lit == WordPlace(1, 5, 11)
    assert not page.player.playback.is_playing


def test_a_hit_of_a_word_without_times_is_shown_at_its_sign(app: App, qtbot: QtBot) -> None:
    app.give(app.sound("a.ogg"))
    qtbot.waitUntil(lambda: app.begun() == 1)
    app.workers.only.finish(1, replace(TEXT, segments=tuple(replace(each, words=()) for each in TEXT.segments)))
    qtbot.waitUntil(lambda: app.page is Page.READING)
    app.desktop.window.actions_of.back.trigger()
    shelf, page = app.desktop.house.shelf.view, app.desktop.house.reading.page.editor.page
    shelf.field.setText("حال")
    qtbot.waitUntil(lambda: shelf.hit_list.model().rowCount() == 1)
    QTest.keyClick(shelf.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: app.page is Page.READING)
    assert (page.place.segment, page.place.sign) == (0, TEXT.segments[0].text.index("حال"))


def test_a_file_that_was_done_before_is_offered_and_not_done_twice(app: App, qtbot: QtBot) -> None:
    path = app.sound("a.ogg")
    read(app, qtbot, path)
    app.desktop.window.actions_of.back.trigger()
    app.give(path)
    qtbot.waitUntil(lambda: "was transcribed before" in app.told())
    assert app.begun() == 1


def test_a_file_that_fails_says_why_on_the_page_of_work(app: App, qtbot: QtBot) -> None:
    app.give(app.sound("a.ogg"))
    qtbot.waitUntil(lambda: app.begun() == 1)
    app.workers.only.fail(1, NotMedia("a.ogg"))
    queue = app.desktop.house.transcribing.queue
    qtbot.waitUntil(lambda: [item.state for item in queue.items] == [ItemState.FAILED])
    assert app.page is Page.WORKING
    assert app.desktop.house.course.flow.waiting == 0


def test_a_part_is_read_again_and_the_edits_outside_it_stay(app: App, qtbot: QtBot) -> None:
    read(app, qtbot, app.sound("a.ogg"))
    editor = app.desktop.house.reading.page.editor
    editor.redo_asked.emit(1.0, 2.0, "")
    qtbot.waitUntil(lambda: bool(app.workers.only.redone))
    editor.page.textCursor().insertText("و ")
    app.workers.only.finish(app.begun(), transcript("سلام، حال شما؟", "خیلی خوبم."))
    qtbot.waitUntil(lambda: "خیلی" in editor.transcript().text)
    assert editor.transcript().segments[0].text == "و سلام، حال شما؟"


def test_a_crash_of_the_engine_is_said(app: App, qtbot: QtBot) -> None:
    app.give(app.sound("a.ogg"))
    qtbot.waitUntil(lambda: app.begun() == 1)
    app.workers.only.say(Restarted())
    qtbot.waitUntil(lambda: "Nothing is lost" in app.told())


def test_a_deleted_item_that_is_open_is_left(app: App, qtbot: QtBot) -> None:
    read(app, qtbot, app.sound("a.ogg"))
    (item,) = app.desktop.house.shelf.library.ids()
    app.desktop.house.shelf.view.removed.emit(item, "a.ogg")
    assert app.page is Page.IDLE


def test_choices_last_beyond_a_restart(app: App) -> None:
    app.desktop.window.actions_of.language.trigger()
    app.desktop.window.header.mode_chosen.emit(Mode.DARK)
    app.desktop.window.idle.line.spoken_chosen.emit("de")
    app.desktop.window.actions_of.library.setChecked(True)
    chosen = Settings(settings_file()).preferences
    assert (chosen.language, chosen.theme, chosen.spoken, chosen.has_library) == ("fa", Mode.DARK, "de", True)


def test_what_nobody_foresaw_is_said_without_details(app: App, caplog: pytest.LogCaptureFixture) -> None:
    app.desktop.tell_unforeseen(ZeroDivisionError("secret"))
    assert "did not foresee" in app.told()
    assert "secret" not in app.told()
    caplog.clear()


def test_files_of_a_later_start_are_taken_in(app: App, qtbot: QtBot) -> None:
    app.desktop.obey(Arguments(sources=(str(app.sound("a.ogg")),)))
    qtbot.waitUntil(lambda: app.begun() == 1)
    app.workers.only.finish(1, TEXT)
    qtbot.waitUntil(lambda: app.page is Page.READING)


def test_the_first_start_welcomes_and_the_next_does_not(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DABIR_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(ModelWork, "begin", lambda _work, _order: None)
    app = App(tmp_path, is_welcomed=False)
    app.start()
    first = app.page
    assert first is Page.WELCOME
    page = app.desktop.window.findChild(FirstRun)
    assert page is not None
    page.begin.click()
    assert app.page == Page.IDLE
    assert Settings(settings_file()).preferences.is_welcomed
    assert not app.desktop.house.choices.is_first_run
    app.desktop.close()
    app.desktop.window.close()


def test_all_is_deleted_once_everything_is_closed(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DABIR_HOME", str(tmp_path / "home"))
    app = App(tmp_path)
    app.start()
    assert (tmp_path / "home" / "library").exists()
    app.desktop.house.choices.delete_asked.emit(True)
    assert not app.desktop.window.isVisible()
    app.desktop.close()
    assert list((tmp_path / "home").iterdir()) == []


def test_a_chosen_folder_and_a_chosen_proxy_are_used(app: App, qtbot: QtBot, tmp_path: Path) -> None:
    settings = app.desktop.settings
    settings.keep(replace(settings.preferences, exports=str(tmp_path / "out"), proxy="socks5://127.0.0.1:1080"))
    read(app, qtbot, app.sound("جلسه.ogg"))
    assert app.desktop.house.reading.page.editor.exports._stem == tmp_path / "out" / "جلسه"
    policy = app.desktop.house.transcribing.links._policy("https://example.org/a.ogg")
    assert policy.proxy is not None
    assert (policy.proxy.host, policy.proxy.port) == ("127.0.0.1", 1080)


def test_what_comes_into_the_watched_folder_is_done_quietly_with_its_files_beside(app: App, qtbot: QtBot) -> None:
    inbox = app.folder / "inbox"
    inbox.mkdir()
    settings = app.desktop.settings
    settings.keep(replace(settings.preferences, watched=str(inbox), beside="txt"))
    app.desktop.house.incoming.arrived.emit((app.sound("inbox/a.ogg"),))
    qtbot.waitUntil(lambda: app.begun() == 1)
    assert app.page is Page.IDLE
    app.workers.only.finish(1, TEXT)
    qtbot.waitUntil(lambda: (inbox / "a.txt").exists())
    assert "خوبم" in (inbox / "a.txt").read_text(encoding="utf-8")
    assert app.page is Page.IDLE


def test_the_word_that_is_heard_is_lit(app: App, qtbot: QtBot) -> None:
    words = (Word("سلام", 0.0, 0.5, 1.0), Word("دنیا", 0.5, 1.0, 1.0))
    said = replace(TEXT, segments=(Segment(0.0, 1.0, "سلام دنیا", "fa", words),))
    app.give(app.sound("a.ogg"))
    qtbot.waitUntil(lambda: app.begun() == 1)
    app.workers.only.finish(1, said)
    qtbot.waitUntil(lambda: app.page is Page.READING)
    page = app.desktop.house.reading.page
    page.player.position_changed.emit(0.7)
    assert page.editor.page.marks.lit == WordPlace(0, 5, 9)


def test_an_exported_item_that_is_dropped_is_taken_in_and_not_transcribed(app: App, qtbot: QtBot) -> None:
    shelf = app.desktop.house.shelf
    new = NewItem("جلسه", app.sound("a.ogg"), Kind.FILE, Keep.THEIRS, TEXT)
    file = app.folder / "جلسه.dabir"
    export_item(shelf.library, shelf.library.add(new), file)
    shelf.view.refresh()
    app.give(file)
    qtbot.waitUntil(lambda: shelf.view.list.model().rowCount() == 2)
    assert app.begun() == 0
    assert app.page is Page.IDLE
    assert shelf.view.isVisible()
