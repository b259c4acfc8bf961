"""The settings dialog: everything holds at once, is kept, and is right in both directions."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from dabir_core.errors import OutputError
from dabir_core.formats import Kind
from dabir_core.models import default_model
from dabir_core.models.origin import Origin, store_origin
from dabir_core.paths import demo_checkpoint, models_folder
from dabir_desktop.i18n import Interface
from dabir_desktop.model_orders import Fetch, Measure, Remove, Removed
from dabir_desktop.settings import Settings
from dabir_desktop.theme import Mode
from dabir_desktop.views.actions import Actions
from dabir_desktop.views.download import Stand
from dabir_desktop.views.settings import SettingsDialog
from dabir_desktop.views.settings_pages import KeyedActions
from tests.desktop.geometry import clipped, unnamed
from tests.desktop.hand_work import HandWork, recommendation

TURBO = "vhdm/whisper-large-fa-v1"
INSTALLED = "vhdm--whisper-large-fa-v1"
MODELS, NETWORK, LOOK, FOLDERS, KEYS, PRIVACY = range(6)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DABIR_HOME", str(tmp_path))
    monkeypatch.delenv("DABIR_MODELS", raising=False)
    for name in ("own", INSTALLED):
        shutil.copytree(demo_checkpoint(), models_folder() / name)
    store_origin(models_folder() / INSTALLED, Origin(TURBO, None, "MIT", "hub"))
    return tmp_path


@pytest.fixture
def settings(qapp: object, tmp_path: Path) -> Settings:
    return Settings(tmp_path / "desktop.ini")


@pytest.fixture
def work(qapp: object) -> HandWork:
    return HandWork()


@pytest.fixture
def dialog(persian: Interface, settings: Settings, work: HandWork, qtbot: QtBot) -> Iterator[SettingsDialog]:
    window = QWidget()
    qtbot.addWidget(window)
    Actions(window, persian)
    dialog = SettingsDialog(persian, settings, work=work, actions=KeyedActions(window.actions()), parent=window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    dialog.open()
    yield dialog
    dialog.close()


def told(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel))


def test_another_model_is_made_the_default_of_the_window_and_of_core(
    dialog: SettingsDialog, settings: Settings
) -> None:
    (large,) = [row for row in dialog.models.rows if row.model.name == INSTALLED]
    large.use.click()
    assert settings.preferences.model == INSTALLED
    assert default_model() == INSTALLED
    assert [row.model.is_default for row in dialog.models.rows] == [False, True]


def test_a_model_is_removed_only_after_a_second_press(dialog: SettingsDialog, work: HandWork) -> None:
    row = dialog.models.rows[0]
    row.remove.click()
    assert Remove("own") not in work.asked
    row.keep.click()
    row.remove.click()
    row.remove.click()
    assert work.last == Remove("own")
    shutil.rmtree(models_folder() / "own")
    work.finish(Removed(1))
    assert [each.model.name for each in dialog.models.rows] == [INSTALLED]


def test_a_model_that_cannot_be_removed_is_told(dialog: SettingsDialog, work: HandWork) -> None:
    row = dialog.models.rows[0]
    row.remove.click()
    row.remove.click()
    work.refuse(OutputError("own"))
    assert dialog.models.complaint.isVisible()
    assert row.remove.isEnabled()


def test_any_model_is_installed_by_its_name(dialog: SettingsDialog, work: HandWork, qtbot: QtBot) -> None:
    qtbot.keyClicks(dialog.models.id_line, "openai/whisper-small")
    qtbot.keyClick(dialog.models.id_line, Qt.Key.Key_Return)
    assert "openai/whisper-small" in dialog.models.download.line.text()
    dialog.models.download.fetch_button.click()
    assert work.last == Fetch("openai/whisper-small")


def test_this_machine_is_measured_once(dialog: SettingsDialog, work: HandWork) -> None:
    assert work.asked == [Measure()]
    work.finish(recommendation(TURBO), Measure())
    dialog.list.setCurrentRow(NETWORK)
    dialog.list.setCurrentRow(MODELS)
    assert work.asked == [Measure()]
    assert "۱۷ دقیقه" in told(dialog.models)


def test_the_models_folder_is_changed_at_once(dialog: SettingsDialog, settings: Settings, tmp_path: Path) -> None:
    dialog.models.folder.chosen.emit(str(tmp_path / "disk"))
    assert settings.preferences.models == str(tmp_path / "disk")
    assert models_folder() == tmp_path / "disk"
    assert dialog.models.rows == []
    dialog.models.folder.reset.click()
    assert models_folder() == tmp_path / "models"
    assert len(dialog.models.rows) == 2


def test_a_mirror_and_a_proxy_are_kept_and_used(
    dialog: SettingsDialog, settings: Settings, work: HandWork, qtbot: QtBot
) -> None:
    dialog.list.setCurrentRow(NETWORK)
    network = dialog.network
    for line, address in ((network.mirror, "https://hub.example.org"), (network.proxy, "socks5://127.0.0.1:1080")):
        qtbot.keyClicks(line, address)
        line.editingFinished.emit()
    assert settings.preferences.mirror == "https://hub.example.org"
    assert settings.preferences.proxy == "socks5://127.0.0.1:1080"
    dialog.models.download.offer("a/b")
    dialog.models.download.fetch_button.click()
    assert work.last == Fetch("a/b", "https://hub.example.org", "socks5://127.0.0.1:1080")


def test_language_theme_and_speech_hold_at_once(dialog: SettingsDialog, settings: Settings, qtbot: QtBot) -> None:
    look = dialog.look
    with qtbot.waitSignal(dialog.mode_chosen) as worn:
        look.mode.setCurrentIndex(2)
        look.mode.activated.emit(2)
    assert worn.args == [Mode.DARK]
    look.language.setCurrentIndex(1)
    look.language.activated.emit(1)
    assert dialog.windowTitle() == "Settings"
    assert dialog.list.item(PRIVACY).text() == "Privacy"
    look.spoken.setCurrentIndex(0)
    look.spoken.activated.emit(0)
    chosen = settings.preferences
    assert (chosen.theme, chosen.language, chosen.spoken) == (Mode.DARK, "en", "auto")


def test_folders_are_kept(dialog: SettingsDialog, settings: Settings, tmp_path: Path) -> None:
    dialog.folders.recordings.chosen.emit(str(tmp_path / "voices"))
    dialog.folders.exports.chosen.emit(str(tmp_path / "out"))
    assert settings.preferences.recordings == str(tmp_path / "voices")
    assert dialog.folders.exports.path.text() == str(tmp_path / "out")
    dialog.folders.exports.reset.click()
    assert settings.preferences.exports == ""
    assert "کنار" in dialog.folders.exports.path.text()


def test_what_is_kept_is_shown_with_its_size(dialog: SettingsDialog, home: Path, qtbot: QtBot) -> None:
    (home / "recordings").mkdir()
    (home / "recordings" / "a.wav").write_bytes(b"0" * 3_400_000)
    dialog.list.setCurrentRow(PRIVACY)
    qtbot.waitUntil(lambda: "۳٫۴ مگابایت" in told(dialog.privacy))
    assert "recordings" in told(dialog.privacy)
    assert "نه آمار" in told(dialog.privacy)


def test_all_is_deleted_only_after_a_second_press(dialog: SettingsDialog, qtbot: QtBot) -> None:
    dialog.list.setCurrentRow(PRIVACY)
    privacy = dialog.privacy
    with qtbot.assertNotEmitted(dialog.delete_asked):
        privacy.delete.click()
        privacy.keep.click()
        privacy.delete.click()
    privacy.models_too.setChecked(True)
    with qtbot.waitSignal(dialog.delete_asked) as asked:
        privacy.delete.click()
    assert asked.args == [True]


def test_keys_are_written_as_keyboards_have_them(dialog: SettingsDialog) -> None:
    assert "Ctrl+R" in told(dialog.shortcuts)
    assert "dabir-desktop --toggle" in told(dialog.shortcuts)


@pytest.mark.parametrize("language", ["fa", "en"])
@pytest.mark.parametrize("page", range(6))
@pytest.mark.parametrize("size", [(1020, 700), (780, 480)])
def test_nothing_is_clipped_and_everything_has_a_name(
    dialog: SettingsDialog, persian: Interface, language: str, page: int, size: tuple[int, int]
) -> None:
    persian.speak("fa" if language == "fa" else "en")
    dialog.list.setCurrentRow(page)
    dialog.resize(*size)
    assert clipped(dialog) == []
    assert unnamed(dialog) == []
    is_mirrored = dialog.list.geometry().x() > 0
    assert is_mirrored == (language == "fa")


def test_a_removed_model_is_offered_again(dialog: SettingsDialog, work: HandWork) -> None:
    work.finish(recommendation(TURBO), Measure())
    before = dialog.models.download.stand
    assert before is Stand.DONE
    work.begin(Remove(INSTALLED))
    shutil.rmtree(models_folder() / INSTALLED)
    work.finish(Removed(1))
    assert dialog.models.download.stand == Stand.READY
    assert "نصب است" not in told(dialog.models.cards)


def test_what_comes_and_goes_by_itself_is_kept(dialog: SettingsDialog, settings: Settings) -> None:
    dialog.folders.kinds[Kind.SRT].click()
    dialog.folders.kinds[Kind.TXT].click()
    dialog.folders.watched.chosen.emit("/inbox")
    assert (settings.preferences.beside, settings.preferences.watched) == ("txt,srt", "/inbox")
    assert dialog.folders.watched.path.text() == str(Path("/inbox"))
    dialog.folders.kinds[Kind.TXT].click()
    dialog.folders.watched.reset.click()
    assert (settings.preferences.beside, settings.preferences.watched) == ("srt", "")
