"""The draft as a text document, one block for each segment, and what is typed in it as acts of the draft.

Whatever changed the document, keys, input methods, cut, paste or a drop, the blocks that differ from the draft are
found and given to it as lines; and whatever changed the draft, the blocks that differ from it are written anew, and of
them only what differs, so that the caret stays where the change is. The document has no history of its own.

An act on many segments is laid out for a quarter of a second: its lines are written a slice at a time, those that are
seen first, and all that is left of them before anything else is done to the page.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QTextBlock, QTextBlockFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextEdit

from dabir_core.text.direction import is_right_to_left
from dabir_core.transcript import Segment
from dabir_desktop.editing import Difference, Editor
from dabir_desktop.i18n import Interface, Phrase
from dabir_desktop.models.draft import Draft
from dabir_desktop.utf16 import to_units
from dabir_desktop.views.first_in_sight import first_in_sight
from dabir_desktop.views.layout_slices import LayoutSlices

_TYPING = Phrase(en="Typing", fa="نوشتن")
_ONE_ACT_MS = 1500
"""A longer rest begins another act."""
_LINE_HEIGHT_PERCENT = 155.0
_GAP_PIXELS = 12.0
_MARGIN = 20.0
_MANY_BLOCKS = 200
"""More that come or go at once, as when all that was deleted comes back, are written into a new document (`show_all`).
"""
_SLICE_UNITS = 4000
"""Written and laid out in about 10 ms."""
_HANDS: Final = frozenset(
    {QEvent.Type.KeyPress, QEvent.Type.InputMethod, QEvent.Type.MouseButtonPress, QEvent.Type.Drop}
)


class PageText(QObject):
    """Keeps a text field's document and a draft in step."""

    def __init__(self, page: QTextEdit, draft: Draft, *, editor: Editor, interface: Interface) -> None:
        super().__init__(page)
        self._page = page
        self._document = QTextDocument(page)
        self._draft = draft
        self._editor = editor
        self._interface = interface
        self._is_writing = False
        self._blocks = 1
        self._typed_until = -1
        self._changed_until = 0
        self._rest = QElapsedTimer()
        self.layout = LayoutSlices(self)
        self._late: list[int] = []
        self._slices = QTimer(self, interval=0)
        self._slices.timeout.connect(self._write_slice)
        for hand in (page, page.viewport()):
            hand.installEventFilter(self)
        draft.changed.connect(self._follow)
        self.show_all()

    def show_all(self) -> None:
        """Writes the whole draft, into a new document.

        It is filled before the text field has it: the field then lays out what is seen, and the rest bit by bit, while
        a cursor that fills a document in sight wants all of it laid out at once.
        """
        self._leave_late(())
        document = QTextDocument(self._page)
        document.setUndoRedoEnabled(False)
        document.setDefaultFont(self._page.font())
        document.setDocumentMargin(_MARGIN)
        form = QTextBlockFormat()
        form.setLineHeight(_LINE_HEIGHT_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        form.setBottomMargin(_GAP_PIXELS)
        form.setLayoutDirection(_usual_direction(self._draft.transcript.language))
        cursor = QTextCursor(document)
        cursor.setBlockFormat(form)
        cursor.insertText("\n".join(map(_line, self._draft.transcript.segments)))
        self._document, old = document, self._document
        self._direct(0, len(self._draft.transcript.segments))
        self._page.setDocument(document)
        document.contentsChange.connect(self._typed)
        self.layout.begin(document)
        old.deleteLater()
        self._blocks = document.blockCount()
        self._typed_until = -1

    @property
    def last_change(self) -> int:
        """The document's position where the last change that was not typed ends."""
        return self._changed_until

    def block(self, number: int) -> QTextBlock:
        """The block that shows segment number `number`."""
        return self._document.findBlockByNumber(number)

    def finish(self) -> None:
        """Writes what is left of an act on many segments."""
        while self._late:
            self._write_slice()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Whoever does anything to the page finds the whole text there."""
        if event.type() in _HANDS and self._late:
            self.finish()
        return False

    @contextmanager
    def _writing(self, *, keeps_run: bool = False) -> Iterator[QTextCursor]:
        """Inside, changes of the document are ours, and are laid out together at the end."""
        self._is_writing = True
        cursor = QTextCursor(self._document)
        cursor.beginEditBlock()
        yield cursor
        cursor.endEditBlock()
        self._is_writing = False
        self._blocks = self._document.blockCount()
        if not keeps_run:
            self._typed_until = -1

    def _typed(self, position: int, removed: int, added: int) -> None:
        if self._is_writing:
            return
        continues = position + removed == self._typed_until or position == self._typed_until
        continues = continues and self._rest.isValid() and self._rest.restart() < _ONE_ACT_MS
        self._rest.start()
        self._typed_until = position + added
        first = self._document.findBlock(position).blockNumber()
        end = min(position + added, self._document.characterCount() - 1)
        last = self._document.findBlock(end).blockNumber() + 1
        gone = last - first - (self._document.blockCount() - self._blocks)
        self._blocks = self._document.blockCount()
        self._take(first, gone, [self.block(number).text() for number in range(first, last)], continues=continues)
        if self._late:
            self._leave_late(range(len(self._draft.transcript.segments)))

    def _take(self, first: int, count: int, lines: list[str], *, continues: bool) -> None:
        """Gives the draft those of the lines that differ from its segments."""
        old = [_line(segment) for segment in self._draft.transcript.segments[first : first + count]]
        shortest = min(len(old), len(lines))
        lead = next((at for at in range(shortest) if old[at] != lines[at]), shortest)
        tail = next((at for at in range(shortest - lead) if old[-1 - at] != lines[-1 - at]), shortest - lead)
        count, changed = len(old) - lead - tail, lines[lead : len(lines) - tail]
        if not count and not changed:
            return
        after = self._editor.with_lines(self._draft.transcript, first + lead, count=count, lines=changed)
        self._is_writing = True  # the document shows it already
        self._draft.type(after, self._interface.text(_TYPING), continues=continues)
        self._is_writing = False
        with self._writing(keeps_run=True):
            self._direct(first + lead, first + lead + len(changed))

    def _follow(self, part: Difference) -> None:
        if self._is_writing:
            return
        self.finish()
        if max(len(part.before), len(part.after)) <= _MANY_BLOCKS:
            self._write_at_once(part)
        elif len(part.before) == len(part.after):
            self._leave_late(range(part.first, part.first + len(part.after)))
            self._changed_until = self._page.textCursor().position()
            self._write_slice()
        else:
            self.show_all()
            self._changed_until = self.block(min(part.first, self._blocks - 1)).position()

    def _write_at_once(self, part: Difference) -> None:
        with self._writing():
            self._write(part.first, len(part.before), list(map(_line, part.after)))
            self._direct(part.first, part.first + len(part.after))

    def _leave_late(self, numbers: Iterable[int]) -> None:
        """Those of these blocks that differ from the draft are written later, the ones in sight first."""
        segments = self._draft.transcript.segments
        late = [number for number in numbers if self.block(number).text() != _line(segments[number])]
        seen = bisect_left(late, first_in_sight(self._page).blockNumber()) if late else 0
        self._late = late[seen:] + late[:seen]
        if late:
            self._slices.start()
        else:
            self._slices.stop()

    def _write_slice(self) -> None:
        """What is written at once is laid out at once, from its first block to its last."""
        begin = self.block(self._late[0]).position()
        ends = (
            at for at, number in enumerate(self._late) if not 0 <= self.block(number).position() - begin < _SLICE_UNITS
        )
        end = next(ends, len(self._late))
        now, self._late = self._late[:end], self._late[end:]
        with self._writing():
            for number in now:
                self._rewrite(self.block(number), _line(self._draft.transcript.segments[number]))
                self._direct(number, number + 1)
        if not self._late:
            self._slices.stop()

    def _rewrite(self, block: QTextBlock, line: str) -> None:
        """The caret and the place of the last change stay."""
        changed_until = self._changed_until
        self._replace(block.position(), block.text(), line)
        self._changed_until = changed_until

    def _write(self, first: int, count: int, lines: list[str]) -> None:
        is_empty = len(self._draft.transcript.segments) - len(lines) + count == 0
        if count and not lines and count < self._document.blockCount():
            self._remove(first, count)
        elif lines and not count and not is_empty:
            self._insert(first, lines)
        else:
            blocks = [self.block(number).text() for number in range(first, first + max(1, count))]
            self._replace(self.block(first).position(), "\n".join(blocks), "\n".join(lines))

    def _replace(self, position: int, old: str, new: str) -> None:
        """Writes another text, but only where it differs, since the caret goes there."""
        shortest = min(len(old), len(new))
        lead = next((at for at in range(shortest) if old[at] != new[at]), shortest)
        tail = next((at for at in range(shortest - lead) if old[-1 - at] != new[-1 - at]), shortest - lead)
        self._over(
            position + to_units(old, lead), position + to_units(old, len(old) - tail), new[lead : len(new) - tail]
        )

    def _remove(self, first: int, count: int) -> None:
        last = first + count
        is_last = last == self._document.blockCount()
        begin = self.block(first).position() - (1 if is_last else 0)
        end = self._document.characterCount() - 1 if is_last else self.block(last).position()
        self._over(begin, end, "")

    def _insert(self, first: int, lines: Sequence[str]) -> None:
        text = "\n".join(lines)
        if first < self._document.blockCount():
            position = self.block(first).position()
            self._over(position, position, text + "\n")
        else:
            end = self._document.characterCount() - 1
            self._over(end, end, "\n" + text)

    def _over(self, begin: int, end: int, text: str) -> None:
        cursor = QTextCursor(self._document)
        cursor.setPosition(begin)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(text)
        self._changed_until = cursor.position()

    def _direct(self, first: int, last: int) -> None:
        """Blocks run as most of their letters do; those without any, as their language does."""
        block = self.block(first)
        for segment in self._draft.transcript.segments[first:last]:
            wanted = _direction(segment)
            if block.isValid() and block.blockFormat().layoutDirection() != wanted:
                form = block.blockFormat()
                form.setLayoutDirection(wanted)
                QTextCursor(block).setBlockFormat(form)
            block = block.next()


def _line(segment: Segment) -> str:
    """The segment's text as a block can show it: signs that end a block are spaces there."""
    return segment.text.replace("\n", " ").replace("\r", " ").replace("\u2029", " ")


def _usual_direction(language: str) -> Qt.LayoutDirection:
    """Of most paragraphs, so that few are directed one by one."""
    runs_right_to_left = is_right_to_left("", language=language)
    return Qt.LayoutDirection.RightToLeft if runs_right_to_left else Qt.LayoutDirection.LeftToRight


def _direction(segment: Segment) -> Qt.LayoutDirection:
    runs_right_to_left = is_right_to_left(segment.text, language=segment.language)
    return Qt.LayoutDirection.RightToLeft if runs_right_to_left else Qt.LayoutDirection.LeftToRight
