"""Text as it comes: the item under way, its progress, and its segments one below the other.

One read-only document: all of it can be selected and copied while it grows. It follows the newest line until the reader
scrolls up. Many segments at once (an item that goes on after a restart, another item chosen) are put in a few at a time
between other events, so that the window never waits for them. Each paragraph has the direction of its own letters.
"""

import time
from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPalette, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QSizePolicy,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from dabir_core import Segment
from dabir_core.text.direction import is_right_to_left
from dabir_core.units import Seconds
from dabir_desktop.batch import UNDER_WAY, ItemId, ItemState, QueueItem
from dabir_desktop.i18n import Interface, Phrase
from dabir_desktop.i18n.bidi import isolated
from dabir_desktop.icons import Drawing
from dabir_desktop.models.queue_text import QueueText
from dabir_desktop.runner import Run
from dabir_desktop.theme import colours_now
from dabir_desktop.views.buttons import caption, push_button
from dabir_desktop.views.one_line import OneLine
from dabir_desktop.work_queue import WorkQueue

_TEXT = Phrase(en="Text so far", fa="متن تا اینجا")
_NOTHING_YET = Phrase(en="The text appears here, line by line.", fa="متن همین‌جا، خط به خط، پیدا می‌شود.")
_PROGRESS = Phrase(en="Progress", fa="پیشرفت")
_STOP = Phrase(en="Stop", fa="توقف")
_STOP_TIP = Phrase(
    en="Stops this recording. What is finished is kept, and you can go on later.",
    fa="این ضبط متوقف می‌شود. آنچه آماده شده می‌ماند و بعداً ادامه می‌یابد.",
)
_AT_ONCE = 40
_STEPS = 1000
_MARGIN = 24


