"""What a search found as Qt sees it: a line for each hit, the first of an item's under the item's title."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from dabir_desktop.i18n import Interface
from dabir_desktop.library import Hit, Item, ItemId

HIT_ROLE: Final = int(Qt.ItemDataRole.UserRole)
"""The `Hit` of a line."""
HEADING_ROLE: Final = HIT_ROLE + 1
"""The `Item` over a line that is its first hit, else None."""

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class HitModel(QAbstractListModel):
    """Hits in the order in which the library gives them."""

    def __init__(self, interface: Interface, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._interface = interface
        self._hits: tuple[Hit, ...] = ()
        self._items: dict[ItemId, Item] = {}

    def show(self, hits: tuple[Hit, ...], items: Sequence[Item]) -> None:
        """Shows these hits; `items` are those that they are of."""
        self.beginResetModel()
        self._hits = hits
        self._items = {item.id: item for item in items}
        self.endResetModel()

    def hit(self, row: int) -> Hit:
        """The hit of that line."""
        return self._hits[row]

    def begins_item(self, row: int) -> bool:
        """Whether the item's title stands over that line."""
        return row == 0 or self._hits[row].item != self._hits[row - 1].item

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """As many as there are hits."""
        return 0 if parent.isValid() else len(self._hits)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The snippet as text, what a screen reader says; the roles above for who draws it."""
        if not index.isValid():
            return None
        hit = self._hits[index.row()]
        if role == HIT_ROLE:
            return hit
        if role == HEADING_ROLE:
            return self._items.get(hit.item) if self.begins_item(index.row()) else None
        if role == Qt.ItemDataRole.DisplayRole:
            return hit.snippet.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            item = self._items.get(hit.item)
            return f"{item.title if item else ''}، {self._interface.clock(hit.start)}: {hit.snippet.text}"
        return None
