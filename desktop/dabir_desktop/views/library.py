"""The library's page: what is searched for on top; under it all items by day, or the places that were found.

It shows, and says what is wanted; others do it. What was deleted is had back with Ctrl+Z, from the message that the
window shows, or from the list of what was deleted, which is the same page over the bin.
"""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QPalette
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from dabir_desktop.i18n import Interface, Phrase
from dabir_desktop.icons import Drawing, icon
from dabir_desktop.library import Hit, Item, ItemId
from dabir_desktop.models import HitModel, LibraryDesk, LibraryModel, LibrarySearch
from dabir_desktop.views.bin_bar import BinBar
from dabir_desktop.views.hit_list import HitList
from dabir_desktop.views.library_actions import LibraryActions
from dabir_desktop.views.library_dialogs import ask_where, ask_whether, ask_which
from dabir_desktop.views.library_list import LibraryList

_SEARCH = Phrase(en="Search in all texts", fa="جست‌وجو در همهٔ متن‌ها")
_HINT = Phrase(
    en="Words in any order, or a «phrase» in quotes (Ctrl+F)",
    fa="واژه‌ها به هر ترتیب، یا «عبارتی» میان گیومه (Ctrl+F)",
)
_CLEAR = Phrase(en="Clear the search", fa="پاک کردن جست‌وجو")
_MORE = Phrase(en="More", fa="کارهای دیگر")
_EMPTY = Phrase(
    en="Nothing here yet.\nWhat you record or open is kept here with its text.",
    fa="هنوز چیزی اینجا نیست.\nهر چه ضبط یا باز کنید، با متنش اینجا می‌ماند.",
)
_NOT_FOUND = Phrase(
    en="Nothing was found.\nTry fewer words, or another spelling.",
    fa="چیزی پیدا نشد.\nواژه‌های کمتر یا املای دیگری را امتحان کنید.",
)
_EMPTY_BIN = Phrase(en="The bin is empty.", fa="چیزی حذف نشده است.")
_TYPING_PAUSE_MS: Final = 120
"""How long the search waits for the next letter."""

_FROM_FIELD: Final = frozenset({Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter})


