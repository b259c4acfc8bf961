"""The layout of a long document, a slice at a time.

Qt lays out what is seen, and the rest by a timer in steps that double up to 200,000 signs, a quarter of a second of
Persian. Here those ticks are kept from it while anything is left, and ours lay out as much as fits into some
milliseconds: asking where a block stands has Qt lay out what comes before it, in steps that do not grow.
Source: `layoutStep` and `blockBoundingRect` of Qt's qtextdocumentlayout.cpp.
"""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, QSizeF, QTimer
from PySide6.QtGui import QTextDocument

_SLICE_MS: Final = 8
_BLOCKS: Final = 8
_AT_ONCE_BLOCKS: Final = 200
"""Laid out in about 20 ms: whoever wants to go so far need not wait."""


class LayoutSlices(QObject):
    """Lays out one document after the other; `begin` also when all of it is to be laid out anew."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._document: QTextDocument | None = None
        self._reached = 0
        self._waiting: tuple[int, Callable[[], object]] | None = None
        self._ticks = QTimer(self, interval=0)
        self._ticks.timeout.connect(self._go_on)

    def begin(self, document: QTextDocument) -> None:
        """From now on it is this document; nobody waits for a place in the one before."""
        if document is not self._document:
            self._waiting = None
            document.documentLayout().installEventFilter(self)
        self._document, self._reached = document, 0
        self._ticks.start()

    def when_reached(self, block: int, then: Callable[[], object]) -> None:
        """Calls `then` once the block of that number is laid out, at once if it nearly is; who waited before, waits no
        more."""
        is_near = self._document is None or block < self._reached + _AT_ONCE_BLOCKS
        self._waiting = None if is_near else (block, then)
        if is_near:
            then()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Keeps the layout's ticks from it while anything is left to be laid out."""
        return event.type() == QEvent.Type.Timer and self._ticks.isActive()

    def _go_on(self) -> None:
        assert self._document is not None, "the timer runs while there is a document"
        layout, count, clock = self._document.documentLayout(), self._document.blockCount(), QElapsedTimer()
        clock.start()
        while self._reached < count and clock.elapsed() < _SLICE_MS:
            self._reached = min(self._reached + _BLOCKS, count)
            layout.blockBoundingRect(self._document.findBlockByNumber(self._reached - 1))
        if self._reached >= count:
            self._ticks.stop()
        layout.documentSizeChanged.emit(QSizeF())  # scroll bars ask the layout itself
        if self._waiting is not None and self._waiting[0] < self._reached:
            (_, then), self._waiting = self._waiting, None
            then()
