"""Python's collector never destroys what belongs to the window in another thread."""

import gc
import threading

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from dabir_desktop.garbage import GarbageCollection

STORM = 200_000
"""Cycles that a thread makes and drops: many times what starts Python's own collection."""


class Dropped(QObject):
    """One that only a collector can find, and that tells where it was destroyed."""

    def __init__(self, seen: list[str]) -> None:
        super().__init__()
        self.itself, self.seen = self, seen

    def __del__(self) -> None:
        self.seen.append(threading.current_thread().name)


def make_garbage() -> None:
    for _ in range(STORM):
        cycle: list[object] = []
        cycle.append(cycle)


def in_a_thread() -> None:
    thread = threading.Thread(target=make_garbage, name="reader")
    thread.start()
    thread.join()


def test_what_is_garbage_dies_in_the_windows_thread(collection: GarbageCollection, qtbot: QtBot) -> None:
    seen: list[str] = []
    Dropped(seen)
    in_a_thread()
    assert seen == []
    qtbot.waitUntil(lambda: bool(seen), timeout=5_000)
    assert seen == [threading.main_thread().name]


def test_without_it_the_thread_that_allocates_destroys(collection: GarbageCollection) -> None:
    collection.stop()
    seen: list[str] = []
    Dropped(seen)
    in_a_thread()
    assert seen == ["reader"]


def test_python_collects_again_once_it_is_stopped(collection: GarbageCollection) -> None:
    assert not gc.isenabled()
    collection.stop()
    assert gc.isenabled()
