"""Where recordings are kept and exports go, which folder is watched, and what is written beside each file."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from dabir_core.formats import Kind
from dabir_desktop.folders import exports_place, recordings_place
from dabir_desktop.i18n import Interface, Phrase
from dabir_desktop.plans import kinds_beside
from dabir_desktop.settings import Preferences
from dabir_desktop.views.settings_pages.folder_row import FolderRow
from dabir_desktop.views.settings_pages.sheet import Sheet
from dabir_desktop.views.tick import Tick

_FOLDERS = Phrase(en="Folders", fa="پوشه‌ها")
_RECORDINGS = Phrase(en="Recordings of the microphone", fa="صداهای ضبط‌شده")
_RECORDINGS_WHY = Phrase(
    en="Holds from the next recording on; those that are there stay where they are.",
    fa="از ضبط بعدی؛ ضبط‌های قبلی سر جایشان می‌مانند.",
)
_EXPORTS = Phrase(en="Exported texts and subtitles", fa="خروجی متن و زیرنویس")
_BESIDE = Phrase(en="Beside the sound or video", fa="کنار خود صدا یا ویدیو")
_WATCHED = Phrase(en="Watched folder", fa="پوشهٔ زیر نظر")
_WATCHED_WHY = Phrase(
    en="Sound and video that come into this folder are transcribed by themselves; what comes while Dabir is closed, "
    "at its next start.",
    fa="هر صدا یا ویدیوی تازه‌ای که در این پوشه بیاید خودش به متن تبدیل می‌شود؛ اگر دبیر بسته باشد، در اجرای بعدی.",
)
_NOT_WATCHED = Phrase(en="None", fa="هیچ‌کدام")
_WRITTEN = Phrase(en="Written beside each file by itself", fa="فایل‌هایی که خودبه‌خود کنار هر صدا نوشته می‌شوند")
_WRITTEN_WHY = Phrase(en="Nothing that is there is written over.", fa="هیچ فایل موجودی بازنویسی نمی‌شود.")
_OFFERED: Final = (Kind.TXT, Kind.SRT, Kind.VTT, Kind.DOCX)


class FoldersPage(Sheet):
    """`recordings_chosen`, `exports_chosen` and `watched_chosen` carry a path, or nothing for the default.

    `beside_chosen` carries the kinds of files, parted by commas.
    """

    recordings_chosen = Signal(str)
    exports_chosen = Signal(str)
    watched_chosen = Signal(str)
    beside_chosen = Signal(str)

    def __init__(self, interface: Interface) -> None:
        super().__init__(interface)
        self._preferences = Preferences()
        self.recordings, self.exports = FolderRow(interface, _RECORDINGS), FolderRow(interface, _EXPORTS)
        self.add_heading(_FOLDERS)
        self.add_named(_RECORDINGS, self.recordings)
        self.add_sentence(_RECORDINGS_WHY)
        self.add_named(_EXPORTS, self.exports)
        self.watched = FolderRow(interface, _WATCHED)
        self.add_named(_WATCHED, self.watched)
        self.add_sentence(_WATCHED_WHY)
        self.kinds = {kind: Tick(kind.value) for kind in _OFFERED}
        self.add_heading(_WRITTEN)
        self.add(self._row_of_kinds())
        self.add_sentence(_WRITTEN_WHY)
        self.close_up()
        self.watched.chosen.connect(self.watched_chosen)
        self.recordings.chosen.connect(self.recordings_chosen)
        self.exports.chosen.connect(self.exports_chosen)
        interface.changed.connect(self.retranslate)  # no lambda: it would outlive the dialog

    def retranslate(self) -> None:
        """Says everything in the language of now."""
        self.show_preferences(self._preferences)

    def show_preferences(self, preferences: Preferences) -> None:
        """What is chosen now."""
        self._preferences = preferences
        self.recordings.show_folder(recordings_place(preferences), is_own=not preferences.recordings)
        beside = self._interface.text(_BESIDE)
        self.exports.show_folder(exports_place(preferences), is_own=not preferences.exports, words=beside)
        watched = Path(preferences.watched) if preferences.watched else None
        self.watched.show_folder(watched, is_own=watched is None, words=self._interface.text(_NOT_WATCHED))
        for kind, tick in self.kinds.items():
            with QSignalBlocker(tick):
                tick.setChecked(kind in kinds_beside(preferences))

    def _row_of_kinds(self) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(24)
        for kind, tick in self.kinds.items():
            tick.setAccessibleName(kind.value)
            tick.toggled.connect(self._choose_kinds)
            row.addWidget(tick)
        row.addStretch()
        return box

    def _choose_kinds(self) -> None:
        self.beside_chosen.emit(",".join(kind.value for kind, tick in self.kinds.items() if tick.isChecked()))
