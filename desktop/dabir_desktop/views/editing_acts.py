"""What the editor's actions do: reads the caret, makes the act of `editing`, gives it to the draft."""

from collections.abc import Callable
from typing import Final

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication

from dabir_core.formats import CueLimits, Kind, render
from dabir_core.text import DisplayRules
from dabir_core.transcript import Transcript
from dabir_core.units import Seconds
from dabir_desktop.background import Background
from dabir_desktop.editing import Editor, may_have_times, reflowed, with_times
from dabir_desktop.i18n import Interface
from dabir_desktop.models.draft import Draft
from dabir_desktop.views.editing_actions import EditingActions
from dabir_desktop.views.mend_menu import MendMenu
from dabir_desktop.views.times_dialog import TimesDialog
from dabir_desktop.views.transcript_page import TranscriptPage


def _reflowed(transcript: Transcript) -> Transcript:
    return reflowed(transcript, CueLimits())


class EditingActs:
    """Joins actions, page and draft."""

    def __init__(
        self, page: TranscriptPage, draft: Draft, *, editor: Editor, actions: EditingActions, interface: Interface
    ) -> None:
        self._page = page
        self._draft = draft
        self._editor = editor
        self._actions = actions
        self._interface = interface
        self.mend_menu: Final = MendMenu(interface, page)
        self._played: Seconds = 0.0
        self._background = Background("editing", page)
        self._connect()

    def played(self, seconds: Seconds) -> None:
        """Where the player stands, for times that are set by ear."""
        self._played = seconds

    def _connect(self) -> None:
        actions, history = self._actions, self._draft.history
        history.canUndoChanged.connect(actions.undo.setEnabled)
        history.canRedoChanged.connect(actions.redo.setEnabled)
        actions.undo.setEnabled(False)
        actions.redo.setEnabled(False)
        actions.undo.triggered.connect(lambda: self._go(history.undo))
        actions.redo.triggered.connect(lambda: self._go(history.redo))
        actions.split.triggered.connect(self._split)
        actions.merge.triggered.connect(self._merge)
        actions.times.triggered.connect(lambda: self._ask_times(self._page.place.segment))
        actions.start_here.triggered.connect(lambda: self._set_times(start=self._played))
        actions.end_here.triggered.connect(lambda: self._set_times(end=self._played))
        actions.reflow.triggered.connect(lambda: self._act_later(_reflowed, actions.reflow))
        actions.mend.triggered.connect(lambda: self._mend(DisplayRules()))
        actions.copy_all.triggered.connect(lambda: QApplication.clipboard().setText(render(self._now, Kind.TXT)))
        actions.half_spaces.toggled.connect(self._page.show_half_spaces)
        actions.click_plays.setChecked(True)
        actions.click_plays.toggled.connect(self._let_clicks_play)
        self.mend_menu.chosen.connect(self._mend)
        self._page.keys.split_asked.connect(self._split)
        self._page.keys.merge_asked.connect(lambda first: self._merge_from(first, count=2))
        self._page.times.double_clicked.connect(self._ask_times)

    @property
    def _now(self) -> Transcript:
        return self._draft.transcript

    def _let_clicks_play(self, is_wanted: bool) -> None:
        self._page.keys.plays_on_click = is_wanted

    def _act(self, after: Transcript, name: str) -> None:
        self._go(lambda: self._draft.act(after, name))

    def _go(self, act: Callable[[], None]) -> None:
        act()
        self._page.go_to_change()

    def _act_later(self, work: Callable[[Transcript], Transcript], action: QAction) -> None:
        """An act on the whole transcript, which may take seconds: it is made in a thread."""
        base = self._now

        def take(after: Transcript) -> None:
            action.setEnabled(True)
            if self._now is base:
                self._act(after, action.text())
            else:  # edited meanwhile: once more, from there
                self._act_later(work, action)

        action.setEnabled(False)
        self._background.run(lambda: work(base), take)

    def _split(self) -> None:
        cursor = self._page.textCursor()
        if cursor.hasSelection():
            cursor.removeSelectedText()
        if self._page.place.segment < len(self._now.segments):
            after = self._editor.split(self._now, self._page.place.segment, at=self._page.place.sign)
            self._act(after, self._actions.split.text())

    def _merge(self) -> None:
        first, last = self._page.place.selected()
        self._merge_from(first, count=max(2, last - first + 1))

    def _merge_from(self, first: int, *, count: int) -> None:
        if first >= 0:
            self._act(self._editor.merged(self._now, first, count=count), self._actions.merge.text())

    def _mend(self, rules: DisplayRules) -> None:
        self._act_later(lambda now: self._editor.mended(now, rules), self._actions.mend)

    def _ask_times(self, number: int) -> None:
        if number < len(self._now.segments):
            dialog = TimesDialog(self._now, number, interface=self._interface, parent=self._page)
            dialog.chosen.connect(self._change_times)
            dialog.open()

    def _set_times(self, *, start: Seconds | None = None, end: Seconds | None = None) -> None:
        number = self._page.place.segment
        if number < len(self._now.segments):
            segment = self._now.segments[number]
            self._change_times(number, segment.start if start is None else start, segment.end if end is None else end)

    def _change_times(self, number: int, start: Seconds, end: Seconds) -> None:
        if may_have_times(self._now, number, start=start, end=end):
            self._draft.act(with_times(self._now, number, start=start, end=end), self._actions.times.text())