class LibraryView(QWidget):
    """The page.

    opened(ItemId, Spot)      somebody wants to read the item, from that place on; None from its beginning
    again_asked(ItemId)       somebody wants its sound transcribed with another model
    removed(ItemId, str)      it is in the bin now; its title. `restore` has it back
    failed(DabirError)        what was asked for could not be done
    """

    opened = Signal(object, object)
    again_asked = Signal(object)
    removed = Signal(object, str)
    failed = Signal(object)

    def __init__(self, desk: LibraryDesk, interface: Interface, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._interface = interface
        self._items = LibraryModel(desk.library, interface, parent=self)
        self._binned = LibraryModel(desk.library, interface, source=desk.library.bin.ids, parent=self)
        self._hits = HitModel(interface, self)
        self._search = LibrarySearch(desk.library, self)
        self._removed: list[ItemId] = []
        self._answered: str | None = None
        self.field: Final = QLineEdit()
        self.list: Final = LibraryList(interface)
        self.hit_list: Final = HitList(interface)
        self.bin_list: Final = LibraryList(interface)
        self._note = QLabel()
        self._stack = QStackedWidget()
        self._more = QToolButton()
        self.actions_of_items: Final = LibraryActions(self, interface)
        self._bin_bar = BinBar(self.actions_of_items, interface)
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_PAUSE_MS)
        self._lay_out()
        self._connect()
        interface.changed.connect(self.retranslate)
        self.retranslate()
        self.refresh()

    def refresh(self) -> None:
        """Looks anew which items there are, and searches anew."""
        self._items.reload()
        self._binned.reload()
        self._show()
        if self.field.text().strip():
            self._search.ask(self.field.text())

    def restore(self, item: ItemId) -> None:
        """Has an item back from the bin."""
        self._removed = [other for other in self._removed if other != item]
        self._desk.restore(item)

    def show_bin(self, is_shown: bool) -> None:
        """Shows what was deleted, or the library again."""
        self.actions_of_items.bin.setChecked(is_shown)
        self._show()

    def close_library(self) -> None:
        """Waits for a search that is under way; before the library is closed."""
        self._typing.stop()
        self._search.finish()

    def chosen(self) -> Item | None:
        """The item that actions are about: of the list that is shown."""
        view = self._stack.currentWidget()
        if view is self.hit_list:
            index = self.hit_list.currentIndex()
            found = self._desk.library.items([self._hits.hit(index.row()).item]) if index.isValid() else []
            return found[0] if found else None
        return view.chosen() if isinstance(view, LibraryList) else None

    def retranslate(self) -> None:
        """Says everything in the language of now."""
        say = self._interface.text
        self.field.setPlaceholderText(say(_SEARCH))
        self.field.setAccessibleName(say(_SEARCH))
        self.field.setToolTip(say(_HINT))
        search, clear = self.field.findChildren(QToolButton)
        search.setAccessibleName(say(_SEARCH))
        clear.setAccessibleName(say(_CLEAR))
        self._more.setAccessibleName(say(_MORE))
        self._more.setToolTip(say(_MORE))
        self._show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the search field the arrow goes to the list, Enter opens, Escape clears."""
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key_in_field(event)
        return super().eventFilter(watched, event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with the item under the pointer, or with that of the keys."""
        if self.chosen() is not None:
            menu = self.actions_of_items.menu_of_item(self, in_bin=self.actions_of_items.bin.isChecked())
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(event.globalPos())

    def _key_in_field(self, event: QKeyEvent) -> bool:
        view = self._stack.currentWidget()
        if event.key() == Qt.Key.Key_Escape and self.field.text():
            self.field.clear()
            return True
        if not isinstance(view, QListView) or event.key() not in _FROM_FIELD:
            return False
        if not view.currentIndex().isValid():
            view.setCurrentIndex(view.model().index(0, 0))
        if event.key() == Qt.Key.Key_Down:
            view.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            view.activated.emit(view.currentIndex())
        return True

    def _typed(self, text: str) -> None:
        if text.strip():
            self._typing.start()
            return
        self._typing.stop()
        self._answered = None
        self._show()

    def _found(self, text: str, hits: tuple[Hit, ...]) -> None:
        if text != self.field.text():
            return
        self._answered = text
        self._hits.show(hits, self._desk.library.items(sorted({hit.item for hit in hits})))
        self._show()

    def _show(self) -> None:
        """Which list is seen, or which words where there is nothing to list."""
        in_bin = self.actions_of_items.bin.isChecked()
        self._bin_bar.setVisible(in_bin)
        self.field.setVisible(not in_bin)
        if in_bin:
            self._show_list(self.bin_list, otherwise=_EMPTY_BIN)
        elif self._answered is not None:
            self._show_list(self.hit_list, otherwise=_NOT_FOUND)
        else:
            self._show_list(self.list, otherwise=_EMPTY)
        self._allow()

    def _show_list(self, view: QListView, *, otherwise: Phrase) -> None:
        self._note.setText(self._interface.text(otherwise))
        self._stack.setCurrentWidget(view if view.model().rowCount() else self._note)

    def _allow(self) -> None:
        self.actions_of_items.allow(
            in_bin=self.actions_of_items.bin.isChecked(),
            is_chosen=self.chosen() is not None,
            can_undo=bool(self._removed),
            is_found=self._stack.currentWidget() is self.hit_list,
        )

    def _changed(self, item: ItemId) -> None:
        self._items.change(item)
        self._allow()

    def _with_chosen(self, act: Callable[[Item], None]) -> Callable[[], None]:
        def acting() -> None:
            item = self.chosen()
            if item is not None:
                act(item)

        return acting

    def _open(self, item: Item) -> None:
        self.opened.emit(item.id, None)

    def _remove(self, item: Item) -> None:
        self._removed.append(item.id)
        self._desk.remove(item.id)
        self.removed.emit(item.id, item.title)

    def _undo(self) -> None:
        if self._removed:
            self.restore(self._removed[-1])

    def _export(self, item: Item) -> None:
        ask_where(self, self._interface, item=item, then=lambda path: self._desk.export(item.id, path))

    def _destroy(self, item: Item) -> None:
        ask_whether(self, self._interface, item=item, then=lambda: self._desk.destroy(item.id))

    def _connect(self) -> None:
        self.list.setModel(self._items)
        self.bin_list.setModel(self._binned)
        self.hit_list.setModel(self._hits)
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._typed)
        self._typing.timeout.connect(lambda: self._search.ask(self.field.text()))
        self._search.found.connect(self._found)
        self.list.opened.connect(self._open)
        self.hit_list.opened.connect(lambda hit: self.opened.emit(hit.item, hit.spot))
        self._items.renamed.connect(self._desk.rename)
        self._binned.renamed.connect(self._desk.rename)
        for view in (self.list, self.bin_list, self.hit_list):
            view.selectionModel().currentChanged.connect(self._allow)
        for source in (self._items, self._binned, self._search, self._desk):
            source.failed.connect(self.failed)
        self._desk.changed.connect(self._changed)
        self._desk.added.connect(self.refresh)
        self._desk.moved.connect(self.refresh)
        self._connect_actions()

    def _connect_actions(self) -> None:
        actions = self.actions_of_items
        actions.find.triggered.connect(lambda: self.field.setFocus(Qt.FocusReason.ShortcutFocusReason))
        actions.open.triggered.connect(self._with_chosen(self._open))
        actions.rename.triggered.connect(lambda: self.list.edit(self.list.currentIndex()))
        actions.again.triggered.connect(self._with_chosen(lambda item: self.again_asked.emit(item.id)))
        actions.export.triggered.connect(self._with_chosen(self._export))
        actions.take_in.triggered.connect(lambda: ask_which(self, self._interface, then=self._desk.take_in))
        actions.remove.triggered.connect(self._with_chosen(self._remove))
        actions.undo.triggered.connect(self._undo)
        actions.bin.toggled.connect(self._show)
        self._bin_bar.left.connect(lambda: self.show_bin(False))
        actions.restore.triggered.connect(self._with_chosen(lambda item: self.restore(item.id)))
        actions.destroy.triggered.connect(self._with_chosen(self._destroy))
        actions.empty_bin.triggered.connect(
            lambda: ask_whether(self, self._interface, item=None, then=self._desk.empty_bin)
        )

    def _lay_out(self) -> None:
        self.field.setClearButtonEnabled(True)
        self.field.addAction(
            icon(Drawing.SEARCH, QPalette.ColorRole.PlaceholderText), QLineEdit.ActionPosition.LeadingPosition
        )
        self._note.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._note.setWordWrap(True)
        self._note.setProperty("kind", "muted")
        self._more.setText("⋯")
        self._more.setProperty("kind", "quiet")
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._more.setMenu(self.actions_of_items.menu_of_page(self))
        for widget in (self.list, self.hit_list, self.bin_list, self._note):
            self._stack.addWidget(widget)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.field, 1)
        top.addWidget(self._bin_bar, 1)
        top.addWidget(self._more, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 4, 12, 24)
        column.setSpacing(12)
        column.addLayout(top)
        column.addWidget(self._stack, 1)
