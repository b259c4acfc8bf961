"""The queue on the screen: what is waiting, under way and done, in an order that is changed by dragging or by keys."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QListView, QMenu, QVBoxLayout, QWidget

from dabir_desktop.batch import OVER, ItemId, ItemState, QueueItem
from dabir_desktop.i18n import Interface, Phrase
from dabir_desktop.models.queue_model import QueueModel, QueueRole
from dabir_desktop.views.buttons import push_button
from dabir_desktop.views.card import card_of
from dabir_desktop.views.queue_row import QueueRow
from dabir_desktop.work_queue import WorkQueue

_TITLE = Phrase(en="Queue", fa="صف")
_COUNT = Phrase(en="{done} of {all} done", fa="{done} از {all} آماده")
_CLEAR = Phrase(en="Clear finished", fa="پاک کردن آماده‌ها")
_CLEAR_TIP = Phrase(
    en="Takes what is done off this list. The texts stay in the library.",
    fa="آنچه آماده است از این فهرست برداشته می‌شود. متن‌ها در کتابخانه می‌مانند.",
)
_EMPTY = Phrase(
    en="Nothing is waiting.\nDrop files anywhere in this window.",
    fa="کاری در صف نیست.\nفایل را هر جای این پنجره می‌شود رها کرد.",
)
_LIST = Phrase(en="Recordings in the queue", fa="ضبط‌های در صف")
_OPEN = Phrase(en="Open the text", fa="باز کردن متن")
_STOP = Phrase(en="Stop", fa="توقف")
_AGAIN = Phrase(en="Try again", fa="تلاش دوباره")
_UP = Phrase(en="Move up", fa="یک جا بالاتر")
_DOWN = Phrase(en="Move down", fa="یک جا پایین‌تر")
_FIRST = Phrase(en="Do this first", fa="اول این")
_REMOVE = Phrase(en="Take off the list", fa="برداشتن از فهرست")

_ALIVE = frozenset({ItemState.WAITING, ItemState.FETCHING, ItemState.WORKING})
_BROKEN_OFF = frozenset({ItemState.FAILED, ItemState.CANCELLED})


class QueueView(QWidget):
    """Shows a `WorkQueue` and passes on what is asked of it."""

    opened = Signal(int)
    """Carries a done item whose text is wanted."""
    chosen = Signal(int)
    """Carries the item on which the selection is now: its text is to be shown as it comes."""

    def __init__(self, queue: WorkQueue, interface: Interface, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._queue, self._interface = queue, interface
        self._model = QueueModel(queue, interface, parent=self)
        self._title, self._count, self._clear = QLabel(), QLabel(), push_button(kind="quiet")
        self._list = self._make_list()
        self._empty = QLabel()
        self._actions = self._make_actions()
        self._clear.clicked.connect(self._clear_finished)
        font = self._title.font()
        font.setPointSizeF(font.pointSizeF() * 1.25)
        font.setBold(True)
        self._title.setFont(font)
        self._count.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._lay_out()
        for signal in (queue.added, queue.changed, queue.removed):
            signal.connect(self._recount)
        interface.changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        """Writes everything in the language of now."""
        say = self._interface
        self._title.setText(say.label(_TITLE))
        self._clear.setText(say.text(_CLEAR))
        self._clear.setToolTip(say.text(_CLEAR_TIP))
        self._clear.setAccessibleName(say.text(_CLEAR))
        self._list.setAccessibleName(say.text(_LIST))
        self._empty.setText(say.label(_EMPTY))
        for phrase, action in self._actions.items():
            action.setText(say.text(phrase))
        self._recount()

    def _make_list(self) -> QListView:
        rows = QListView()
        rows.setModel(self._model)
        row = QueueRow(rows)
        row.stop_asked.connect(self._queue.cancel)
        row.again_asked.connect(self._queue.retry)
        rows.setItemDelegate(row)
        rows.setFrameShape(QFrame.Shape.NoFrame)
        rows.setMouseTracking(True)
        rows.setUniformItemSizes(True)
        rows.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        rows.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        rows.setDragDropMode(QListView.DragDropMode.InternalMove)
        rows.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        rows.customContextMenuRequested.connect(self._show_menu)
        rows.activated.connect(lambda _index: self._activate())
        rows.selectionModel().currentChanged.connect(lambda now, _: self._choose(now.data(QueueRole.ITEM)))
        return rows

    def _make_actions(self) -> dict[Phrase, QAction]:
        """Each with its key, which works while the list has the focus; Enter opens or tries again, too."""
        made = {
            _OPEN: self._action("", self._open),
            _AGAIN: self._action("F5", self._retry),
            _STOP: self._action("Ctrl+.", self._stop),
            _FIRST: self._action("Alt+Home", self._move_first),
            _UP: self._action("Alt+Up", self._move_up),
            _DOWN: self._action("Alt+Down", self._move_down),
            _REMOVE: self._action("Del", self._remove),
        }
        self._list.addActions(list(made.values()))
        return made

    def _action(self, keys: str, do: Callable[[], object]) -> QAction:
        action = QAction(self)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(lambda: do())
        return action

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._title)
        head.addWidget(self._count, 1)
        head.addWidget(self._clear)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2, 0, 2, 0)  # a mirrored splitter cuts a pixel off, and with it the card's line
        layout.setSpacing(12)
        layout.addLayout(head)
        self._empty.setProperty("kind", "muted")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        QVBoxLayout(self._list.viewport()).addWidget(self._empty)  # over the list, which keeps the focus
        layout.addWidget(card_of(self._list), 1)

    def _recount(self) -> None:
        items = self._queue.items
        done = sum(item.state is ItemState.DONE for item in items)
        digits = self._interface.digits
        count = self._interface.label(_COUNT, done=digits(str(done)), all=digits(str(len(items))))
        self._count.setText(count if items else "")
        self._clear.setEnabled(done > 0)
        self._empty.setVisible(not items)

    def _selected(self) -> list[QueueItem]:
        """The chosen items, in the order of the list."""
        rows = sorted(index.row() for index in self._list.selectionModel().selectedIndexes())
        numbers = [self._model.index(row).data(QueueRole.ITEM) for row in rows]
        return [item for number in numbers if (item := self._queue.item(number)) is not None]

    def _choose(self, number: ItemId | None) -> None:
        if number is not None:
            self.chosen.emit(number)

    def _activate(self) -> None:
        self._open()
        self._retry()

    def _open(self) -> None:
        for item in self._selected()[:1]:
            if item.state is ItemState.DONE:
                self.opened.emit(item.id)

    def _retry(self) -> None:
        for item in self._selected():
            self._queue.retry(item.id)

    def _stop(self) -> None:
        for item in self._selected():
            self._queue.cancel(item.id)

    def _remove(self) -> None:
        """What goes on is stopped and stays listed, so that it can be taken up again; what is over is taken off."""
        selected = self._selected()
        over = [item.id for item in selected if item.state in OVER]
        self._stop()
        self._queue.dismiss(over)

    def _clear_finished(self) -> None:
        self._queue.dismiss([item.id for item in self._queue.items if item.state is ItemState.DONE])

    def _move_first(self) -> None:
        moved = {item.id for item in self._selected()}
        waiting = (item.id for item in self._queue.items if item.state is ItemState.WAITING and item.id not in moved)
        self._queue.move(moved, before=next(waiting, None))

    def _move_up(self) -> None:
        self._move(-1)

    def _move_down(self) -> None:
        self._move(2)

    def _move(self, step: int) -> None:
        """Puts the chosen items in front of the one that stands `step` places from the edge of them."""
        order = [item.id for item in self._queue.items]
        moved = [item.id for item in self._selected()]
        if not moved:
            return
        edge = order.index(moved[0] if step < 0 else moved[-1]) + step
        before = order[max(edge, 0)] if edge < len(order) else None
        self._queue.move(moved, before=before)

    def _show_menu(self, place: QPoint) -> None:
        """Only what can be done with the chosen items now."""
        states = {item.state for item in self._selected()}
        if not states:
            return
        possible = {
            _OPEN: states == {ItemState.DONE},
            _AGAIN: bool(states & _BROKEN_OFF),
            _STOP: bool(states & _ALIVE),
            _REMOVE: states <= OVER,
        }
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for phrase, action in self._actions.items():
            if possible.get(phrase, True):
                menu.addAction(action)
        menu.popup(self._list.viewport().mapToGlobal(place))
