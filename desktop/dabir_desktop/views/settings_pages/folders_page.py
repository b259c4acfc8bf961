"""Where recordings are kept and exports go."""

from PySide6.QtCore import Signal

from dabir_desktop.folders import exports_place, recordings_place
from dabir_desktop.i18n import Interface, Phrase
from dabir_desktop.settings import Preferences
from dabir_desktop.views.settings_pages.folder_row import FolderRow
from dabir_desktop.views.settings_pages.sheet import Sheet

_FOLDERS = Phrase(en="Folders", fa="پوشه‌ها")
_RECORDINGS = Phrase(en="Recordings of the microphone", fa="صداهای ضبط‌شده")
_RECORDINGS_WHY = Phrase(
    en="Holds from the next start on; recordings that are there stay where they are.",
    fa="از اجرای بعدی برنامه؛ ضبط‌های قبلی سر جایشان می‌مانند.",
)
_EXPORTS = Phrase(en="Exported texts and subtitles", fa="خروجی متن و زیرنویس")
_BESIDE = Phrase(en="Beside the sound or video", fa="کنار خود صدا یا ویدیو")


class FoldersPage(Sheet):
    """`recordings_chosen` and `exports_chosen` carry a path, or nothing for the default."""

    recordings_chosen = Signal(str)
    exports_chosen = Signal(str)

    def __init__(self, interface: Interface) -> None:
        super().__init__(interface)
        self._preferences = Preferences()
        self.recordings, self.exports = FolderRow(interface, _RECORDINGS), FolderRow(interface, _EXPORTS)
        self.add_heading(_FOLDERS)
        self.add_named(_RECORDINGS, self.recordings)
        self.add_sentence(_RECORDINGS_WHY)
        self.add_named(_EXPORTS, self.exports)
        self.close_up()
        self.recordings.chosen.connect(self.recordings_chosen)
        self.exports.chosen.connect(self.exports_chosen)
        interface.changed.connect(lambda: self.show_preferences(self._preferences))

    def show_preferences(self, preferences: Preferences) -> None:
        """What is chosen now."""
        self._preferences = preferences
        self.recordings.show_folder(recordings_place(preferences), is_own=not preferences.recordings)
        beside = self._interface.text(_BESIDE)
        self.exports.show_folder(exports_place(preferences), is_own=not preferences.exports, words=beside)
