"""The page of reading: its text, panels and messages."""

from PySide6.QtWidgets import QWidget

from dabir_desktop.messages import Tone
from tests.desktop.looks.hard_words import LATE
from tests.desktop.looks.pages import library, quiet, trouble
from tests.desktop.looks.stage import Stage
from tests.desktop.spoken import spoken_then


def reading(stage: Stage) -> QWidget:
    stage.read()
    return stage.window


def late(stage: Stage) -> QWidget:
    stage.read()
    editor = stage.desktop.house.reading.page.editor
    editor.go_to(spoken_then(editor.transcript(), LATE))
    stage.desktop.house.reading.page.player.waveform.show_position(LATE)
    return stage.window


def told_while_reading(stage: Stage, tone: Tone) -> QWidget:
    stage.read()
    return trouble(stage) if tone is Tone.TROUBLE else quiet(stage)


def library_while_reading(stage: Stage) -> QWidget:
    stage.read()
    return library(stage)


def find(stage: Stage) -> QWidget:
    stage.read()
    editor = stage.desktop.house.reading.page.editor
    editor.actions_of_editing.replace.trigger()
    editor.find_bar.sought.setText("می‌خواهم")
    editor.find_bar._typed()
    return stage.window


def not_found(stage: Stage) -> QWidget:
    stage.read()
    editor = stage.desktop.house.reading.page.editor
    editor.actions_of_editing.find.trigger()
    editor.find_bar.sought.setText("qwertz")
    editor.find_bar._typed()
    return stage.window


def doubts(stage: Stage) -> QWidget:
    stage.read()
    stage.desktop.house.reading.page.editor.actions_of_editing.next_doubt.trigger()
    return stage.window


def saving(stage: Stage) -> QWidget:
    stage.read()
    (progress,) = [each for each in stage.window.findChildren(QWidget) if type(each).__name__ == "ExportProgress"]
    progress.show()
    stage.desktop.house.reading.page.player.playback.lost.emit()
    return stage.window
