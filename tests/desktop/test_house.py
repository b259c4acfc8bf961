"""The rooms are made when they are first asked for, and what comes before they are is not lost."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from dabir_desktop.app import Desktop
from dabir_desktop.engine import Engine
from dabir_desktop.flow import Page
from dabir_desktop.given import given_in
from dabir_desktop.library import Library, LibraryTooNew, library_file
from dabir_desktop.settings import Settings, settings_file
from dabir_desktop.views.settings import SettingsDialog
from dabir_desktop.views.working_page import WorkingPage
from tests.desktop.app_driver import DEMO
from tests.desktop.work_room import FakeWorkers

ROOMS = {"shelf", "transcribing", "recording", "reading", "choices", "incoming", "outside"}


@pytest.fixture
def workers() -> FakeWorkers:
    return FakeWorkers()


@pytest.fixture
def desktop(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workers: FakeWorkers
) -> Iterator[Desktop]:
    """A window of somebody who was welcomed before, as it stands at its first frame."""
    monkeypatch.setenv("DABIR_HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "desktop.ini").write_text("[General]\nis_welcomed=True\n", encoding="utf-8")
    desktop = Desktop(qapp, Settings(settings_file()), engine=lambda: Engine(workers))
    desktop.show()
    yield desktop
    desktop.close()
    desktop.window.close()


def made(desktop: Desktop) -> set[str]:
    return ROOMS & vars(desktop.house).keys()


def test_the_first_frame_needs_no_room(desktop: Desktop) -> None:
    assert desktop.window.isVisible()
    assert made(desktop) == set()


def test_the_house_is_furnished_a_room_at_a_time(desktop: Desktop) -> None:
    counts = [len(made(desktop)) for _room in desktop.house.furnish()]
    assert counts == sorted(counts)
    assert max(after - before for before, after in pairwise(counts)) == 1
    assert made(desktop) == ROOMS


def test_a_file_that_is_dropped_before_any_room_is_there_is_taken_in(
    desktop: Desktop, workers: FakeWorkers, qtbot: QtBot
) -> None:
    desktop.window.given.emit(given_in([str(DEMO)]))
    qtbot.waitUntil(lambda: bool(workers.started) and bool(workers.only.submitted))
    assert desktop.house.course.flow.page is Page.WORKING


def test_a_page_is_made_before_it_is_shown(desktop: Desktop) -> None:
    desktop.window.actions_of.queue.trigger()
    page = desktop.window.findChild(WorkingPage)
    assert page is not None
    assert page.isVisible()
    assert made(desktop) == {"shelf", "transcribing"}


def test_the_library_stands_beside_as_soon_as_it_is_asked_for(desktop: Desktop) -> None:
    desktop.window.actions_of.library.trigger()
    assert desktop.house.shelf.view.isVisible()


def test_the_settings_are_opened_by_their_key(desktop: Desktop) -> None:
    desktop.window.actions_of.settings.trigger()
    (dialog,) = desktop.window.findChildren(SettingsDialog)
    assert dialog.isVisible()
    dialog.close()


def test_a_library_of_a_later_dabir_is_told_of_while_furnishing(
    desktop: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_library: Library, path: Path) -> None:
        raise LibraryTooNew(str(path))

    monkeypatch.setattr(Library, "__init__", refuse)
    with pytest.raises(LibraryTooNew, match=library_file().name):
        list(desktop.house.furnish())
