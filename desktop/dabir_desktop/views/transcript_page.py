"""The page: the whole transcript as one text that can be selected, searched and edited, with its times beside it.

A QTextEdit over one document with a block for each segment: selecting, input methods, the clipboard, screen readers
and the shaping of Persian are Qt's own. A paragraph runs as most of its letters do, whatever the window speaks.
"""

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QTextEdit

from dabir_desktop.editing import Editor
from dabir_desktop.i18n import Interface, Phrase
from dabir_desktop.models.draft import Draft
from dabir_desktop.views.page_caret import PageCaret
from dabir_desktop.views.page_keys import PageKeys
from dabir_desktop.views.page_marks import PageMarks
from dabir_desktop.views.page_text import PageText
from dabir_desktop.views.time_margin import TimeMargin
from dabir_desktop.word_places import WordPlace

_NAME = Phrase(en="Transcript", fa="متن رونوشت")
_EMPTY = Phrase(en="Nothing was said here. You can write it yourself.", fa="اینجا حرفی نبود. می‌توانید خودتان بنویسید.")
_READING_SIZE = 1.15
"""Of the window's letters: a transcript is read, not glanced at."""


class TranscriptPage(QTextEdit):
    """The text of a draft. `play_asked` carries the second from which a click wants to hear."""

    play_asked = Signal(float)

    def __init__(self, draft: Draft, editor: Editor, interface: Interface) -> None:
        super().__init__()
        self._draft = draft
        self._interface = interface
        self._shows_half_spaces = False
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * _READING_SIZE)
        self.setFont(font)
        self.text_of_draft = PageText(self, draft, editor=editor, interface=interface)
        self.marks = PageMarks(self)
        self.keys = PageKeys(self)
        self.times = TimeMargin(self, draft, interface)
        self.place = PageCaret(self, draft)
        self.keys.word_clicked.connect(lambda: self.play_asked.emit(self.place.moment()))
        self.times.clicked.connect(lambda number: self.play_asked.emit(draft.transcript.segments[number].start))
        self.verticalScrollBar().valueChanged.connect(lambda _value: self.marks.refresh())
        interface.changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        """Speaks the language of now; the times change sides with the window."""
        self.setAccessibleName(self._interface.text(_NAME))
        self.setPlaceholderText(self._interface.label(_EMPTY))
        self._make_room()

    def select(self, place: WordPlace) -> None:
        """Selects these signs and brings them into sight, in the middle of the page."""
        self.setTextCursor(self.marks.cursor(place.segment, place.first, last=place.last))
        middle = self.cursorRect().center().y() - self.viewport().height() // 2
        if not self.viewport().rect().contains(self.cursorRect()) or abs(middle) > self.viewport().height() // 3:
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() + middle)

    def show_half_spaces(self, is_shown: bool) -> None:
        """Whether half-spaces have a faint mark."""
        self._shows_half_spaces = is_shown
        self.viewport().update()

    def go_to_change(self) -> None:
        """Puts the caret where the last act changed the text, once that is laid out."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(self.text_of_draft.last_change)
        self.text_of_draft.layout.when_reached(cursor.blockNumber(), lambda: self._stand_at(cursor))

    def _stand_at(self, cursor: QTextCursor) -> None:
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Pastes plain text into the segment: its line breaks become spaces."""
        text = source.text()
        edges = text[:1].isspace(), text[-1:].isspace()
        words = " ".join(text.split())
        self.textCursor().insertText(f"{' ' * edges[0]}{words}{' ' * edges[1]}" if words else "")

    def createMimeDataFromSelection(self) -> QMimeData:
        """Copies plain text, half-spaces and all, a line for each segment.

        Into an object of Qt's own, that of a field without text: one made here would be Python's, and a clipboard that
        outlives Python, as some do, crashes with it.
        """
        copied = QTextEdit().createMimeDataFromSelection()
        copied.setText(self.textCursor().selectedText().replace("\u2029", "\n"))
        return copied

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keeps the times beside the text, which is laid out anew."""
        super().resizeEvent(event)
        self.text_of_draft.layout.begin(self.document())
        self._make_room()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The text, and the marks of half-spaces over it."""
        super().paintEvent(event)
        if self._shows_half_spaces:
            painter = QPainter(self.viewport())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self.marks.paint_half_spaces(painter)

    def _make_room(self) -> None:
        width = self.times.sizeHint().width()
        is_right = self._interface.is_right_to_left
        self.setViewportMargins(0 if is_right else width, 0, width if is_right else 0, 0)
        room = self.viewport().geometry()
        left = room.right() + 1 if is_right else room.left() - width
        self.times.setGeometry(left, room.top(), width, room.height())
