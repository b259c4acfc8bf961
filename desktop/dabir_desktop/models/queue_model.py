"""The queue as a list for Qt's views; rows are dragged to another place within it."""

import json
import time
from collections.abc import Callable, Collection, Sequence
from enum import IntEnum
from itertools import groupby

from PySide6.QtCore import (
    QAbstractListModel,
    QByteArray,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
)

from dabir_core.units import Seconds
from dabir_desktop.batch import UNDER_WAY, ItemId, QueueItem
from dabir_desktop.i18n import Interface
from dabir_desktop.i18n.bidi import isolated, left_to_right
from dabir_desktop.models.queue_text import QueueText
from dabir_desktop.runner import Run
from dabir_desktop.work_queue import WorkQueue

_ROWS = "application/x-dabir-queue-rows"
_COUNT_DOWN_MS = 1000
_NOWHERE = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


class QueueRole(IntEnum):
    """What a row has besides its title (DisplayRole)."""

    ITEM = Qt.ItemDataRole.UserRole + 1
    """The item's number."""
    STATE = Qt.ItemDataRole.UserRole + 2
    """Its `ItemState`."""
    DETAIL = Qt.ItemDataRole.UserRole + 3
    """One line on where it is."""
    FRACTION = Qt.ItemDataRole.UserRole + 4
    """How much is finished, 0 to 1; None if that is not known or nothing is under way."""


class QueueModel(QAbstractListModel):
    """Follows a `WorkQueue`; time left is counted down each second."""

    def __init__(
        self,
        queue: WorkQueue,
        interface: Interface,
        *,
        clock: Callable[[], Seconds] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._queue, self._clock = queue, clock
        self._text = QueueText(interface)
        self._numbers = [item.id for item in queue.items]
        queue.added.connect(self._add)
        queue.changed.connect(self._renew)
        queue.advanced.connect(self._renew)
        queue.removed.connect(self._remove)
        queue.moved.connect(self._arrange)
        interface.changed.connect(self._renew_all)
        self._seconds = QTimer(self, interval=_COUNT_DOWN_MS)
        self._seconds.timeout.connect(self._renew_under_way)
        self._seconds.start()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """How many items are listed."""
        return 0 if parent.isValid() else len(self._numbers)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The value of a role; see `QueueRole`."""
        item = self._queue.item(self._numbers[index.row()]) if index.isValid() else None
        if item is None:
            return None
        run = self._queue.run(item.id)
        return self._value(item, run, role)

    def row_of(self, number: ItemId) -> int | None:
        """Where an item stands."""
        return self._numbers.index(number) if number in self._numbers else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Rows are dragged; they are dropped between rows, not on one."""
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        return Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsDragEnabled

    def supportedDropActions(self) -> Qt.DropAction:
        """Rows are moved, never copied."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        """Rows of a queue; files are the window's to take."""
        return [_ROWS]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The numbers of the dragged items."""
        carried = QMimeData()
        numbers = [self._numbers[index.row()] for index in indexes]
        carried.setData(_ROWS, QByteArray(json.dumps(numbers).encode()))
        return carried

    def dropMimeData(self, carried: QMimeData, _action: Qt.DropAction, row: int, _column: int, _parent: Index) -> bool:
        """Moves the dragged items in front of a row; always False, since Qt would remove what it thinks it moved."""
        if carried.hasFormat(_ROWS):
            numbers = json.loads(bytes(carried.data(_ROWS).data()))
            before = self._numbers[row] if 0 <= row < len(self._numbers) else None
            self._queue.move(numbers, before=before)
        return False

    def _value(self, item: QueueItem, run: Run | None, role: int) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            return isolated(item.title)
        if role == QueueRole.ITEM:
            return item.id
        if role == QueueRole.STATE:
            return item.state
        if role == QueueRole.FRACTION:
            return None if run is None else run.fraction
        if role == QueueRole.DETAIL:
            return self._text.detail(item, run, self._clock())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{isolated(item.title)}\n{self._text.detail(item, run, self._clock())}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{self._text.detail(item, run, self._clock())}\n{left_to_right(item.link or str(item.source))}"
        return None

    def _add(self, numbers: Sequence[ItemId]) -> None:
        first = len(self._numbers)
        self.beginInsertRows(_NOWHERE, first, first + len(numbers) - 1)
        self._numbers.extend(numbers)
        self.endInsertRows()

    def _remove(self, numbers: Collection[ItemId]) -> None:
        """From the end, so that rows keep their numbers; rows that follow each other go at once."""
        gone = [row for row, number in enumerate(self._numbers) if number in numbers]
        for first, last in _stretches(gone):
            self.beginRemoveRows(_NOWHERE, first, last)
            del self._numbers[first : last + 1]
            self.endRemoveRows()

    def _arrange(self) -> None:
        """Another order: whoever points at a row (the selection) points at the same item afterwards."""
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        items = [self._numbers[index.row()] for index in before]
        self._numbers = [item.id for item in self._queue.items]
        self.changePersistentIndexList(before, [self.index(self._numbers.index(number)) for number in items])
        self.layoutChanged.emit()

    def _renew(self, number: ItemId) -> None:
        row = self.row_of(number)
        if row is not None:
            self.dataChanged.emit(self.index(row), self.index(row))

    def _renew_under_way(self) -> None:
        for item in self._queue.items:
            if item.state in UNDER_WAY:
                self._renew(item.id)

    def _renew_all(self) -> None:
        if self._numbers:
            self.dataChanged.emit(self.index(0), self.index(len(self._numbers) - 1))


def _stretches(rows: Sequence[int]) -> list[tuple[int, int]]:
    """(first, last) of each run of ascending rows that follow each other, the last run first."""
    runs = [[row for _, row in run] for _, run in groupby(enumerate(rows), lambda place: place[1] - place[0])]
    return [(run[0], run[-1]) for run in reversed(runs)]
