"""The editor: the page with its times, finding and replacing, the list of doubts, mending, exports.

The player is not its business: it asks for a second to be played and is told which second is playing.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dabir_core.transcript import Transcript
from dabir_core.units import Seconds
from dabir_desktop.doubts import Doubt
from dabir_desktop.editing import Editor, Match, rebased
from dabir_desktop.exporting import Exporter
from dabir_desktop.i18n import Interface
from dabir_desktop.models.draft import Draft
from dabir_desktop.views.card import card_of
from dabir_desktop.views.clipboard_actions import ClipboardActions
from dabir_desktop.views.doubts import DoubtsView
from dabir_desktop.views.editing_actions import EditingActions
from dabir_desktop.views.editing_acts import EditingActs
from dabir_desktop.views.editor_bar import EditorBar
from dabir_desktop.views.export_menu import ExportMenu
from dabir_desktop.views.export_progress import ExportProgress
from dabir_desktop.views.find_bar import FindBar
from dabir_desktop.views.transcript_page import TranscriptPage
from dabir_desktop.views.word_light import WordLight
from dabir_desktop.word_places import WordPlace

_SPACING = 12
_DOUBTS_WIDTH = 300


class TranscriptEditor(QWidget):
    """Shows and changes one transcript.

    play_asked   a second from which somebody wants to hear
    redo_asked   a part's start and end, and the model's name to read it again with, empty for the same
    edited       after each change; `transcript()` has it
    exported, export_failed, export_cancelled   the Path; the DabirError; the Path
    """

    play_asked = Signal(float)
    redo_asked = Signal(float, float, str)
    edited = Signal()
    exported = Signal(object)
    export_failed = Signal(object)
    export_cancelled = Signal(object)

    def __init__(self, interface: Interface) -> None:
        super().__init__()
        editor = Editor()
        self.draft = Draft(self)
        self.exporter = Exporter(self)
        self.page = TranscriptPage(self.draft, editor, interface)
        self.actions_of_editing = EditingActions(self, interface)
        self.find_bar = FindBar(self.draft, editor, interface)
        self.doubts = DoubtsView(self.draft, interface)
        self.exports = ExportMenu(interface, self)
        self._light = WordLight(self.page, self.draft)
        self._acts = EditingActs(
            self.page, self.draft, editor=editor, actions=self.actions_of_editing, interface=interface
        )
        self._lay_out(interface)
        self._connect(interface)

    def open(self, transcript: Transcript, *, stem: Path | None = None) -> None:
        """Shows this transcript and forgets the history of the one before; exports are offered beside `stem`."""
        self.draft.open(transcript)
        self.page.text_of_draft.show_all()
        self.page.moveCursor(self.page.textCursor().MoveOperation.Start)
        self._light.put_out()
        self.find_bar.hide()
        self._show_doubts(self.doubts.isVisible())
        self.exports.set_stem(stem or Path.home() / "transcript")

    def transcript(self) -> Transcript:
        """As it is now, edits and all."""
        return self.draft.transcript

    def take(self, after: Transcript, *, base: Transcript, name: str) -> None:
        """Takes in what became of `base`, such as a part that was read again; what was edited meanwhile stays."""
        self.draft.act(rebased(self.draft.transcript, base=base, after=after), name)

    def light(self, seconds: Seconds) -> None:
        """Lights the word that is playing at this second."""
        self._light.move(seconds)
        self._acts.played(seconds)

    def when_laid_out(self, place: WordPlace, then: Callable[[], object]) -> None:
        """Calls `then` once the text is laid out so far that going there takes no time; at once if it is."""
        self.page.text_of_draft.layout.when_reached(place.segment, then)

    def go_to(self, place: WordPlace) -> None:
        """Brings this word into sight, puts the caret before it and lights it."""
        self.page.setTextCursor(self.page.marks.cursor(place.segment, place.first, last=place.first))
        self._light.rest_on(place)

    def put_out(self) -> None:
        """No word is playing any more."""
        self._light.put_out()

    def offer_models(self, names: Sequence[str]) -> None:
        """The models that a part can be read again with."""
        self.doubts.offer_models(names)

    def event(self, event: QEvent) -> bool:
        """Colours of marks follow the theme."""
        if event.type() == QEvent.Type.PaletteChange:
            self.page.marks.refresh()
        return super().event(event)

    def _lay_out(self, interface: Interface) -> None:
        self.find_bar.hide()
        self.doubts.hide()
        self.doubts.setFixedWidth(_DOUBTS_WIDTH)
        sides = QHBoxLayout()  # no QSplitter: mirrored, it cuts off its last pixel
        sides.setSpacing(_SPACING)
        sides.addWidget(card_of(self.page), 1)
        sides.addWidget(self.doubts)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_SPACING)
        column.addWidget(EditorBar(self.actions_of_editing, mending=self._acts.mend_menu, exports=self.exports))
        column.addWidget(ExportProgress(self.exporter, interface))
        column.addWidget(self.find_bar)
        column.addLayout(sides, 1)

    def _connect(self, interface: Interface) -> None:
        actions = self.actions_of_editing
        self.draft.changed.connect(lambda _part: self._light.renew())
        self.draft.changed.connect(lambda _part: self.edited.emit())
        self.page.play_asked.connect(self.play_asked)
        actions.play.triggered.connect(lambda: self.play_asked.emit(self.page.place.moment()))
        actions.find.triggered.connect(lambda: self._find(replacing=False))
        actions.replace.triggered.connect(lambda: self._find(replacing=True))
        actions.next_match.triggered.connect(lambda: self.find_bar.step(1))
        actions.previous_match.triggered.connect(lambda: self.find_bar.step(-1))
        actions.doubts.triggered.connect(lambda: self._show_doubts(not self.doubts.isVisible()))
        actions.next_doubt.triggered.connect(lambda: self._step_doubts(1))
        actions.previous_doubt.triggered.connect(lambda: self._step_doubts(-1))
        actions.redo_part.triggered.connect(self._redo_part)
        self.find_bar.moved.connect(self._show_match)
        self.find_bar.found.connect(self.page.marks.show_found)
        self.find_bar.closed.connect(self._leave_find)
        self.doubts.chosen.connect(self._show_doubt)
        self.doubts.redo_asked.connect(self.redo_asked)
        self.exports.chosen.connect(lambda path, kind: self.exporter.export(self.transcript(), path, kind=kind))
        self.exporter.written.connect(self.exported)
        self.exporter.failed.connect(self.export_failed)
        self.exporter.cancelled.connect(self.export_cancelled)
        self._fill_context_menu(interface)

    def _fill_context_menu(self, interface: Interface) -> None:
        actions = self.actions_of_editing
        self.page.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        groups = (
            (actions.play, actions.redo_part),
            ClipboardActions(self.page, interface).all,
            (actions.split, actions.merge, actions.times, actions.start_here, actions.end_here),
            (actions.copy_all, actions.half_spaces, actions.click_plays),
        )
        for group in groups:
            self.page.addActions(group)
            separator = QAction(self.page)
            separator.setSeparator(True)
            self.page.addAction(separator)

    def _find(self, *, replacing: bool) -> None:
        sought = self.page.textCursor().selectedText()
        is_line = "\u2029" not in sought
        self.find_bar.open(sought if is_line else "", from_segment=self.page.place.segment, replacing=replacing)

    def _show_match(self, match: Match) -> None:
        place = WordPlace(match.segment, match.place.first, match.place.last)
        self.when_laid_out(place, lambda: self.page.select(place))

    def _leave_find(self) -> None:
        self.page.marks.show_found(())
        self.page.setFocus()

    def _show_doubts(self, is_shown: bool) -> None:
        self.doubts.setVisible(is_shown)
        if is_shown:
            self.doubts.renew()

    def _step_doubts(self, steps: int) -> None:
        if not self.doubts.isVisible():
            self._show_doubts(True)
        self.doubts.step(steps)

    def _show_doubt(self, doubt: Doubt) -> None:
        if doubt.segment < len(self.transcript().segments):
            place = WordPlace(doubt.segment, doubt.first, doubt.last)
            self.when_laid_out(place, lambda: self.page.select(place))
            self.page.setFocus()

    def _redo_part(self) -> None:
        start, end = self.page.place.part()
        if start < end:
            self.redo_asked.emit(start, end, "")
