"""The bundled sample: written at once by the bundled demo model, then its words light up as it is heard.

The first success needs no file, no microphone and no network.
"""

from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QColor, QPalette, QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QTextEdit, QVBoxLayout

from dabir_core import TranscribeOptions
from dabir_core.errors import DabirError
from dabir_core.models import DEMO
from dabir_core.paths import samples_folder
from dabir_core.transcript import Segment, Transcript
from dabir_core.units import Seconds
from dabir_desktop.engine import Engine
from dabir_desktop.i18n import Interface, Phrase
from dabir_desktop.icons import Drawing, icon
from dabir_desktop.lit_words import LitWords, Place
from dabir_desktop.playback import Playback
from dabir_desktop.theme import colours_now
from dabir_desktop.views.buttons import caption, name_control, push_button
from dabir_desktop.workers import Work

_TITLE = Phrase(en="A taste of it", fa="یک نمونه")
_WHAT = Phrase(en="A voice note, written by a toy model just now.", fa="یک پیام صوتی که مدل نمایشی همین حالا نوشت.")
_WRITING = Phrase(en="Writing…", fa="در حال نوشتن…")
_HEAR = Phrase(en="Listen", fa="بشنوید")
_PAUSE = Phrase(en="Pause", fa="مکث")
_TEXT = Phrase(en="What is said in the sample", fa="متن نمونه")
_SILENT = Phrase(en="There is no loudspeaker; watch the words.", fa="بلندگویی نیست؛ کلمه‌ها را تماشا کنید.")
_FILE: Final = "demo.ogg"
_LEAST_HEIGHT: Final = 72


class Sample(QFrame):
    """A card; `prepare` writes the text, its button plays.

    ended  the text is written, or cannot be
    """

    ended = Signal()

    def __init__(self, interface: Interface, engine: Engine, playback: Playback) -> None:
        super().__init__()
        self._interface, self._engine, self._playback = interface, engine, playback
        self._job: int | None = None
        self._is_written = False
        self._words = LitWords()
        self._lit: Place | None = None
        self._phrase = _WRITING
        self._error: DabirError | None = None
        self.title, self.line = QLabel(), QLabel()
        self.text = QTextEdit()
        self.button = push_button(Drawing.PLAY)
        self.setProperty("kind", "card")
        self._lay_out()
        self._connect()
        interface.changed.connect(self.retranslate)
        self.retranslate()

    def prepare(self) -> None:
        """Has it written; nothing happens if it is, or was."""
        if self._job is None:
            path = samples_folder() / _FILE
            self._playback.open(path)
            self._job = self._engine.submit(Work(path, DEMO, TranscribeOptions(language="fa")))

    def leave(self) -> None:
        """Falls silent, as when the page goes away."""
        self._playback.pause()
        if self._job is not None and not self._is_written:
            self._engine.cancel(self._job)

    def retranslate(self) -> None:
        """Says everything in the language of now."""
        text = self._interface.text
        self.title.setText(self._interface.label(_TITLE))
        words = text(self._phrase) if self._error is None else self._interface.error(self._error)
        self.line.setText(self._interface.directed(words))
        phrase = _PAUSE if self._playback.is_playing else _HEAR
        self.button.setText(caption(text(phrase)))
        name_control(self.button, f"{text(_TITLE)}: {text(phrase)}")
        self.text.setAccessibleName(text(_TEXT))

    def changeEvent(self, event: QEvent) -> None:
        """The lit word has the colours of now."""
        if event.type() == QEvent.Type.PaletteChange:
            self._paint_lit()
        super().changeEvent(event)

    def _connect(self) -> None:
        self._engine.segment_came.connect(self._write)
        self._engine.finished.connect(self._finish)
        self._engine.failed.connect(self._fail)
        self.text.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._playback.position_changed.connect(self._light)
        self._playback.playing_changed.connect(self._show_playing)
        self._playback.silent.connect(lambda: self._say(_SILENT))
        self.button.clicked.connect(self._toggle)

    def _toggle(self) -> None:
        self.prepare()
        if self._playback.is_playing:
            self._playback.pause()
        else:
            self._playback.play()

    def _write(self, job: int, segment: Segment) -> None:
        if job == self._job:
            self._words.append(segment)
            self.text.setPlainText(self._words.text)

    def _finish(self, job: int, _transcript: Transcript) -> None:
        if job == self._job:
            self._is_written = True
            self._say(_WHAT)
            self.ended.emit()

    def _fail(self, job: int, error: DabirError) -> None:
        if job == self._job:
            self._is_written, self._error = True, error
            self.retranslate()
            self.ended.emit()

    def _say(self, phrase: Phrase) -> None:
        self._phrase = phrase
        self.retranslate()

    def _show_playing(self, is_playing: bool) -> None:
        self.button.setIcon(icon(Drawing.PAUSE if is_playing else Drawing.PLAY))
        if not is_playing:
            self._light(-1.0)
        self.retranslate()

    def _light(self, seconds: Seconds) -> None:
        place = self._words.at(seconds) if self._playback.is_playing else None
        if place != self._lit:
            self._lit = place
            self._paint_lit()

    def _paint_lit(self) -> None:
        lit: list[QTextEdit.ExtraSelection] = []
        if self._lit is not None:
            colours = colours_now()
            selection = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self.text.document())
            cursor.setPosition(self._lit.first)
            cursor.setPosition(self._lit.behind, QTextCursor.MoveMode.KeepAnchor)
            selection.cursor = cursor
            selection.format.setBackground(QColor(colours.accent))
            selection.format.setForeground(QColor(colours.on_accent))
            lit.append(selection)
        self.text.setExtraSelections(lit)

    def _fit(self) -> None:
        """All of the text is seen, without scrolling."""
        height = round(self.text.document().size().height()) + 4
        self.text.setFixedHeight(max(_LEAST_HEIGHT, height))

    def _lay_out(self) -> None:
        self.title.setProperty("kind", "heading")
        self.line.setProperty("kind", "muted")
        self.line.setWordWrap(True)
        self.text.setProperty("kind", "plain")
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.text.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.text.setForegroundRole(QPalette.ColorRole.Text)
        option = self.text.document().defaultTextOption()
        option.setTextDirection(Qt.LayoutDirection.RightToLeft)  # the sample is Persian in every window
        self.text.document().setDefaultTextOption(option)
        above = QHBoxLayout()
        above.addWidget(self.title, 1)
        above.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(10)
        column.addLayout(above)
        column.addWidget(self.text)
        column.addStretch()
        column.addWidget(self.line)
