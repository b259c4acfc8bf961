"""The checkpoints that are here, the three to choose from, any other by its id, and the folder that they lie in."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from dabir_core.errors import DabirError
from dabir_core.models import Entry, Recommendation
from dabir_core.paths import models_folder
from dabir_desktop.card_choice import cards_for, cards_unmeasured
from dabir_desktop.i18n import Interface, Phrase
from dabir_desktop.installed_models import InstalledModel, installed_ids
from dabir_desktop.model_orders import Measure, ModelOrder, ModelOutcome, Remove
from dabir_desktop.model_troubles import words_for
from dabir_desktop.model_work import ModelWork
from dabir_desktop.settings import Preferences
from dabir_desktop.views.buttons import name_control, push_button
from dabir_desktop.views.download import Download
from dabir_desktop.views.model_cards import ModelCards
from dabir_desktop.views.settings_pages.folder_row import FolderRow
from dabir_desktop.views.settings_pages.model_row import ModelRow
from dabir_desktop.views.settings_pages.sheet import Sheet
from dabir_desktop.views.tab_order import tab_within

_HERE = Phrase(en="Installed models", fa="مدل‌های نصب‌شده")
_NONE = Phrase(en="None yet; only the demo, which is a toy.", fa="هنوز هیچ؛ فقط مدل نمایشی هست که برای امتحان است.")
_MORE = Phrase(en="Install another", fa="نصب مدل دیگر")
_BY_ID = Phrase(en="Any Whisper model, by its name on Hugging Face", fa="هر مدل Whisper، با نامش در Hugging Face")
_FIND = Phrase(en="Choose it", fa="انتخاب")
_FOLDER = Phrase(en="Folder of the models", fa="پوشهٔ مدل‌ها")
_FOLDER_WHY = Phrase(en="Models that are installed stay in the old folder.", fa="مدل‌های نصب‌شده در پوشهٔ قبلی می‌مانند.")


class ModelsPage(Sheet):
    """What somebody chose about models.

    default_chosen  str: the name of an installed checkpoint
    folder_chosen   str: a path, or nothing for our own
    """

    default_chosen = Signal(str)
    folder_chosen = Signal(str)

    def __init__(self, interface: Interface, work: ModelWork) -> None:
        super().__init__(interface)
        self._work = work
        self._recommendation: Recommendation | None = None
        self.rows: list[ModelRow] = []
        self.none, self.complaint = QLabel(), QLabel()
        self.cards, self.download = ModelCards(interface), Download(interface, work)
        self.id_line, self.choose_button = QLineEdit(), push_button()
        self.folder = FolderRow(interface, _FOLDER)
        self._listed = QWidget()
        self._list = QVBoxLayout(self._listed)
        self._lay_out()
        self._connect()
        interface.changed.connect(self.retranslate)
        self.retranslate()

    def show_preferences(self, preferences: Preferences) -> None:
        """The ways and the folder that are chosen."""
        self.download.go_through(mirror=preferences.mirror, proxy=preferences.proxy)
        self.folder.show_folder(models_folder(), is_own=not preferences.models)

    def show_installed(self, models: Sequence[InstalledModel]) -> None:
        """What is here."""
        while self.rows:
            self.rows.pop().deleteLater()
        for model in models:
            row = ModelRow(self._interface, model)
            row.default_asked.connect(self.default_chosen)
            row.removal_asked.connect(lambda name: self._work.begin(Remove(name)))
            self.rows.append(row)
            self._list.addWidget(row)
        tab_within(self._listed, (control for row in self.rows for control in row.controls))
        self.none.setVisible(not models)
        self._show_cards()

    def look(self) -> None:
        """Measures this machine, unless that is known."""
        if self._recommendation is None:
            self._work.begin(Measure())

    def retranslate(self) -> None:
        """Says everything in the language of now."""
        self.none.setText(self._interface.label(_NONE))
        self.choose_button.setText(self._interface.text(_FIND))
        name_control(self.choose_button, self._interface.text(_FIND))
        name_control(self.id_line, self._interface.text(_BY_ID))

    def _connect(self) -> None:
        self.cards.chosen.connect(self._offer)
        self.folder.chosen.connect(self.folder_chosen)
        self.id_line.returnPressed.connect(self._offer_written)
        self.choose_button.clicked.connect(self._offer_written)
        self._work.finished.connect(self._hear)
        self._work.failed.connect(self._hear_failure)

    def _offer(self, entry: Entry | None) -> None:
        if entry is not None:
            self.download.offer(entry.hub_id, most_bytes=entry.most_bytes)
            if entry.hub_id in installed_ids():
                self.download.show_installed()

    def _offer_written(self) -> None:
        written = self.id_line.text().strip()
        if written:
            self.download.offer(written)
            self.ensureWidgetVisible(self.download)

    def _hear(self, order: ModelOrder, outcome: ModelOutcome) -> None:
        if isinstance(order, Remove):
            self.download.renew()
        if isinstance(outcome, Recommendation):
            self._recommendation = outcome
            self._show_cards()

    def _hear_failure(self, order: ModelOrder, error: DabirError) -> None:
        if isinstance(order, Remove):
            self.complaint.setText(self._interface.directed(words_for(error, self._interface)))
            self.complaint.show()
            for row in self.rows:
                row.remove.setEnabled(True)

    def _show_cards(self) -> None:
        cards = cards_for(self._recommendation) if self._recommendation else ()
        is_measuring = Measure() in self._work.under_way
        self.cards.show_cards(cards or cards_unmeasured(), installed=installed_ids(), is_measuring=is_measuring)

    def _lay_out(self) -> None:
        self.none.setProperty("kind", "muted")
        self.complaint.setProperty("kind", "danger")
        self.complaint.setWordWrap(True)
        self.complaint.hide()
        self.id_line.setPlaceholderText("openai/whisper-small")
        self.id_line.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        by_id = QWidget()
        self._list.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout(by_id)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.id_line, 1)
        row.addWidget(self.choose_button)
        self.add_heading(_HERE)
        for widget in (self.none, self._listed, self.complaint):
            self.add(widget)
        self.add_heading(_MORE)
        self.add(self.cards)
        self.add_named(_BY_ID, by_id)
        self.add(self.download)
        self.add_named(_FOLDER, self.folder)
        self.add_sentence(_FOLDER_WHY)
        self.close_up()
