"""A folder that is chosen: its path, and buttons that choose another, open it, and go back to our own."""

from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QWidget

from dabir_desktop.i18n import Interface, Phrase
from dabir_desktop.icons import Drawing
from dabir_desktop.views.buttons import name_control, push_button, tool_button
from dabir_desktop.views.file_dialog import file_dialog

_CHANGE = Phrase(en="Change…", fa="تغییر…")
_OPEN = Phrase(en="Open this folder", fa="باز کردن پوشه")
_RESET = Phrase(en="Back to the default", fa="بازگشت به پیش‌فرض")
_NAMED = Phrase(en="{what}: {act}", fa="{what}: {act}")


class FolderRow(QWidget):
    """`chosen` carries a path, or nothing for our own."""

    chosen = Signal(str)

    def __init__(self, interface: Interface, what: Phrase) -> None:
        super().__init__()
        self._interface, self._what = interface, what
        self._folder = Path()
        self.path = QLineEdit()
        self.path.setReadOnly(True)
        self.path.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.change = push_button()
        self.reset, self.open_button = tool_button(Drawing.AGAIN), tool_button(Drawing.FOLDER)
        self.change.clicked.connect(self._choose)
        self.reset.clicked.connect(lambda: self.chosen.emit(""))
        self.open_button.clicked.connect(lambda: open_folder(self._folder))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.path, 1)
        for button in (self.open_button, self.reset, self.change):
            row.addWidget(button)
        interface.changed.connect(self.retranslate)
        self.retranslate()

    def show_folder(self, folder: Path | None, *, is_own: bool, words: str = "") -> None:
        """Where it is now; words instead where it is no folder."""
        self._folder = folder or Path()
        self.path.setText(str(folder) if folder else words)
        self.path.setToolTip(self.path.text())
        self.path.setCursorPosition(0)
        self.path.setLayoutDirection(Qt.LayoutDirection.LeftToRight if folder else self.layoutDirection())
        self.reset.setVisible(not is_own)
        self.open_button.setVisible(folder is not None)

    def retranslate(self) -> None:
        """Says everything in the language of now."""
        text = self._interface.text
        self.path.setAccessibleName(text(self._what))
        self.change.setText(text(_CHANGE))
        for button, act in ((self.change, _CHANGE), (self.reset, _RESET), (self.open_button, _OPEN)):
            name_control(button, text(_NAMED, what=text(self._what), act=text(act)))

    def _choose(self) -> None:
        dialog = file_dialog(
            self.window(), self._interface, title=self._interface.text(self._what), folder=str(self._folder)
        )
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.filesSelected.connect(lambda paths: self.chosen.emit(paths[0]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def open_folder(folder: Path) -> None:
    """Shows it in the system's own file manager; the nearest one above it, where it does not exist yet."""
    existing = next((each for each in (folder, *folder.parents) if each.is_dir()), folder)
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(existing)))
