"""The list of items as Qt sees it: all ids at once, which are small, and the rest of a line when it is first shown.

An id tells when its item came, so that days are known without asking. Lines are fetched by the screenful and kept.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from dabir_core.errors import DabirError
from dabir_desktop.i18n import Interface, Phrase
from dabir_desktop.library import Item, ItemId, Library
from dabir_desktop.library.items import came

ITEM_ROLE: Final = int(Qt.ItemDataRole.UserRole)
"""The `Item` of a line; None where it is gone."""
DAY_ROLE: Final = ITEM_ROLE + 1
"""The heading over a line that is the first of its day, else «»."""
_FETCHED_AT_ONCE: Final = 64

TODAY = Phrase(en="Today", fa="امروز")
YESTERDAY = Phrase(en="Yesterday", fa="دیروز")
NO_TEXT = Phrase(en="No text yet", fa="هنوز متنی ندارد")
_SAID = Phrase(
    en="{title}, {day}, length {length}, model {model}. {line}", fa="{title}، {day}، مدت {length}، مدل {model}. {line}"
)

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class LibraryModel(QAbstractListModel):
    """Lines of the ids that `source` gives: the library's own, or those of its bin.

    renamed(ItemId, str)  somebody has typed another title
    failed(DabirError)    the library cannot be read
    """

    renamed = Signal(object, str)
    failed = Signal(object)

    def __init__(
        self,
        library: Library,
        interface: Interface,
        *,
        source: Callable[[], list[ItemId]] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._library = library
        self._interface = interface
        self._source = source or library.ids
        self._ids: list[ItemId] = []
        self._begins_day: list[bool] = []
        self._known: dict[ItemId, Item] = {}
        interface.changed.connect(self._say_anew)

    def reload(self) -> None:
        """Looks which items there are; the lines that stay are not touched, nor is where the list was scrolled to."""
        try:
            ids = self._source()
        except DabirError as error:
            self.failed.emit(error)
            return
        start, end = _difference(self._ids, ids)
        last = len(self._ids) - end
        if start < last:
            self.beginRemoveRows(_NOWHERE, start, last - 1)
            self._put(self._ids[:start] + self._ids[last:])
            self.endRemoveRows()
        if start < len(ids) - end:
            self.beginInsertRows(_NOWHERE, start, len(ids) - end - 1)
            self._put(ids)
            self.endInsertRows()
        self._begins_anew(start)

    def change(self, item: ItemId) -> None:
        """The item's line is another now."""
        self._known.pop(item, None)
        row = self.row(item)
        if row is not None:
            self.dataChanged.emit(self.index(row), self.index(row))

    def row(self, item: ItemId) -> int | None:
        """Where the item stands in the list."""
        return self._ids.index(item) if item in self._ids else None

    def item(self, row: int) -> Item | None:
        """The item of that line."""
        wanted = self._ids[row]
        if wanted not in self._known:
            self._fetch(row)
        return self._known.get(wanted)

    def begins_day(self, row: int) -> bool:
        """Whether a heading stands over that line."""
        return self._begins_day[row]

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """As many as there are items."""
        return 0 if parent.isValid() else len(self._ids)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Titles can be edited."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.isValid() else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What a line shows; `ITEM_ROLE` and `DAY_ROLE` for who draws it."""
        if not index.isValid():
            return None
        if role == DAY_ROLE:
            return self._day(index.row()) if self._begins_day[index.row()] else ""
        if role not in {ITEM_ROLE, *_TEXT_ROLES}:
            return None
        item = self.item(index.row())
        if role == ITEM_ROLE or item is None:
            return item
        return self._said(item) if role in _SAID_ROLES else item.title

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Asks for another title; the line shows it once it is kept."""
        item = self.item(index.row()) if index.isValid() else None
        title = " ".join(str(value).split())
        if role != Qt.ItemDataRole.EditRole or item is None or not title or title == item.title:
            return False
        self.renamed.emit(item.id, title)
        return True

    def _fetch(self, row: int) -> None:
        first = row - row % _FETCHED_AT_ONCE
        missing = [item for item in self._ids[first : first + _FETCHED_AT_ONCE] if item not in self._known]
        try:
            self._known |= {item.id: item for item in self._library.items(missing)}
        except DabirError as error:
            self.failed.emit(error)

    def _put(self, ids: list[ItemId]) -> None:
        self._ids = ids
        days = [datetime.fromtimestamp(item).toordinal() for item in ids]
        self._begins_day = [at == 0 or day != days[at - 1] for at, day in enumerate(days)]

    def _begins_anew(self, row: int) -> None:
        """Headings beside what came or went may be others now."""
        for at in (row - 1, row, row + 1):
            if 0 <= at < len(self._ids):
                self.dataChanged.emit(self.index(at), self.index(at))

    def _say_anew(self) -> None:
        if self._ids:
            self.dataChanged.emit(self.index(0), self.index(len(self._ids) - 1))

    def _day(self, row: int) -> str:
        moment = came(self._ids[row])
        today = date.today()
        if moment.date() == today:
            return self._interface.text(TODAY)
        if moment.date() == today - timedelta(days=1):
            return self._interface.text(YESTERDAY)
        return self._interface.date(moment)

    def _said(self, item: Item) -> str:
        return self._interface.text(
            _SAID,
            title=item.title,
            day=self._interface.date(item.came),
            length=self._interface.clock(item.duration),
            model=item.model or "—",
            line=item.first_line or self._interface.text(NO_TEXT),
        )


_SAID_ROLES: Final = frozenset({int(Qt.ItemDataRole.ToolTipRole), int(Qt.ItemDataRole.AccessibleTextRole)})
_TEXT_ROLES: Final = frozenset({int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.EditRole), *_SAID_ROLES})


def _difference(old: Sequence[ItemId], new: Sequence[ItemId]) -> tuple[int, int]:
    """How many ids are the same at the beginning, and how many of the others at the end."""
    least = min(len(old), len(new))
    start = next((at for at in range(least) if old[at] != new[at]), least)
    end = next((at for at in range(least - start) if old[-1 - at] != new[-1 - at]), least - start)
    return start, end