class StreamingView(QWidget):
    """Follows one item of the queue: the one that is chosen, else the first under way."""

    shown = Signal(int)
    """Carries the item that is followed from now on."""

    def __init__(
        self,
        queue: WorkQueue,
        interface: Interface,
        *,
        clock: Callable[[], Seconds] = time.monotonic,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._queue, self._interface, self._clock = queue, interface, clock
        self._words = QueueText(interface)
        self._number: ItemId | None = None
        self._run: Run | None = None
        self._segments: list[Segment] = []
        self._pending: deque[Segment] = deque()
        self._title, self._detail, self._stop = OneLine(), QLabel(), push_button(Drawing.STOP)
        self._bar, self._text = QProgressBar(), QTextEdit()
        self._prepare()
        self._lay_out()
        self._filling = QTimer(self, interval=0)
        self._filling.timeout.connect(self._fill)
        self._seconds = QTimer(self, interval=1000)
        self._seconds.timeout.connect(self._renew)
        self._seconds.start()
        queue.segment_came.connect(self._add)
        queue.changed.connect(self._follow)
        queue.advanced.connect(self._advance)
        interface.changed.connect(self.retranslate)
        self.retranslate()

    def show_item(self, number: ItemId) -> None:
        """Follows that item, with the text that there is so far."""
        if number == self._number:
            return
        self._number = number
        self._begin()
        self._renew()
        self.shown.emit(number)

    def retranslate(self) -> None:
        """Writes everything in the language of now."""
        say = self._interface
        self._text.setAccessibleName(say.text(_TEXT))
        self._text.setPlaceholderText(say.text(_NOTHING_YET))
        self._bar.setAccessibleName(say.text(_PROGRESS))
        self._stop.setText(caption(say.text(_STOP)))
        self._stop.setAccessibleName(say.text(_STOP))
        self._stop.setToolTip(say.text(_STOP_TIP))
        self._refill()
        self._renew()

    def changeEvent(self, event: QEvent) -> None:
        """Colours inside a document do not follow the palette by themselves."""
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_filling"):
            self._refill()
        super().changeEvent(event)

    def _prepare(self) -> None:
        self._text.setReadOnly(True)
        self._text.setProperty("kind", "bare")
        self._text.setFrameShape(QFrame.Shape.NoFrame)
        self._text.document().setDocumentMargin(_MARGIN)
        self._text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._bar.setRange(0, _STEPS)
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(6)
        font = self._title.font()
        font.setPointSizeF(font.pointSizeF() * 1.25)
        font.setBold(True)
        self._title.setFont(font)
        self._detail.setWordWrap(True)
        self._detail.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._stop.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._stop.clicked.connect(self._ask_to_stop)

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._detail)
        head = QHBoxLayout()
        head.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, 0)
        head.addLayout(words, 1)
        head.addWidget(self._stop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(head)
        line = QHBoxLayout()
        line.setContentsMargins(_MARGIN, 0, _MARGIN, 0)
        line.addWidget(self._bar)
        layout.addLayout(line)
        layout.addWidget(self._text, 1)

    def _ask_to_stop(self) -> None:
        if self._number is not None:
            self._queue.cancel(self._number)

    def _follow(self, number: ItemId) -> None:
        """Another item begins while the one that was shown is over: that one is shown now."""
        now, changed = self._item(self._number), self._item(number)
        is_free = now is None or now.state not in UNDER_WAY
        if is_free and changed is not None and changed.state is ItemState.WORKING:
            self.show_item(number)
        self._advance(number)

    def _advance(self, number: ItemId) -> None:
        if number == self._number:
            self._renew()

    def _item(self, number: ItemId | None) -> QueueItem | None:
        return None if number is None else self._queue.item(number)

    def _renew(self) -> None:
        """Title, detail, progress."""
        item = self._item(self._number)
        run = None if item is None else self._queue.run(item.id)
        is_under_way = item is not None and item.state in UNDER_WAY
        self._bar.setVisible(is_under_way)
        self._stop.setVisible(is_under_way)
        if item is None:
            return
        self._title.show_text(self._interface.directed(isolated(item.title)))
        self._detail.setText(self._interface.directed(self._words.detail(item, run, self._clock())))
        fraction = None if run is None else run.fraction
        self._bar.setRange(0, 0 if fraction is None else _STEPS)
        self._bar.setValue(round(_STEPS * (fraction or 0.0)))

    def _begin(self) -> None:
        """A run of the item, which tells its segments from the first one on."""
        self._run = None if self._number is None else self._queue.run(self._number)
        self._segments = [] if self._run is None else list(self._run.segments)
        self._refill()

    def _add(self, number: ItemId, segment: Segment) -> None:
        if number != self._number:
            return
        if self._queue.run(number) is not self._run:
            self._begin()
            return
        self._segments.append(segment)
        self._pending.append(segment)
        self._filling.start()

    def _refill(self) -> None:
        self._text.clear()
        self._pending = deque(self._segments)
        self._filling.start()

    def _fill(self) -> None:
        """Puts in a few segments; the view stays where it is unless it is at the end."""
        if not self._pending:
            self._filling.stop()
            return
        slider = self._text.verticalScrollBar()
        is_at_end = slider.value() >= slider.maximum() - _MARGIN
        cursor = QTextCursor(self._text.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.beginEditBlock()
        for _ in range(min(_AT_ONCE, len(self._pending))):
            self._insert(cursor, self._pending.popleft())
        cursor.endEditBlock()
        if is_at_end:
            slider.setValue(slider.maximum())

    def _insert(self, cursor: QTextCursor, segment: Segment) -> None:
        block = QTextBlockFormat()
        is_rtl = is_right_to_left(segment.text, language=segment.language)
        block.setLayoutDirection(Qt.LayoutDirection.RightToLeft if is_rtl else Qt.LayoutDirection.LeftToRight)
        block.setLineHeight(150, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        block.setBottomMargin(8)
        if self._text.document().isEmpty():
            cursor.setBlockFormat(block)
        else:
            cursor.insertBlock(block)
        muted, plain = QTextCharFormat(), QTextCharFormat()
        muted.setForeground(QColor(colours_now().muted))
        plain.setForeground(QColor(colours_now().text))
        cursor.insertText(f"{self._interface.clock(segment.start)}  ", muted)
        cursor.insertText(segment.text, plain)
