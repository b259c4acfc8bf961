"""The dialogs by which files, a folder or a link are chosen. Opened, never executed: that stops coroutines."""

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from dabir_core.audio import MEDIA_SUFFIXES
from dabir_desktop.given import given_in
from dabir_desktop.i18n import Interface, Phrase
from dabir_desktop.views.file_dialog import file_dialog
from dabir_desktop.views.link_dialog import LinkDialog

_FILES = Phrase(en="Choose sound or video", fa="انتخاب صدا یا ویدیو")
_FOLDER = Phrase(en="Choose a folder", fa="انتخاب پوشه")
_MEDIA = Phrase(en="Sound and video", fa="صدا و ویدیو")
_ALL = Phrase(en="All files", fa="همهٔ فایل‌ها")


class Choosing(QObject):
    """`given` carries a Given, once something was chosen."""

    given = Signal(object)

    def __init__(self, interface: Interface, window: QWidget) -> None:
        super().__init__(window)
        self._interface = interface
        self._window = window
        self._folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.HomeLocation)

    def choose_files(self) -> None:
        """Asks for one file or many."""
        dialog = self._dialog(_FILES, QFileDialog.FileMode.ExistingFiles)
        endings = " ".join(f"*{suffix}" for suffix in sorted(MEDIA_SUFFIXES))
        dialog.setNameFilters(
            [f"{self._interface.text(_MEDIA)} ({endings})", f"{self._interface.text(_ALL)} (*)"],
        )
        dialog.open()

    def choose_folder(self) -> None:
        """Asks for a folder, whose media files are meant."""
        dialog = self._dialog(_FOLDER, QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.open()

    def choose_link(self) -> None:
        """Asks for a link."""
        dialog = LinkDialog(self._interface, self._window)
        dialog.given.connect(self.given)
        dialog.open()

    def _dialog(self, title: Phrase, mode: QFileDialog.FileMode) -> QFileDialog:
        dialog = file_dialog(self._window, self._interface, title=self._interface.text(title), folder=self._folder)
        dialog.setFileMode(mode)
        dialog.filesSelected.connect(self._take)
        dialog.finished.connect(dialog.deleteLater)
        return dialog

    def _take(self, paths: list[str]) -> None:
        self.given.emit(given_in(paths))
