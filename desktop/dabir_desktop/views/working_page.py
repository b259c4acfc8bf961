"""The page of work: the queue at the leading side, the text as it comes beside it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from dabir_desktop.batch import ItemState
from dabir_desktop.i18n import Interface
from dabir_desktop.views.card import card_of
from dabir_desktop.views.queue import QueueView
from dabir_desktop.views.streaming import StreamingView
from dabir_desktop.work_queue import WorkQueue

_QUEUE_WIDTH = 340
_LEAST_QUEUE_WIDTH = 290


class WorkingPage(QWidget):
    """`opened` carries an item of the queue whose text is wanted."""

    opened = Signal(int)

    def __init__(self, queue: WorkQueue, interface: Interface) -> None:
        super().__init__()
        self._queue = queue
        self.list = QueueView(queue, interface)
        self.text = StreamingView(queue, interface)
        self.list.setMinimumWidth(_LEAST_QUEUE_WIDTH)
        sides = QSplitter(Qt.Orientation.Horizontal)
        sides.setChildrenCollapsible(False)
        sides.setHandleWidth(16)
        sides.addWidget(self.list)
        sides.addWidget(card_of(self.text))
        sides.setStretchFactor(0, 1)
        sides.setStretchFactor(1, 2)
        sides.setSizes([_QUEUE_WIDTH, 2 * _QUEUE_WIDTH])
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 8, 24, 24)
        column.addWidget(sides)
        self.setFocusProxy(self.list)
        self.list.opened.connect(self.opened)
        self.list.chosen.connect(self._show)

    def _show(self, number: int) -> None:
        item = self._queue.item(number)
        if item is not None and item.state is not ItemState.DONE:
            self.text.show_item(number)
