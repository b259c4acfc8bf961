"""The idle page, first run, recording, work and library: how each of their states is brought about."""

from datetime import timedelta

from PySide6.QtWidgets import QToolButton, QWidget

from dabir_core.errors import HubUnreachable, MicrophoneLost
from dabir_core.models import InstallProgress
from dabir_core.models import Stage as InstallStage
from dabir_core.record import LiveUpdate, Recording, SessionState
from dabir_core.record.live_update import FinalUtterance
from dabir_desktop.i18n import Phrase
from dabir_desktop.messages import Remedy, Tone, failed, told
from tests.desktop.geometry import settle
from tests.desktop.hand_work import recommendation
from tests.desktop.looks.hard_words import (
    LATE,
    LATIN_NAME,
    LENGTH,
    MIXED_NAME,
    PERSIAN_NAME,
    longest_error,
    transcript,
)
from tests.desktop.looks.stage import DEVICES, MONDAY, Stage, until

_BEST = "vhdm/whisper-large-fa-v1"
_REMEDY = Phrase(en="Show the folder", fa="نمایش پوشه")
_WRITTEN = Phrase(en="{name} is written.", fa="{name} نوشته شد.")


def idle(stage: Stage) -> QWidget:
    return stage.window


def zone_lit(stage: Stage) -> QWidget:
    stage.window._light(True)
    return stage.window


def recovery(stage: Stage) -> QWidget:
    recordings = [
        Recording(stage.folder / f"{number}.wav", LATE + number, (), "mic", MONDAY - timedelta(days=number))
        for number in range(2)
    ]
    stage.desktop.house.recording.recovery.found.emit(tuple(recordings))
    return stage.window


def quiet(stage: Stage) -> QWidget:
    stage.window.tell(told(_WRITTEN, tone=Tone.DONE, remedy=Remedy(_REMEDY, str), name=f"{LATIN_NAME}.docx"))
    return stage.window


def trouble(stage: Stage) -> QWidget:
    stage.window.tell(failed(longest_error(stage.interface.language), remedy=Remedy(_REMEDY, str)))
    return stage.window


def menu_of(stage: Stage, button: QToolButton) -> QWidget:
    menu = button.menu()
    assert menu is not None
    return stage.popup(menu)


def library(stage: Stage) -> QWidget:
    stage.window.actions_of.library.setChecked(True)
    settle()
    return stage.window


def search(stage: Stage, sought: str) -> QWidget:
    view = stage.desktop.house.shelf.view
    library(stage)
    view.field.setText(sought)
    until(lambda: view._answered == sought)
    settle()
    return stage.window


def deleted(stage: Stage) -> QWidget:
    view = stage.desktop.house.shelf.view
    library(stage)
    view.list.setCurrentIndex(view.list.model().index(1, 0))
    view.actions_of_items.remove.trigger()
    until(lambda: view._binned.rowCount() == 1)
    view.show_bin(True)
    return stage.window


def first_run(stage: Stage) -> QWidget:
    stage.first_run()
    return stage.window


def measured(stage: Stage) -> QWidget:
    page = stage.first_run()
    page.start()
    stage.work.finish(recommendation(_BEST))
    return stage.window


def downloading(stage: Stage) -> QWidget:
    measured(stage)
    page = stage.welcome
    page.download.fetch_button.click()
    stage.work.advance(InstallProgress(InstallStage.DOWNLOADING, 123_456_789, 3_210_987_654))
    return stage.window


def hub_away(stage: Stage) -> QWidget:
    measured(stage)
    page = stage.welcome
    page.download.fetch_button.click()
    stage.work.refuse(HubUnreachable("https://huggingface.co"))
    page.download.ways.open()
    page.microphone._tell_error(MicrophoneLost(DEVICES[0].name))
    settle()
    page.ensureWidgetVisible(page.download)
    return stage.window


def meanwhile(stage: Stage) -> QWidget:
    measured(stage)
    page = stage.welcome
    page.microphone.device.setCurrentIndex(1)
    page.microphone._warn()
    page.microphone._doubt()
    settle()
    page.verticalScrollBar().setValue(page.verticalScrollBar().maximum())
    return stage.window


def recording(stage: Stage) -> QWidget:
    desktop = stage.desktop
    desktop.house.course.take(desktop.house.course.flow.recorded())
    page, recorder = desktop.house.recording.page, desktop.house.recording.recorder
    page.text.begin(is_awaited=True)
    page._tell(lambda: "vhdm/whisper-large-fa-v1")
    said = transcript().segments
    ended = tuple(FinalUtterance(each.start, each.end, (each,), 3, 0.1) for each in said[:3])
    recorder.live.emit(LiveUpdate(ended, said[3].words, said[4].words, "fa", 12.0, 0.5, False))
    recorder.moved.emit(SessionState.RECORDING, LATE)
    recorder.level.emit(-9.0, True)
    until(lambda: page.bar.device.count() == len(DEVICES))
    return stage.window


def microphone_lost(stage: Stage) -> QWidget:
    recording(stage)
    recorder = stage.desktop.house.recording.recorder
    recorder.moved.emit(SessionState.WAITING, LATE)
    recorder.lost.emit(MicrophoneLost(DEVICES[0].name))
    return stage.window


def empty_queue(stage: Stage) -> QWidget:
    stage.desktop.house.course.take(stage.desktop.house.course.flow.watched())
    return stage.window


def working(stage: Stage) -> QWidget:
    before = stage.begun()
    stage.give(f"{PERSIAN_NAME[:60]}.mp3", f"{LATIN_NAME}.flac", f"{MIXED_NAME}.ogg")
    queue = stage.desktop.house.transcribing.queue
    until(lambda: queue.run(queue.items[0].id) is not None and stage.begun() > before)
    job = stage.worker.submitted[-1][0]
    first = queue.items[0].id
    for segment in transcript().segments[-3:]:
        stage.worker.hear(job, segment)
    stage.worker.advance(job, LATE, LENGTH)
    until(lambda: (run := queue.run(first)) is not None and len(run.segments) == 3)
    stage.desktop.house.transcribing.page.text.show_item(first)
    settle()
    return stage.window


def failed_work(stage: Stage) -> QWidget:
    working(stage)
    queue = stage.desktop.house.transcribing.queue
    stage.worker.fail(stage.worker.submitted[-1][0], longest_error(stage.interface.language))
    until(lambda: queue.items[0].error is not None)
    queue.cancel(queue.items[2].id)
    return stage.window


def veil(stage: Stage) -> QWidget:
    working(stage)
    stage.window._light(True)
    return stage.window
