"""The room of choices: what is installed is used, and a mirror that helped is kept."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from dabir_core.models import DEMO, Installed
from dabir_desktop.course import Course
from dabir_desktop.i18n import Interface
from dabir_desktop.model_orders import Fetch
from dabir_desktop.rooms.choices import Choices
from dabir_desktop.settings import Settings
from dabir_desktop.views.settings import SettingsDialog
from dabir_desktop.views.window import Window
from tests.desktop.hand_work import HandWork

NEW = Installed("owner--new", Path("models"), None)


@pytest.fixture
def settings(qapp: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("DABIR_HOME", str(tmp_path))
    monkeypatch.delenv("DABIR_MODELS", raising=False)
    return Settings(tmp_path / "desktop.ini")


@pytest.fixture
def choices(english: Interface, settings: Settings, qtbot: QtBot) -> Iterator[Choices]:
    window = Window(english)
    qtbot.addWidget(window)
    work = HandWork()
    yield Choices(window, english, course=Course(), settings=settings, work=work)
    work.close()


@pytest.mark.parametrize(("before", "after"), [("", NEW.name), (DEMO, NEW.name), ("owner--liked", "owner--liked")])
def test_a_new_model_is_used_unless_somebody_chose_another(
    choices: Choices, settings: Settings, before: str, after: str
) -> None:
    settings.keep(replace(settings.preferences, model=before))
    work = choices.work
    assert isinstance(work, HandWork)
    work.begin(Fetch("owner/new"))
    work.finish(NEW)
    assert settings.preferences.model == after


def test_the_first_run_is_over_where_a_model_was_brought_along(choices: Choices, tmp_path: Path) -> None:
    assert choices.is_first_run
    (tmp_path / "models" / "mine").mkdir(parents=True)
    (tmp_path / "models" / "mine" / "config.json").write_text("{}", encoding="utf-8")
    assert not choices.is_first_run


def test_the_settings_are_a_dialog_that_tells_what_is_asked_for(choices: Choices, qtbot: QtBot) -> None:
    window = choices.parent()
    assert isinstance(window, Window)
    choices.open_settings()
    (dialog,) = window.findChildren(SettingsDialog)
    assert dialog.isVisible()
    with qtbot.waitSignal(choices.delete_asked) as asked:
        dialog.delete_asked.emit(False)
    assert asked.args == [False]
    dialog.close()
