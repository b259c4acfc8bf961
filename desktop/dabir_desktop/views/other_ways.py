"""The two other ways to a checkpoint: another hub's address, or a folder or archive that one already has."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QMenu, QWidget

from dabir_desktop.i18n import Interface, Phrase
from dabir_desktop.icons import Drawing, icon
from dabir_desktop.views.buttons import caption, name_control, push_button
from dabir_desktop.views.file_dialog import file_dialog

_MIRROR = Phrase(en="Use a mirror…", fa="استفاده از آینه…")
_ADDRESS = Phrase(en="The mirror's address", fa="نشانی آینه")
_FROM_IT = Phrase(en="Download from it", fa="دانلود از آینه")
_FILE = Phrase(en="I have the file…", fa="فایلش را دارم…")
_ARCHIVE = Phrase(en="A zip or tar file…", fa="یک فایل zip یا tar…")
_FOLDER = Phrase(en="A folder…", fa="یک پوشه…")
_CHOOSE_ARCHIVE = Phrase(en="Choose the model's file", fa="انتخاب فایل مدل")
_CHOOSE_FOLDER = Phrase(en="Choose the model's folder", fa="انتخاب پوشهٔ مدل")
_ARCHIVES = Phrase(en="Archives", fa="فایل‌های فشرده")
_ENDINGS = "*.zip *.tar *.tar.gz *.tgz *.tar.bz2 *.tar.xz"


class OtherWays(QWidget):
    """The line of the mirror's address, and two quiet `buttons` that stand wherever they are put.

    mirror_given  str: an address to download from now
    file_given    Path: a folder or an archive to import
    """

    mirror_given = Signal(str)
    file_given = Signal(object)

    def __init__(self, interface: Interface) -> None:
        super().__init__()
        self._interface = interface
        self.mirror_button = push_button(Drawing.LINK, kind="quiet")
        self.file_button = push_button(Drawing.FOLDER, kind="quiet")
        self.address = QLineEdit()
        self.address.setPlaceholderText("https://")
        self.address.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.from_it = push_button()
        self.buttons = QWidget()
        self.hide()
        self._menu = QMenu(self)
        self._archive = self._menu.addAction(icon(Drawing.FILE), "")
        self._folder = self._menu.addAction(icon(Drawing.FOLDER), "")
        self.file_button.setMenu(self._menu)
        self._lay_out()
        self._connect()
        interface.changed.connect(self.retranslate)
        self.retranslate()

    @property
    def mirror(self) -> str:
        """The address, nothing while the line is empty."""
        return self.address.text().strip()

    def show_mirror(self, mirror: str) -> None:
        """The address that the settings know."""
        self.address.setText(mirror)

    def open(self) -> None:
        """Shows the mirror's line, ready to be typed into."""
        self.show()
        self.address.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_ways(self, *, is_open: bool) -> None:
        """Whether there is anything to choose now."""
        self.buttons.setVisible(is_open)
        self.hide()

    def retranslate(self) -> None:
        """Says everything in the language of now."""
        text = self._interface.text
        for button, phrase in (
            (self.mirror_button, _MIRROR),
            (self.file_button, _FILE),
            (self.from_it, _FROM_IT),
        ):
            button.setText(caption(text(phrase)) if button is not self.from_it else text(phrase))
            name_control(button, text(phrase))
        name_control(self.address, text(_ADDRESS))
        self._archive.setText(text(_ARCHIVE))
        self._folder.setText(text(_FOLDER))

    def _connect(self) -> None:
        self.mirror_button.clicked.connect(lambda: self.hide() if self.isVisible() else self.open())
        self.from_it.clicked.connect(self._give_mirror)
        self.address.returnPressed.connect(self._give_mirror)
        self.address.textChanged.connect(lambda: self.from_it.setEnabled(bool(self.mirror)))
        self.from_it.setEnabled(False)
        self._archive.triggered.connect(lambda: self._choose(_CHOOSE_ARCHIVE, QFileDialog.FileMode.ExistingFile))
        self._folder.triggered.connect(lambda: self._choose(_CHOOSE_FOLDER, QFileDialog.FileMode.Directory))

    def _give_mirror(self) -> None:
        if self.mirror:
            self.mirror_given.emit(self.mirror)

    def _choose(self, title: Phrase, mode: QFileDialog.FileMode) -> None:
        home = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation)
        dialog = file_dialog(self.window(), self._interface, title=self._interface.text(title), folder=home)
        dialog.setFileMode(mode)
        if mode is QFileDialog.FileMode.ExistingFile:
            dialog.setNameFilters([f"{self._interface.text(_ARCHIVES)} ({_ENDINGS})"])
        else:
            dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.filesSelected.connect(lambda paths: self.file_given.emit(Path(paths[0])))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _lay_out(self) -> None:
        row, line = QHBoxLayout(self.buttons), QHBoxLayout(self)
        for each in (row, line):
            each.setContentsMargins(0, 0, 0, 0)
            each.setSpacing(6)
        row.addWidget(self.mirror_button)
        row.addWidget(self.file_button)
        line.addWidget(self.address, 1)
        line.addWidget(self.from_it)
