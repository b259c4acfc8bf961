"""The list of what is most likely wrong, to be gone through: hear it, mend it, call it right or have it read again."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListView, QMenu, QVBoxLayout, QWidget

from dabir_desktop.doubts import Doubt, DoubtSearch
from dabir_desktop.editing import confirmed
from dabir_desktop.i18n import Interface, Phrase
from dabir_desktop.i18n.bidi import left_to_right
from dabir_desktop.icons import Drawing
from dabir_desktop.models.doubt_list import DoubtList
from dabir_desktop.models.draft import Draft
from dabir_desktop.views.buttons import caption, name_control, push_button
from dabir_desktop.views.doubt_rows import DoubtRows

_TITLE = Phrase(en="Worth a second look", fa="بهتر است دوباره گوش کنید")
_COUNT = Phrase(en="{count} places, the least certain first", fa="{count} جا؛ نامطمئن‌ترین‌ها بالاتر")
_NONE = Phrase(en="Nothing here looks doubtful.", fa="جای نامطمئنی نمانده است.")
_RIGHT = Phrase(en="It is right", fa="درست است")
_AGAIN = Phrase(en="Redo this part", fa="دوباره بنویس")
_WITH = Phrase(en="With {model}", fa="با {model}")
_SAME = Phrase(en="With the same model", fa="با همین مدل")
_LIST = Phrase(
    en="Doubtful parts: F8 for the next, Shift+F8 for the one before", fa="جاهای نامطمئن: F8 بعدی، Shift+F8 قبلی"
)
_AFTER_TYPING_MS = 400
_SLICE_SEGMENTS = 200
"""Some milliseconds; most transcripts are one slice, and ranked at once."""


class DoubtsView(QWidget):
    """The doubted parts of a draft.

    `chosen` carries the Doubt to show; `redo_asked` a part's start and end and a model's name, empty for the same one.
    """

    chosen = Signal(object)
    redo_asked = Signal(float, float, str)

    def __init__(self, draft: Draft, interface: Interface) -> None:
        super().__init__()
        self.draft = draft
        self._interface = interface
        self._names: Sequence[str] = ()
        self.list = QListView()
        self.rows = DoubtList(draft, interface, self)
        self.list.setModel(self.rows)
        self.list.setUniformItemSizes(True)
        self.list.setItemDelegate(DoubtRows(interface, self))
        self._title, self._count = QLabel(), QLabel()
        self._right, self._again = push_button(Drawing.CHECK), push_button(Drawing.AGAIN)
        self.models = QMenu(self)
        self._later = QTimer(self, singleShot=True, interval=_AFTER_TYPING_MS)
        self._search: DoubtSearch | None = None
        self._slices = QTimer(self, singleShot=True, interval=0)
        self._steps = 0
        self._lay_out()
        self._connect()
        self.retranslate()

    def retranslate(self) -> None:
        """Speaks the language of now."""
        say = self._interface.text
        self._title.setText(self._interface.label(_TITLE))
        self.list.setAccessibleName(say(_LIST))
        for button, phrase, key in ((self._right, _RIGHT, "Ctrl+F8"), (self._again, _AGAIN, "Alt+F8")):
            button.setText(caption(say(phrase)))
            name_control(button, say(phrase), key=QKeySequence(key))
        self.offer_models(self._names)
        self._tell()

    def offer_models(self, names: Sequence[str]) -> None:
        """The models that a part can be read again with, besides the one it was read with."""
        self._names = names
        self.models.clear()
        self.models.addAction(self._interface.text(_SAME)).triggered.connect(lambda: self._redo(""))
        for name in names:
            action = self.models.addAction(self._interface.text(_WITH, model=left_to_right(name)))
            action.triggered.connect(partial(self._redo, name))

    def renew(self) -> None:
        """Ranks anew, a slice at a time, and keeps the place in the list."""
        self._later.stop()
        self._search = DoubtSearch(self.draft.transcript)
        self._go_on()

    def step(self, steps: int) -> None:
        """Shows the next doubt, or with -1 the one before; round at the ends. While it is ranked anew, just after."""
        if self._later.isActive():
            self.renew()
        if self._search is not None:
            self._steps = steps
            return
        count = self.rows.rowCount()
        if count:
            row = self.list.currentIndex().row()
            self._set_row((row + steps) % count if self._was_shown else max(0, row))
            self._show()

    def confirm(self) -> None:
        """Takes the current one for right, which can be undone, and shows the next."""
        doubt = self.current()
        if doubt is not None:
            self.draft.act(confirmed(self.draft.transcript, doubt.start, doubt.end), self._interface.text(_RIGHT))
            self.renew()
            self._was_shown = False
            self.step(1)

    def current(self) -> Doubt | None:
        """The one that the list stands on."""
        row = self.list.currentIndex().row()
        return self.rows.doubts[row] if 0 <= row < len(self.rows.doubts) else None

    def _go_on(self) -> None:
        assert self._search is not None, "the timer runs while there is a search"
        if self._search.go_on(_SLICE_SEGMENTS):
            self._slices.start()
            return
        self._slices.stop()
        row = max(0, self.list.currentIndex().row())
        self.rows.show(self._search.ranked())
        self._search = None
        self._set_row(min(row, self.rows.rowCount() - 1))
        self._tell()
        steps, self._steps = self._steps, 0
        if steps:
            self.step(steps)

    def _set_row(self, row: int) -> None:
        self.list.setCurrentIndex(self.rows.index(row, 0) if row >= 0 else QModelIndex())

    def _show(self) -> None:
        self._was_shown = True
        doubt = self.current()
        if doubt is not None:
            self.chosen.emit(doubt)

    def _redo(self, model: str, _is_checked: bool = False) -> None:
        doubt = self.current()
        if doubt is not None:
            self.redo_asked.emit(doubt.start, doubt.end, model)

    def _tell(self) -> None:
        count = self.rows.rowCount()
        number = self._interface.digits(str(count))
        self._count.setText(self._interface.label(_COUNT, count=number) if count else self._interface.label(_NONE))
        for widget in (self.list, self._right, self._again):
            widget.setEnabled(count > 0)

    def _lay_out(self) -> None:
        self._title.setProperty("kind", "heading")
        self._count.setProperty("kind", "muted")
        self._again.setMenu(self.models)
        column, buttons = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        buttons.addWidget(self._right)
        buttons.addWidget(self._again)
        for widget in (self._title, self._count, self.list):
            column.addWidget(widget)
        column.addLayout(buttons)

    def _connect(self) -> None:
        self._was_shown = False
        self.list.clicked.connect(lambda _index: self._show())
        self.list.activated.connect(lambda _index: self._show())
        self._right.clicked.connect(self.confirm)
        self._later.timeout.connect(self.renew)
        self._slices.timeout.connect(self._go_on)
        self.draft.changed.connect(lambda _part: self._later.start() if self.isVisible() else None)
        self._interface.changed.connect(self.retranslate)
        for key, slot in (("Ctrl+F8", self.confirm), ("Alt+F8", self._again.showMenu)):
            QShortcut(key, self, slot, context=Qt.ShortcutContext.WindowShortcut)
