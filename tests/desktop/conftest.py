"""What tests of the desktop app need: no screen, no settings of the developer's, a language, a microphone."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from dabir_desktop.engine import Engine
from dabir_desktop.garbage import GarbageCollection
from dabir_desktop.i18n import Interface
from dabir_desktop.theme import Mode
from tests.core.record.conftest import microphone, server, speech
from tests.desktop.app_driver import App
from tests.desktop.work_room import FakeWorkers, WorkRoom, working_room

__all__ = ["collection", "english", "imported_once", "microphone", "persian", "server", "speech"]


@pytest.fixture(scope="session", autouse=True)
def imported_once() -> None:
    """What all tests share is not looked through again after each of them."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def collection(qapp: QApplication) -> Iterator[GarbageCollection]:
    """Garbage is collected in the window's thread only, as in the app."""
    collection = GarbageCollection()
    yield collection
    for window in QApplication.topLevelWidgets():  # else each later change of language or theme mirrors them too
        window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    collection.stop()


@pytest.fixture
def persian(qapp: QApplication) -> Iterator[Interface]:
    """The window speaks Persian."""
    interface = Interface("fa")
    yield interface
    interface.speak("en")


@pytest.fixture
def english(qapp: QApplication) -> Interface:
    """The window speaks English."""
    return Interface("en")


@pytest.fixture
def app(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[App]:
    """The whole app, opened for the first time but welcomed already, in English."""
    monkeypatch.setenv("DABIR_HOME", str(tmp_path / "home"))
    app = App(tmp_path)
    app.start()
    yield app
    app.end()
    app.desktop.theme.choose(Mode.LIGHT)
    qapp.setStyleSheet("")


@pytest.fixture
def workers() -> FakeWorkers:
    """Workers that do as they are told."""
    return FakeWorkers()


@pytest.fixture
def engine(qapp: QApplication, workers: FakeWorkers) -> Iterator[Engine]:
    """The engine over such workers."""
    engine = Engine(workers)
    yield engine
    engine.close()


@pytest.fixture
def room(qapp: QApplication, tmp_path: Path) -> Iterator[WorkRoom]:
    """A queue, with what it works with."""
    with working_room(tmp_path) as room:
        yield room
