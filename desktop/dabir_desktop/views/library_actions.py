"""What can be done with items: the words, the keys and the menu of each; what they do is decided by the page."""

from typing import Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from dabir_desktop.i18n import Interface, Phrase

_FIND = Phrase(en="Search", fa="جست‌وجو")
_OPEN = Phrase(en="Open", fa="باز کردن")
_RENAME = Phrase(en="Rename", fa="تغییر نام")
_AGAIN = Phrase(en="Transcribe with another model…", fa="رونویسی با مدلی دیگر…")
_EXPORT = Phrase(en="Export as one file…", fa="برون‌بری در یک فایل…")
_IMPORT = Phrase(en="Import an exported item…", fa="درون‌ریزی یک فایل برون‌بری‌شده…")
_REMOVE = Phrase(en="Delete", fa="حذف")
_UNDO = Phrase(en="Undo the deletion", fa="بازگرداندن آخرین حذف")
_BIN = Phrase(en="Deleted items", fa="حذف‌شده‌ها")
_RESTORE = Phrase(en="Restore", fa="بازگرداندن")
_DESTROY = Phrase(en="Delete for good…", fa="پاک کردن برای همیشه…")
_EMPTY_BIN = Phrase(en="Empty the bin…", fa="خالی کردن سطل…")


class LibraryActions(QObject):
    """Actions of the page, to whose `triggered` it connects; their keys work where it has the focus."""

    def __init__(self, page: QWidget, interface: Interface) -> None:
        super().__init__(page)
        self._page = page
        self._interface = interface
        self._phrases: dict[QAction, Phrase] = {}
        self.find: Final = self._action(_FIND, "Ctrl+F")
        self.open: Final = self._action(_OPEN, "Ctrl+Return")
        self.rename: Final = self._action(_RENAME, "F2")
        self.again: Final = self._action(_AGAIN, "Ctrl+Shift+T")
        self.export: Final = self._action(_EXPORT, "Ctrl+E")
        self.take_in: Final = self._action(_IMPORT, "Ctrl+I")
        self.remove: Final = self._action(_REMOVE, "Del")
        self.undo: Final = self._action(_UNDO, "Ctrl+Z")
        self.bin: Final = self._action(_BIN, "Ctrl+Shift+B")
        self.bin.setCheckable(True)
        self.restore: Final = self._action(_RESTORE, "Ctrl+Return")
        self.destroy: Final = self._action(_DESTROY, "Shift+Del")
        self.empty_bin: Final = self._action(_EMPTY_BIN, "Ctrl+Shift+Del")
        interface.changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        """Says everything in the language of now."""
        for action, phrase in self._phrases.items():
            action.setText(self._interface.text(phrase))

    def allow(self, *, in_bin: bool, is_chosen: bool, can_undo: bool, is_found: bool) -> None:
        """Which of them make sense now: in the bin or not, with an item chosen or none, among what was found."""
        for action in (self.open, self.again, self.export, self.remove):
            action.setEnabled(is_chosen and not in_bin)
        self.rename.setEnabled(is_chosen and not in_bin and not is_found)
        for action in (self.restore, self.destroy):
            action.setEnabled(is_chosen and in_bin)
        self.empty_bin.setEnabled(in_bin)
        self.undo.setEnabled(can_undo)

    def menu_of_item(self, parent: QWidget, *, in_bin: bool) -> QMenu:
        """What can be done with one item."""
        menu = QMenu(parent)
        of_item = (self.restore, self.destroy) if in_bin else (self.open, self.rename, self.again, self.export)
        menu.addActions(list(of_item))
        if not in_bin:
            menu.addSeparator()
            menu.addAction(self.remove)
        return menu

    def menu_of_page(self, parent: QWidget) -> QMenu:
        """What can be done with an item and with the library."""
        menu = QMenu(parent)
        menu.addActions([self.rename, self.again, self.export, self.remove])
        menu.addSeparator()
        menu.addActions([self.take_in, self.undo])
        menu.addSeparator()
        menu.addActions([self.bin, self.restore, self.destroy, self.empty_bin])
        return menu

    def _action(self, phrase: Phrase, key: str) -> QAction:
        action = QAction(self._page)
        action.setShortcut(QKeySequence(key))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._page.addAction(action)
        self._phrases[action] = phrase
        return action
