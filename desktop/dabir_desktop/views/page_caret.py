"""Where the caret stands, in the draft's terms: segments, signs, seconds."""

from PySide6.QtWidgets import QTextEdit

from dabir_core.units import Seconds
from dabir_desktop.models.draft import Draft
from dabir_desktop.utf16 import to_sign
from dabir_desktop.word_places import moment_of


class PageCaret:
    """The caret and the selection of one page."""

    def __init__(self, page: QTextEdit, draft: Draft) -> None:
        self._page = page
        self._draft = draft

    @property
    def segment(self) -> int:
        """The number of the segment that it stands in."""
        return self._page.textCursor().blockNumber()

    @property
    def sign(self) -> int:
        """The sign of that segment's text before which it stands."""
        cursor = self._page.textCursor()
        return to_sign(cursor.block().text(), cursor.positionInBlock())

    def moment(self) -> Seconds:
        """When what stands at the caret, or at the beginning of the selection, is said."""
        start = self._page.textCursor().selectionStart()
        block = self._page.document().findBlock(start)
        segments = self._draft.transcript.segments
        if block.blockNumber() >= len(segments):
            return 0.0
        return moment_of(segments[block.blockNumber()], to_sign(block.text(), start - block.position()))

    def selected(self) -> tuple[int, int]:
        """The numbers of the first and the last segment that the selection touches; the caret's without one."""
        cursor, document = self._page.textCursor(), self._page.document()
        first = document.findBlock(cursor.selectionStart()).blockNumber()
        return first, document.findBlock(cursor.selectionEnd()).blockNumber()

    def part(self) -> tuple[Seconds, Seconds]:
        """From when to when the segments of the selection last; the same twice where there are none."""
        first, last = self.selected()
        segments = self._draft.transcript.segments[first : last + 1]
        return (segments[0].start, segments[-1].end) if segments else (0.0, 0.0)
