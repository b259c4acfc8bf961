"""The settings: pages beside a list of them; everything holds at once, there is nothing to confirm."""

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QListWidgetItem, QPushButton, QStackedWidget, QWidget

from dabir_core.models import set_default_model
from dabir_core.sentences import Language
from dabir_desktop.folders import point_at_models, recordings_place
from dabir_desktop.i18n import Interface, Phrase
from dabir_desktop.icons import Drawing, icon
from dabir_desktop.installed_models import installed_models
from dabir_desktop.model_work import ModelWork
from dabir_desktop.settings import Preferences, Settings
from dabir_desktop.theme import Mode
from dabir_desktop.views.settings_pages import (
    FoldersPage,
    KeyedActions,
    LookPage,
    ModelsPage,
    NetworkPage,
    PrivacyPage,
    ShortcutsPage,
)

_TITLE = Phrase(en="Settings", fa="تنظیمات")
_PAGES: Final = (
    (Phrase(en="Models", fa="مدل‌ها"), Drawing.WAVES),
    (Phrase(en="Network", fa="شبکه"), Drawing.LINK),
    (Phrase(en="Language and look", fa="زبان و ظاهر"), Drawing.LANGUAGE),
    (Phrase(en="Folders", fa="پوشه‌ها"), Drawing.FOLDER),
    (Phrase(en="Keys", fa="کلیدها"), Drawing.KEYS),
    (Phrase(en="Privacy", fa="حریم خصوصی"), Drawing.LOCK),
)
_SIZE: Final = (1020, 700)
_SMALLEST: Final = (780, 480)
_LIST_WIDTH: Final = 200


class SettingsDialog(QDialog):
    """Opened, never executed.

    mode_chosen   Mode: the theme to wear
    delete_asked  bool: delete all, models too or not; whoever hears it closes everything before
    """

    mode_chosen = Signal(object)
    delete_asked = Signal(bool)

    def __init__(
        self,
        interface: Interface,
        settings: Settings,
        *,
        work: ModelWork,
        actions: KeyedActions | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._interface, self._settings, self._work = interface, settings, work
        self.models = ModelsPage(interface, work)
        self.network, self.look = NetworkPage(interface), LookPage(interface)
        self.folders, self.privacy = FoldersPage(interface), PrivacyPage(interface)
        self.shortcuts = ShortcutsPage(interface, actions or KeyedActions())
        self.list = QListWidget()
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()
        self.retranslate()
        self._show_preferences()
        self._show_models()
        self.list.setCurrentRow(0)

    def open_page(self, number: int) -> None:
        """Opens the dialog on a page, counted as in its list."""
        self.list.setCurrentRow(number)
        self.open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus; Qt would press the first one where none has it."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if not is_enter or isinstance(self.focusWidget(), QPushButton):
            super().keyPressEvent(event)

    def retranslate(self) -> None:
        """Says everything in the language of now."""
        self.setWindowTitle(self._interface.text(_TITLE))
        self.list.setAccessibleName(self._interface.text(_TITLE))
        for number, (phrase, _) in enumerate(_PAGES):
            self.list.item(number).setText(self._interface.text(phrase))

    def _connect(self) -> None:
        self.list.currentRowChanged.connect(self._turn_to)
        self._settings.changed.connect(self._show_preferences)
        self._work.changed.connect(self._show_models)
        self._interface.changed.connect(self.retranslate)
        self.models.default_chosen.connect(self._use)
        self.models.folder_chosen.connect(self._move_models)
        self.models.download.mirror_changed.connect(lambda address: self._keep(replace(self._chosen, mirror=address)))
        self.network.mirror_given.connect(lambda address: self._keep(replace(self._chosen, mirror=address)))
        self.network.proxy_given.connect(lambda address: self._keep(replace(self._chosen, proxy=address)))
        self.folders.recordings_chosen.connect(lambda folder: self._keep(replace(self._chosen, recordings=folder)))
        self.folders.exports_chosen.connect(lambda folder: self._keep(replace(self._chosen, exports=folder)))
        self.folders.watched_chosen.connect(lambda folder: self._keep(replace(self._chosen, watched=folder)))
        self.folders.beside_chosen.connect(lambda kinds: self._keep(replace(self._chosen, beside=kinds)))
        self.look.language_chosen.connect(self._speak)
        self.look.mode_chosen.connect(self._wear)
        self.look.spoken_chosen.connect(lambda code: self._keep(replace(self._chosen, spoken=code)))
        self.privacy.delete_asked.connect(self.delete_asked)

    @property
    def _chosen(self) -> Preferences:
        return self._settings.preferences

    def _keep(self, preferences: Preferences) -> None:
        self._settings.keep(preferences)

    def _use(self, name: str) -> None:
        set_default_model(name)
        self._keep(replace(self._chosen, model=name))
        self._show_models()

    def _move_models(self, folder: str) -> None:
        point_at_models(folder)
        self._keep(replace(self._chosen, models=folder))
        self._show_models()

    def _speak(self, language: Language) -> None:
        self._interface.speak(language)
        self._keep(replace(self._chosen, language=language))

    def _wear(self, mode: Mode) -> None:
        self._keep(replace(self._chosen, theme=mode))
        self.mode_chosen.emit(mode)

    def _turn_to(self, number: int) -> None:
        self._stack.setCurrentIndex(number)
        if self._stack.currentWidget() is self.models:
            self.models.look()
        if self._stack.currentWidget() is self.privacy:
            self.privacy.look(recordings_place(self._chosen))

    def _show_preferences(self) -> None:
        preferences = self._chosen
        for page in (self.models, self.network, self.look, self.folders):
            page.show_preferences(preferences)

    def _show_models(self) -> None:
        self.models.show_installed(installed_models(self._chosen.model))

    def _lay_out(self) -> None:
        self.resize(*_SIZE)
        self.setMinimumSize(*_SMALLEST)
        self.list.setProperty("kind", "sections")
        self.list.setFixedWidth(_LIST_WIDTH)
        self.list.setIconSize(QSize(20, 20))
        for _, drawing in _PAGES:
            self.list.addItem(QListWidgetItem(icon(drawing, QPalette.ColorRole.WindowText), ""))
        for page in (self.models, self.network, self.look, self.folders, self.shortcuts, self.privacy):
            self._stack.addWidget(page)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.list)
        row.addWidget(self._stack, 1)
