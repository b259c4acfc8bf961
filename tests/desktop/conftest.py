"""What tests of the desktop app need: no screen, no settings of the developer's, a language, a microphone."""

import os
from collections.abc import Iterator

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from dabir_desktop.garbage import GarbageCollection
from dabir_desktop.i18n import Interface
from tests.core.record.conftest import microphone, server, speech

__all__ = ["collection", "english", "microphone", "persian", "server", "speech"]


@pytest.fixture(autouse=True)
def collection(qapp: QApplication) -> Iterator[GarbageCollection]:
    """Garbage is collected in the window's thread only, as in the app."""
    collection = GarbageCollection()
    yield collection
    collection.collect()
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
