"""The page of a finished text: its title, the editor, and the player fixed at the bottom."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from dabir_core.transcript import Transcript
from dabir_desktop.doubts import doubts
from dabir_desktop.i18n import Interface
from dabir_desktop.i18n.bidi import isolated
from dabir_desktop.playback import Playback
from dabir_desktop.views.one_line import OneLine
from dabir_desktop.views.player import Player
from dabir_desktop.views.transcript_editor import TranscriptEditor
from dabir_desktop.views.waveform import Span


class ReadingPage(QWidget):
    """`editor` and `player` are its parts, which it joins: the playing word is lit, and what is asked for is played."""

    def __init__(self, interface: Interface) -> None:
        super().__init__()
        self._interface = interface
        self._name = ""
        self.title = OneLine()
        self.title.setProperty("kind", "heading")
        self.editor = TranscriptEditor(interface)
        self.player = Player(interface, Playback(self))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 4, 24, 20)
        column.setSpacing(12)
        column.addWidget(self.title)
        column.addWidget(self.editor, 1)
        column.addWidget(self.player)
        for action in self.editor.actions():  # the library beside has keys of the same names
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            self.addAction(action)
        self.editor.page.setAcceptDrops(False)  # files that are dropped are the window's
        self.editor.page.viewport().setAcceptDrops(False)
        self.editor.play_asked.connect(self.player.play_from)
        self.editor.page.keys.click_taken_back.connect(self.player.playback.pause)
        self.player.position_changed.connect(self.editor.light)
        interface.changed.connect(self.retranslate)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The text takes it. As a proxy it would split the order of Tab: the player was never reached."""
        super().focusInEvent(event)
        self.editor.page.setFocus(event.reason())

    def show_title(self, name: str) -> None:
        """What is read."""
        self._name = name
        self.retranslate()

    def show_spans(self, transcript: Transcript) -> None:
        """Where its segments lie, and which of them are doubtful."""
        doubtful = {doubt.segment for doubt in doubts(transcript)}
        self.player.show_spans(
            [Span(each.start, each.end, number in doubtful) for number, each in enumerate(transcript.segments)]
        )

    def retranslate(self) -> None:
        """Says everything in the language of now."""
        self.title.show_text(self._interface.directed(isolated(self._name)))
