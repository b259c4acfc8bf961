"""The whole app with fakes behind it, to be put into every state that a person can see."""

import shutil
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, QSize
from PySide6.QtWidgets import QApplication, QDialog, QMenu

from dabir_core.models.origin import Origin, store_origin
from dabir_core.paths import demo_checkpoint, models_folder
from dabir_core.sentences import Language
from dabir_desktop.app import Desktop, dressed_application
from dabir_desktop.engine import Engine
from dabir_desktop.flow import Flow
from dabir_desktop.given import given_in
from dabir_desktop.library import ItemId, Keep, Kind, NewItem
from dabir_desktop.settings import Settings, settings_file
from dabir_desktop.theme import Mode
from dabir_desktop.views.first_run import FirstRun
from dabir_desktop.views.microphone_check import MicrophoneCheckView
from dabir_desktop.views.settings import SettingsDialog
from tests.core.record.scripted_machine import device
from tests.desktop.app_driver import DEMO
from tests.desktop.geometry import settle
from tests.desktop.hand_work import HandWork
from tests.desktop.looks import hard_words
from tests.desktop.work_room import FakeWorker, FakeWorkers

MONDAY = datetime(2026, 11, 23, 12, 34)
DEVICES = (
    replace(device("first"), name=hard_words.DEVICE, is_default=True),
    replace(device("pulse:bluez_input.1"), name="هدفون بی‌سیم"),
    replace(device("monitor"), name="Speakers", is_monitor=True),
)


class Stage:
    """One app in a folder of its own; each scene finds it idle, and `clear` makes it so again."""

    def __init__(self, folder: Path, language: Language, mode: Mode) -> None:
        application = dressed_application()
        _install_models()
        settings = Settings(settings_file())
        settings.keep(replace(settings.preferences, is_welcomed=True, language=language, theme=mode))
        self.folder, self.settings = folder, settings
        self.workers, self.work = FakeWorkers(), HandWork()
        self.engine = Engine(self.workers)
        self.desktop = Desktop(application, settings, engine=lambda: self.engine)
        self.desktop.interface.speak(language)
        self.interface, self.window = self.desktop.interface, self.desktop.window
        self.desktop.house.recording.page.bar._microphones._list = lambda: DEVICES
        self.desktop.house.choices.work = self.work
        self.items = [self._add(name) for name in (hard_words.PERSIAN_NAME, hard_words.LATIN_NAME)]
        self.window.show()
        settle()

    @property
    def worker(self) -> FakeWorker:
        """The worker that was started last."""
        return self.workers.started[-1]

    def begun(self) -> int:
        """How many jobs workers were given so far."""
        return sum(len(worker.submitted) for worker in self.workers.started)

    def resize(self, size: QSize | None) -> None:
        """Gives the window that size; None is the smallest that it may have."""
        self.window.resize(size or self.window.minimumSize())
        settle()

    def sound(self, name: str) -> Path:
        """A file of the person's."""
        path = self.folder / name
        if not path.exists():
            shutil.copy(DEMO, path)
            path.write_bytes(path.read_bytes() + name.encode())
        return path

    def give(self, *names: str) -> None:
        """Puts files into the queue."""
        self.window.given.emit(given_in(str(self.sound(name)) for name in names))
        until(lambda: len(self.desktop.house.transcribing.queue.items) >= len(names))

    def read(self) -> None:
        """Opens the long text, with its length as if its sound had it."""
        reading = self.desktop.house.reading
        reading.open(self.items[0])
        until(lambda: reading.item == self.items[0] and reading.page.isVisible())
        reader = reading.page.player._reader
        until(lambda: reading.page.player.waveform._peaks.is_whole)
        reader.close()
        reading.page.player.waveform.show_recording(hard_words.LENGTH)
        reading.page.player._lengthen(hard_words.LENGTH, is_whole=True)
        settle()

    def dialog(self) -> QDialog:
        """The one that is open, as small as it may be if the window is."""
        settle()
        (opened,) = [each for each in QApplication.topLevelWidgets() if isinstance(each, QDialog) and each.isVisible()]
        if self.window.size() == self.window.minimumSize():
            opened.resize(opened.minimumSize().expandedTo(opened.minimumSizeHint()))
        settle()
        return opened

    def popup(self, menu: QMenu) -> QMenu:
        """A menu, opened."""
        menu.popup(QPoint(0, 0))
        settle()
        return menu

    def opened_menu(self) -> QMenu:
        """The menu that is open."""
        settle()
        (menu,) = [each for each in QApplication.topLevelWidgets() if isinstance(each, QMenu) and each.isVisible()]
        return menu

    def first_run(self) -> FirstRun:
        """Its page, with models that come by hand."""
        self.work = self.desktop.house.choices.work = HandWork()
        self.desktop.house.choices.welcome(self.engine)
        page = self.window.findChildren(FirstRun)[-1]
        self.window.painted.disconnect()
        show_devices(page.microphone)
        settle()
        return page

    @property
    def welcome(self) -> FirstRun:
        """The page of the first run that is shown."""
        return self.window.findChildren(FirstRun)[-1]

    def settings_dialog(self) -> SettingsDialog:
        """The settings, opened."""
        self.work = self.desktop.house.choices.work = HandWork()
        self.desktop.house.choices.open_settings()
        settle()
        return self.window.findChildren(SettingsDialog)[-1]

    def clear(self) -> None:
        """Closes what is open, takes messages away, and goes back to the idle page."""
        for each in QApplication.topLevelWidgets():
            if each is not self.window and each.isVisible():
                each.close()
        toast = self.window._toast
        toast._waiting.clear()
        toast.put_away()
        queue = self.desktop.house.transcribing.queue
        for item in queue.items:
            queue.cancel(item.id)
        settle()
        queue.dismiss([item.id for item in queue.items])
        for page in self.window.findChildren(FirstRun):
            page.hide()
            page.deleteLater()
        self._tidy_library()
        self.desktop.house.course.take(Flow())
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        settle()

    def close(self) -> None:
        """Ends the app."""
        self.desktop.close()
        self.window.close()
        self.window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def _tidy_library(self) -> None:
        view = self.desktop.house.shelf.view
        view.field.clear()
        view.show_bin(False)
        for item in self.desktop.house.shelf.library.bin.ids():
            view.restore(item)
        self.window.actions_of.library.setChecked(False)
        self.window._light(False)
        self.desktop.house.recording.recovery.left.emit(())

    def _add(self, name: str) -> ItemId:
        sound = self.sound(f"{name[:40]}.ogg")
        new = NewItem(name, sound, Kind.FILE, Keep.THEIRS, hard_words.transcript(), MONDAY)
        item = self.desktop.house.shelf.library.add(new)
        self.desktop.house.shelf.view.refresh()
        return item


def until(holds: Callable[[], bool]) -> None:
    """Waits for a thread of the app's."""
    deadline = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < deadline
        QApplication.processEvents()
        time.sleep(0.002)


def show_devices(view: MicrophoneCheckView) -> None:
    """Three microphones, one with a long name."""
    view._microphones._list = lambda: DEVICES
    view._microphones.ask()
    until(lambda: bool(view._microphones.known))


def _install_models() -> None:
    for name in ("my-own-fine-tuned-whisper-large-for-Persian-lectures", "vhdm--whisper-large-fa-v1"):
        if not (models_folder() / name).exists():
            shutil.copytree(demo_checkpoint(), models_folder() / name)
    store_origin(models_folder() / name, Origin("vhdm/whisper-large-fa-v1", None, "MIT", "hub"))
