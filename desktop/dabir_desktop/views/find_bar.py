"""Finding and replacing: folded, so that ي finds ی, «میروم» finds «می‌روم» and 12 finds ۱۲."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLineEdit, QWidget

from dabir_core.transcript import Transcript
from dabir_desktop.background import Background
from dabir_desktop.editing import Editor, Match
from dabir_desktop.i18n import Interface, Phrase
from dabir_desktop.icons import Drawing
from dabir_desktop.models.draft import Draft
from dabir_desktop.models.match_search import MatchSearch
from dabir_desktop.views.buttons import name_control, push_button, tool_button

_FIND = Phrase(en="Find", fa="جست‌وجو در متن")
_REPLACE_BY = Phrase(en="Replace with", fa="جایگزین با")
_NEXT = Phrase(en="Next", fa="بعدی")
_BEFORE = Phrase(en="Previous", fa="قبلی")
_REPLACE = Phrase(en="Replace", fa="جایگزینی")
_REPLACE_ALL = Phrase(en="Replace all", fa="جایگزینی همه")
_CLOSE = Phrase(en="Close", fa="بستن")
_COUNT = Phrase(en="{number} of {count}", fa="{number} از {count}")
_NONE = Phrase(en="Not found", fa="پیدا نشد")

_REST_MS = 250


class FindBar(QWidget):
    """Two fields over the page.

    `moved` carries the Match that is to be shown; `found` all of them, for marking; `closed` tells that it is gone.
    """

    moved = Signal(object)
    found = Signal(object)
    closed = Signal()

    def __init__(self, draft: Draft, editor: Editor, interface: Interface) -> None:
        super().__init__()
        self._draft = draft
        self._editor = editor
        self._interface = interface
        self._matches: Sequence[Match] = ()
        self._at = 0
        self._background = Background("replacing", self)
        self._search = MatchSearch(editor, self)
        self._later = QTimer(self, singleShot=True, interval=_REST_MS)
        self.sought, self.substitute = QLineEdit(), QLineEdit()
        self._count = QLabel()
        self._next, self._before, self._close = push_button(), push_button(), tool_button(Drawing.CLOSE)
        self._one, self._all = push_button(), push_button()
        self._lay_out()
        self._connect()
        interface.changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        """Speaks the language of now."""
        say = self._interface.text
        for field, phrase in ((self.sought, _FIND), (self.substitute, _REPLACE_BY)):
            field.setPlaceholderText(self._interface.label(phrase))
            field.setAccessibleName(say(phrase))
        for button, phrase, key in (
            (self._next, _NEXT, "F3"),
            (self._before, _BEFORE, "Shift+F3"),
            (self._one, _REPLACE, "Ctrl+Shift+H"),
            (self._all, _REPLACE_ALL, "Ctrl+Alt+H"),
            (self._close, _CLOSE, "Esc"),
        ):
            name_control(button, say(phrase), key=QKeySequence(key))
            if button is not self._close:
                button.setText(say(phrase))
        self._tell()

    def open(self, sought: str, *, from_segment: int, replacing: bool) -> None:
        """Shows itself, and looks for this text from a segment on; an empty text leaves the one of before."""
        self.show()
        for widget in (self.substitute, self._one, self._all):
            widget.setVisible(replacing)
        if sought:
            self.sought.setText(sought)
        self._look(lambda: self._begin_from(from_segment))
        self.sought.setFocus()
        self.sought.selectAll()

    def count_told(self) -> str:
        """What is said of how many there are."""
        return self._count.text()

    def step(self, steps: int) -> None:
        """To the next match, or with -1 to the one before; round at the ends."""
        if self._is_stale:
            self._look(lambda: self.step(steps))
        elif self._matches:
            self._at = (self._at + steps) % len(self._matches)
            self._tell()
            self.moved.emit(self._matches[self._at])

    def replace_one(self) -> None:
        """Replaces the match that is shown and goes to the next after it, never into what was just written."""
        if self._is_stale:
            self._look(self.replace_one)
            return
        if not self._matches:
            return
        match = self._matches[self._at]
        after = match.segment, match.place.first + len(self.substitute.text())
        self._replace([match], _REPLACE)
        self._look(lambda: self._go_behind(after))

    def replace_all(self) -> None:
        """Replaces every match, as one act; made in a thread, for it may take a second."""
        base, sought, by = self._draft.transcript, self.sought.text(), self.substitute.text()

        def work() -> Transcript:
            return self._editor.replaced(base, self._editor.matches(base, sought), by=by)

        def take(after: Transcript) -> None:
            self._all.setEnabled(True)
            if self._draft.transcript is base:
                self._draft.act(after, self._interface.text(_REPLACE_ALL))
                self._look()
            else:  # edited meanwhile: once more, from there
                self.replace_all()

        self._all.setEnabled(False)
        self._background.run(work, take)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter and Shift+Enter step while something is typed; Escape closes."""
        if not isinstance(event, QKeyEvent):
            return False
        if event.type() == QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Escape:
            event.accept()  # the window may have another use for it
        if event.type() != QEvent.Type.KeyPress:
            return False
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if watched is self.substitute:
                self.replace_one()
            else:
                self.step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            return False
        return True

    def _replace(self, matches: Sequence[Match], name: Phrase) -> None:
        after = self._editor.replaced(self._draft.transcript, matches, by=self.substitute.text())
        self._draft.act(after, self._interface.text(name))

    @property
    def _is_stale(self) -> bool:
        """Whether the text, or what is sought in it, is another than the matches are of."""
        return self._later.isActive() or self._search.is_busy

    def _look(self, then: Callable[[], object] = lambda: None) -> None:
        """Looks anew; then calls `then`."""
        self._later.stop()
        self._search.look(self._draft.transcript, self.sought.text(), lambda matches: self._take(matches, then))

    def _take(self, matches: Sequence[Match], then: Callable[[], object]) -> None:
        self._matches = matches
        self._at = min(self._at, max(0, len(matches) - 1))
        self._tell()
        self.found.emit(matches)
        then()

    def _typed(self) -> None:
        self._look(lambda: self.step(0))

    def _begin_from(self, segment: int) -> None:
        self._at = next((at for at, each in enumerate(self._matches) if each.segment >= segment), 0)
        self._tell()

    def _go_behind(self, after: tuple[int, int]) -> None:
        following = (at for at, each in enumerate(self._matches) if (each.segment, each.place.first) >= after)
        self._at = next(following, 0)
        self.step(0)

    def _follow(self) -> None:
        """While somebody types, only once they rest: a long transcript takes a while to be looked through."""
        if self.isVisible():
            self._later.start()

    def _tell(self) -> None:
        if self._matches:
            number, count = (self._interface.digits(str(each)) for each in (self._at + 1, len(self._matches)))
            self._count.setText(self._interface.label(_COUNT, number=number, count=count))
        else:
            self._count.setText(self._interface.label(_NONE) if self.sought.text() else "")
        for button in (self._next, self._before, self._one, self._all):
            button.setEnabled(bool(self._matches))

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        finding, replacing = QHBoxLayout(), QHBoxLayout()
        for widget in (self._count, self._before, self._next, self._close):
            finding.addWidget(widget)
        for widget in (self._one, self._all):
            replacing.addWidget(widget)
        replacing.addStretch()
        self._count.setMinimumWidth(self._count.fontMetrics().horizontalAdvance("0000 of 0000"))
        grid.addWidget(self.sought, 0, 0)
        grid.addLayout(finding, 0, 1)
        grid.addWidget(self.substitute, 1, 0)
        grid.addLayout(replacing, 1, 1)
        grid.setColumnStretch(0, 1)

    def _connect(self) -> None:
        self.sought.textEdited.connect(lambda _text: self._typed())
        self._draft.changed.connect(lambda _part: self._follow())
        self._later.timeout.connect(lambda: self._look())
        self._next.clicked.connect(lambda: self.step(1))
        self._before.clicked.connect(lambda: self.step(-1))
        self._one.clicked.connect(self.replace_one)
        self._all.clicked.connect(self.replace_all)
        self._close.clicked.connect(self._leave)
        for field in (self.sought, self.substitute):
            field.installEventFilter(self)
        for key, slot in (("Ctrl+Shift+H", self.replace_one), ("Ctrl+Alt+H", self.replace_all)):
            QShortcut(key, self, slot, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _leave(self) -> None:
        self.hide()
        self.closed.emit()
