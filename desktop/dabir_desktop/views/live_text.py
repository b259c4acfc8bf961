"""Live text: what has ended as paragraphs, and below them the utterance under way, its tentative words in grey.

Committed words are those that stand until the utterance ends. The text follows its own end, unless somebody scrolled
up to read. Each paragraph runs as most of its letters do.
"""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextBrowser, QWidget

from dabir_core.record import LiveUpdate
from dabir_core.text.direction import is_right_to_left
from dabir_desktop.i18n import Interface, Phrase
from dabir_desktop.theme import colours_now

_NAME = Phrase(en="Live text", fa="متن زنده")
_LISTENING = Phrase(en="Speak; the words appear here.", fa="حرف بزنید؛ کلمه‌ها همین‌جا پیدا می‌شوند.")
_WITHOUT = Phrase(en="The text is made when the recording ends.", fa="متن بعد از پایان ضبط آماده می‌شود.")
_PARAGRAPH_SPACE = 10.0
_LINE_PERCENT = 150
_POINTS_MORE = 3


class LiveTextView(QTextBrowser):
    """Shows the live text of one recording."""

    def __init__(self, interface: Interface, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._interface = interface
        self._is_awaited = False
        self._open_at = 0
        self._update: LiveUpdate | None = None
        self.setOpenLinks(False)
        font = self.font()
        font.setPointSize(font.pointSize() + _POINTS_MORE)
        self.document().setDefaultFont(font)
        self.document().setDocumentMargin(12)
        self.setUndoRedoEnabled(False)
        interface.changed.connect(self.retranslate)
        self.begin(is_awaited=False)
        self.retranslate()

    def begin(self, *, is_awaited: bool) -> None:
        """Another recording, with live text to come or without."""
        self.clear()
        self._is_awaited, self._open_at, self._update = is_awaited, 0, None
        self.retranslate()

    def show_update(self, update: LiveUpdate) -> None:
        """How the text stands now."""
        bar = self.verticalScrollBar()
        is_at_end = bar.value() >= bar.maximum() - 4
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        self._drop_open(cursor)
        for utterance in update.ended:
            if utterance.text:
                self._write_ended(cursor, utterance.text, language=update.language)
        self._update = update
        self._write_open(cursor)
        cursor.endEditBlock()
        if is_at_end:
            bar.setValue(bar.maximum())

    def text(self) -> str:
        """All that is shown, a paragraph for each utterance."""
        return self.toPlainText().strip()

    def retranslate(self) -> None:
        """Says its name, and what will be here, in the language of now."""
        self.setAccessibleName(self._interface.text(_NAME))
        self.setPlaceholderText(self._interface.text(_LISTENING if self._is_awaited else _WITHOUT))

    def changeEvent(self, event: QEvent) -> None:
        """The colour of tentative words is the palette's of now."""
        if event.type() == QEvent.Type.PaletteChange and self._update is not None:
            cursor = QTextCursor(self.document())
            self._drop_open(cursor)
            self._write_open(cursor)
        super().changeEvent(event)

    def _drop_open(self, cursor: QTextCursor) -> None:
        cursor.setPosition(self._open_at)
        cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()

    def _write_ended(self, cursor: QTextCursor, text: str, *, language: str) -> None:
        if self._open_at:
            cursor.insertBlock()
        cursor.setBlockFormat(_paragraph(text, language=language))
        cursor.insertText(text, QTextCharFormat())
        self._open_at = cursor.position()

    def _write_open(self, cursor: QTextCursor) -> None:
        update = self._update
        if update is None or not (update.committed or update.tentative):
            return
        if self._open_at:
            cursor.insertBlock()
        tentative = QTextCharFormat()
        tentative.setForeground(QColor(colours_now().muted))
        space = " " if update.committed and update.tentative else ""
        whole = f"{update.committed_text}{space}{update.tentative_text}"
        cursor.setBlockFormat(_paragraph(whole, language=update.language))
        cursor.insertText(update.committed_text, QTextCharFormat())
        cursor.insertText(space + update.tentative_text, tentative)


def _paragraph(text: str, *, language: str) -> QTextBlockFormat:
    form = QTextBlockFormat()
    from_right = is_right_to_left(text, language=language)
    form.setLayoutDirection(Qt.LayoutDirection.RightToLeft if from_right else Qt.LayoutDirection.LeftToRight)
    form.setBottomMargin(_PARAGRAPH_SPACE)
    form.setLineHeight(_LINE_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    return form
