"""Dialogs, opened."""

import asyncio

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from dabir_core.models import InstallProgress
from dabir_core.models import Stage as InstallStage
from dabir_desktop.global_keys import Holding
from dabir_desktop.i18n.bidi import left_to_right
from dabir_desktop.library.errors import SET_ASIDE
from dabir_desktop.messages import told
from dabir_desktop.views.refusal import show_refusal
from dabir_desktop.views.times_dialog import TimesDialog
from tests.desktop.geometry import settle
from tests.desktop.hand_work import recommendation
from tests.desktop.looks.hard_words import LATE, PATH
from tests.desktop.looks.pages import deleted
from tests.desktop.looks.stage import Stage
from tests.desktop.spoken import spoken_then

_BEST = "vhdm/whisper-large-fa-v1"


def times(stage: Stage) -> QWidget:
    stage.read()
    editor = stage.desktop.house.reading.page.editor
    editor.go_to(spoken_then(editor.transcript(), LATE))
    editor.actions_of_editing.times.trigger()
    return stage.dialog()


def wrong_times(stage: Stage) -> QWidget:
    dialog = times(stage)
    assert isinstance(dialog, TimesDialog)
    dialog.start.setText("۱۱:۰۰:۰۰")
    dialog._judge()
    settle()
    return dialog


def save_as(stage: Stage) -> QWidget:
    stage.read()
    editor = stage.desktop.house.reading.page.editor
    editor.exports.ask(next(iter(editor.exports.kinds)))
    return stage.dialog()


def link(stage: Stage) -> QWidget:
    QGuiApplication.clipboard().setText("https://www.aparat.com/v/abcdef?with=a_very_long_query&and=another#at=1:02")
    stage.window.actions_of.link.trigger()
    return stage.dialog()


def open_files(stage: Stage) -> QWidget:
    stage.window.actions_of.files.trigger()
    return stage.dialog()


def destroy(stage: Stage) -> QWidget:
    deleted(stage)
    view = stage.desktop.house.shelf.view
    view.bin_list.setCurrentIndex(view.bin_list.model().index(0, 0))
    view.actions_of_items.destroy.trigger()
    return stage.dialog()


def unsaved(stage: Stage) -> QWidget:
    stage.desktop.house.shelf.leaving._ask()
    return stage.dialog()


def refusal(stage: Stage) -> QWidget:
    words = told(SET_ASIDE, path=left_to_right(PATH))
    coroutine = show_refusal(words, stage.interface)
    loop = asyncio.new_event_loop()
    task = loop.create_task(coroutine)
    loop.run_until_complete(asyncio.sleep(0))
    task.cancel()
    loop.run_until_complete(asyncio.gather(task, return_exceptions=True))
    loop.close()
    return stage.dialog()


def settings(stage: Stage, number: int) -> QWidget:
    stage.settings_dialog().list.setCurrentRow(number)
    return stage.dialog()


def model_coming(stage: Stage) -> QWidget:
    dialog = stage.settings_dialog()
    stage.work.finish(recommendation(_BEST))
    dialog.models.rows[0].remove.click()
    dialog.models.download.fetch_button.click()
    stage.work.advance(InstallProgress(InstallStage.DOWNLOADING, 123_456_789, 3_210_987_654))
    dialog.models.download.ways.open()
    return stage.dialog()


def no_key(stage: Stage) -> QWidget:
    dialog = stage.settings_dialog()
    dialog.list.setCurrentRow(4)
    dialog.shortcuts.outside.show_holding(Holding.UNFIT)
    return stage.dialog()


def delete_all(stage: Stage) -> QWidget:
    dialog = stage.settings_dialog()
    dialog.list.setCurrentRow(5)
    dialog.privacy.delete.click()
    return stage.dialog()
