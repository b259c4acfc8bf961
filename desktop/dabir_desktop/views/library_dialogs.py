"""The questions that the library's page asks: where to, which file, and whether it is meant. None stops the window."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from dabir_desktop.i18n import Interface, Phrase
from dabir_desktop.i18n.bidi import isolated
from dabir_desktop.library import Item
from dabir_desktop.library.portable import SUFFIX
from dabir_desktop.views.file_dialog import file_dialog

_EXPORT = Phrase(en="Export “{title}”", fa="برون‌بری «{title}»")
_IMPORT = Phrase(en="Import an item", fa="درون‌ریزی")
_FILES = Phrase(en="Dabir items", fa="فایل‌های دبیر")
_DESTROY = Phrase(
    en="This deletes “{title}” for good, with its text, and with its sound if Dabir recorded or fetched it.",
    fa="«{title}» با متنش برای همیشه پاک می‌شود؛ صدایش هم، اگر دبیر آن را ضبط یا دریافت کرده باشد.",
)
_EMPTY_BIN = Phrase(
    en="All deleted items go for good, with their texts, and with the sounds that Dabir recorded or fetched.",
    fa="همهٔ حذف‌شده‌ها با متن‌ها و با صداهایی که دبیر ضبط یا دریافت کرده است، برای همیشه پاک می‌شوند.",
)
_DELETE = Phrase(en="Delete for good", fa="پاک کردن برای همیشه")
_KEEP = Phrase(en="Keep", fa="انصراف")
_NOT_IN_NAMES: Final = str.maketrans({letter: " " for letter in '<>:"/\\|?*\0\n\r\t'})
_LONGEST_NAME: Final = 80


def ask_where(parent: QWidget, interface: Interface, *, item: Item, then: Callable[[Path], None]) -> QFileDialog:
    """Where the item is to be exported to."""
    dialog = _dialog(parent, interface, interface.text(_EXPORT, title=isolated(item.title)))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(SUFFIX.removeprefix("."))
    dialog.selectFile(file_name(item.title) + SUFFIX)
    dialog.fileSelected.connect(lambda path: then(Path(path)))
    dialog.open()
    return dialog


def ask_which(parent: QWidget, interface: Interface, *, then: Callable[[Path], None]) -> QFileDialog:
    """Which file is to be imported."""
    dialog = _dialog(parent, interface, interface.text(_IMPORT))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.fileSelected.connect(lambda path: then(Path(path)))
    dialog.open()
    return dialog


def ask_whether(parent: QWidget, interface: Interface, *, item: Item | None, then: Callable[[], None]) -> QMessageBox:
    """Whether the item, or all in the bin, is to be deleted for good."""
    words = interface.text(_DESTROY, title=isolated(item.title)) if item else interface.text(_EMPTY_BIN)
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setText(interface.directed(words))
    delete = box.addButton(interface.text(_DELETE), QMessageBox.ButtonRole.DestructiveRole)
    keep = box.addButton(interface.text(_KEEP), QMessageBox.ButtonRole.RejectRole)
    delete.setProperty("kind", "danger")
    box.setDefaultButton(keep)
    box.setEscapeButton(keep)
    delete.clicked.connect(then)
    box.open()
    return box


def file_name(title: str) -> str:
    """The title as a file's name that every system takes."""
    return " ".join(title.translate(_NOT_IN_NAMES).split())[:_LONGEST_NAME].strip(". ") or "dabir"


def _dialog(parent: QWidget, interface: Interface, title: str) -> QFileDialog:
    dialog = file_dialog(parent, interface, title=title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setNameFilter(f"{interface.text(_FILES)} (*{SUFFIX})")
    return dialog
